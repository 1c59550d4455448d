'use client'
import { useQueries } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useMemo } from 'react'
import type { Run, Series } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { fetchRun, runKey } from '@/features/run/runs'
import { PageFrame } from '@/features/shell/page-frame'
import { useText } from '@/language/language'
import { CompareTable } from './compare-table'

const LineChart = dynamic(() => import('@/features/chart/line-chart').then((module) => module.LineChart), {
  ssr: false,
})
const COLOURS = ['series-1', 'series-3', 'series-4', 'series-5', 'series-2'] as const

/** Each account as growth of 1, so that different starting cash compares. */
function growth(run: Run): Series {
  const start = run.settings.initial_cash
  return Object.fromEntries(
    Object.entries(run.result?.equity_curve ?? {}).map(([stamp, value]) => [stamp, value / start]),
  )
}

/** Up to five runs beside each other: their curves and every figure. */
export function CompareView({ ids }: { ids: readonly string[] }) {
  const t = useText()
  const queries = useQueries({
    queries: ids.map((id) => ({ queryKey: runKey(id), queryFn: () => fetchRun(id) })),
  })
  const runs = queries.flatMap((query) => (query.data?.result ? [query.data] : []))
  const failed = queries.find((query) => query.isError)
  const ranges = new Set(runs.map((run) => `${run.settings.start} ${run.settings.end}`))
  const ready = runs.map((run) => run.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: results never change; their ids tell them apart
  const lines = useMemo(
    () =>
      runs.map((run, index) => ({
        name: `${index + 1} · ${run.strategy_name}`,
        values: growth(run),
        colour: COLOURS[index] ?? 'series-1',
        pane: 0,
        kind: 'plain' as const,
      })),
    [ready],
  )
  return (
    <PageFrame
      title={t.library.compareTitle}
      note={ranges.size > 1 ? t.library.differentRanges : undefined}
      actions={
        <Button look="quiet" size="small" asChild>
          <Link href="/runs/">
            <ArrowLeft /> {t.library.allRuns}
          </Link>
        </Button>
      }
    >
      {failed ? <ProblemNote problem={failed.error} onRetry={() => void failed.refetch()} /> : null}
      {queries.some((query) => query.isPending) ? <SkeletonRows rows={6} label={t.common.loading} /> : null}
      {runs.length > 0 ? (
        <>
          <Panel>
            <PanelHead title={t.library.growthOfOne} />
            <LineChart label={t.library.growthOfOne} lines={lines} height={340} />
          </Panel>
          <CompareTable runs={runs} />
        </>
      ) : null}
    </PageFrame>
  )
}
