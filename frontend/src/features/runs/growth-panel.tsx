'use client'
import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Run } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { Skeleton } from '@/components/ui/waiting'
import { number } from '@/design/figures'
import { HeldCurves } from '@/features/chart/curves'
import { LargeChart } from '@/features/chart/large-chart'
import { overlaid } from '@/features/chart/overlaid'
import { type Scale, ScaleSwitch } from '@/features/chart/scale-switch'
import { fetchSeries, seriesKey } from '@/features/result/use-run-series'
import { useText } from '@/language/language'

const COLOURS = ['series-1', 'series-3', 'series-4', 'series-5', 'series-2'] as const

/** Each account as growth of 1, so that different starting cash compares. */
export function GrowthPanel({ runs }: { runs: readonly Run[] }) {
  const t = useText()
  const [scale, setScale] = useState<Scale>('linear')
  const queries = useQueries({
    queries: runs.map(({ id }) => ({ queryKey: seriesKey(id), queryFn: () => fetchSeries(id) })),
  })
  const failed = queries.find((query) => query.isError)
  const found = queries.flatMap(({ data }) => (data ? [data] : []))
  const ready = found.length === runs.length
  const names = runs.map((run) => run.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: series never change; the ids of their runs tell them apart
  const curves = useMemo(() => {
    if (!ready) return null
    const growth = found.map(({ times, account }, index) => ({
      times,
      values: account.equity.map((value) => value / (runs[index]?.settings.initial_cash ?? 1)),
    }))
    const { times, values } = overlaid(growth)
    return new HeldCurves(times, values)
  }, [names, ready])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const panes = useMemo(
    () => [
      {
        weight: 1,
        write: (value: number) => number(value, value < 100 ? 2 : 0),
        log: scale === 'log',
        lines: runs.map((run, index) => ({
          name: `${index + 1} · ${run.strategy_name}`,
          colour: COLOURS[index] ?? 'series-1',
          width: 1.5,
        })),
      },
    ],
    [names, scale],
  )
  return (
    <Panel>
      <PanelHead title={t.library.growthOfOne} actions={<ScaleSwitch value={scale} onChange={setScale} />} />
      {failed ? (
        <ProblemNote className="m-3" problem={failed.error} onRetry={() => void failed.refetch()} />
      ) : curves ? (
        <LargeChart label={t.library.growthOfOne} curves={curves} panes={panes} height={340} />
      ) : (
        <Skeleton className="m-3 h-[340px]" />
      )}
    </Panel>
  )
}
