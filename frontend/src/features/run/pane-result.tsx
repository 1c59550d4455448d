'use client'
import { ChartLine } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { RunView } from '@/features/result/run-view'
import { useText } from '@/language/language'

type PaneResultProps = { runId: string | null; onBack: () => void }

export function PaneResult({ runId, onBack }: PaneResultProps) {
  const t = useText()
  if (runId === null) {
    return (
      <Empty
        icon={ChartLine}
        title={t.library.runsEmpty}
        action={<Button onClick={onBack}>{t.strategy.overview}</Button>}
      >
        {t.library.runsEmptyNote}
      </Empty>
    )
  }
  return <RunView id={runId} inPane />
}
