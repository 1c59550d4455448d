'use client'
import { ArrowLeft, RotateCcw } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { Result } from '@/api/types'
import { Button } from '@/components/ui/button'
import { count } from '@/design/figures'
import { RunView } from '@/features/result/run-view'
import { isFinal, useRun, useStartRun } from '@/features/run/runs'
import { PageFrame } from '@/features/shell/page-frame'
import { useText } from '@/language/language'
import { DeleteRun } from './delete-run'

const NAMED = 4

/** Which markets a run traded, and on which bars. */
function marketOf(result: Result | null, choices: Record<string, string>): string {
  const series = result?.integrity.data ?? []
  const symbols = [...new Set(series.map(({ origin }) => origin.symbol))]
  const frames = [...new Set(series.map(({ origin }) => choices[origin.timeframe] ?? origin.timeframe))]
  const more = symbols.length > NAMED ? ` +${symbols.length - NAMED}` : ''
  return [symbols.slice(0, NAMED).join(', ') + more, ...frames].filter(Boolean).join(' · ')
}

/** One run at full width. */
export function RunDetail({ id }: { id: string }) {
  const t = useText()
  const run = useRun(id)
  const start = useStartRun()
  const router = useRouter()
  const state = run.data
  const again = () => {
    if (!state?.strategy_id) return
    start.mutate(
      { ...state.settings, strategy_id: state.strategy_id, strategy_version: state.strategy_version },
      { onSuccess: (next) => router.push(`/runs/?id=${next.id}`) },
    )
  }
  const note = state
    ? [
        marketOf(state.result, t.document.choices),
        `${state.settings.start} → ${state.settings.end}`,
        `${t.run.cash} ${count(state.settings.initial_cash)}`,
        t.run.status[state.status],
      ]
        .filter(Boolean)
        .join(' · ')
    : undefined
  return (
    <PageFrame
      title={state?.strategy_name || t.run.title}
      note={note}
      actions={
        <>
          <Button look="quiet" size="small" asChild>
            <Link href="/runs/">
              <ArrowLeft /> {t.library.allRuns}
            </Link>
          </Button>
          {state?.strategy_id ? (
            <>
              <Button size="small" asChild>
                <Link href={`/library/?s=${state.strategy_id}`}>{t.library.strategy}</Link>
              </Button>
              {isFinal(state.status) ? (
                <Button size="small" disabled={start.isPending} onClick={again}>
                  <RotateCcw /> {t.run.runAgain}
                </Button>
              ) : null}
            </>
          ) : null}
          {state && isFinal(state.status) ? (
            <DeleteRun run={state} onDeleted={() => router.replace('/runs/')} />
          ) : null}
        </>
      }
    >
      <RunView id={id} />
    </PageFrame>
  )
}
