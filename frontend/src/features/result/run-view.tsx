'use client'
import { ProblemNote } from '@/components/ui/problem-note'
import { Skeleton } from '@/components/ui/waiting'
import { RunProgress } from '@/features/run/run-progress'
import { useRun } from '@/features/run/runs'
import { useRunLine } from '@/features/run/use-run-line'
import { useText } from '@/language/language'
import { ResultView } from './result-view'

/** A run, wherever it stands: on its way, ended badly, or with its result. */
export function RunView({ id, inPane = false }: { id: string; inPane?: boolean }) {
  const t = useText()
  const run = useRun(id)
  useRunLine(id, run.data?.status)
  if (run.isPending) {
    return (
      <div role="status" aria-label={t.common.loading} className="flex flex-col gap-3 p-4">
        <Skeleton className="h-16" />
        <Skeleton className="h-72" />
        <Skeleton className="h-56" />
      </div>
    )
  }
  if (run.isError)
    return <ProblemNote className="m-4" problem={run.error} onRetry={() => void run.refetch()} />
  if (run.data.result === null) return <RunProgress run={run.data} />
  return <ResultView run={run.data} result={run.data.result} inPane={inPane} />
}
