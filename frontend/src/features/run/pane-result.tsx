'use client'
import { ChartLine } from 'lucide-react'
import type { StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { RunView } from '@/features/result/run-view'
import { useText } from '@/language/language'
import { OlderResult } from './older-result'

type PaneResultProps = {
  stored: StoredStrategy
  runId: string | null
  onBack: () => void
  onStarted: (runId: string) => void
}

/** The newest result of a strategy, beside its conversation. */
export function PaneResult({ stored, runId, onBack, onStarted }: PaneResultProps) {
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
  return (
    <>
      <OlderResult stored={stored} runId={runId} onStarted={onStarted} />
      <RunView id={runId} inPane />
    </>
  )
}
