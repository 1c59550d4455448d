'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import type { Result } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { Skeleton } from '@/components/ui/waiting'
import { ScaleSwitch } from '@/features/chart/scale-switch'
import { useText } from '@/language/language'
import { benchmarkName } from './benchmark-name'
import type { RunSeries } from './run-series'
import { SeriesGate } from './series-gate'

const EquityChart = dynamic(
  () => import('@/features/chart/equity-chart').then((module) => module.EquityChart),
  {
    ssr: false,
    loading: () => <Skeleton className="m-3 h-[360px]" />,
  },
)

type EquityPanelProps = { result: Result; series: UseQueryResult<RunSeries> }

/** Account and benchmark over time, and their drawdowns. */
export function EquityPanel({ result, series }: EquityPanelProps) {
  const t = useText()
  const [scale, setScale] = useState<'linear' | 'log'>('linear')
  const name = benchmarkName(result, t.result)
  const held = series.data?.benchmark
  const benchmark = useMemo(() => (held ? { ...held, name } : null), [held, name])
  return (
    <Panel>
      <PanelHead title={t.result.equity} actions={<ScaleSwitch value={scale} onChange={setScale} />} />
      <SeriesGate series={series} className="m-3 h-[360px]">
        {({ times, account }) =>
          times.length > 1 ? (
            <EquityChart times={times} account={account} benchmark={benchmark} scale={scale} />
          ) : (
            <p className="px-4 py-6 text-[13px] text-ink-faint">{t.result.tooShort}</p>
          )
        }
      </SeriesGate>
    </Panel>
  )
}
