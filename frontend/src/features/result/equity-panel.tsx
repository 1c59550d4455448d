'use client'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import type { Result } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/waiting'
import { useText } from '@/language/language'
import { benchmarkName } from './benchmark-name'

const EquityChart = dynamic(
  () => import('@/features/chart/equity-chart').then((module) => module.EquityChart),
  {
    ssr: false,
    loading: () => <Skeleton className="m-3 h-[360px]" />,
  },
)

type Scale = 'linear' | 'log'

/** Account and benchmark over time, and their drawdowns. */
export function EquityPanel({ result }: { result: Result }) {
  const t = useText()
  const [scale, setScale] = useState<Scale>('linear')
  const { benchmark } = result
  const name = benchmarkName(result, t.result)
  const account = useMemo(() => ({ equity: result.equity_curve, drawdown: result.drawdown_series }), [result])
  const holding = useMemo(
    () => (benchmark ? { name, equity: benchmark.equity_curve, drawdown: benchmark.drawdown_series } : null),
    [benchmark, name],
  )
  return (
    <Panel>
      <PanelHead
        title={t.result.equity}
        actions={
          <Segmented<Scale>
            label={t.result.scale}
            value={scale}
            onChange={setScale}
            options={[
              { value: 'linear', label: t.result.linear },
              { value: 'log', label: t.result.log },
            ]}
          />
        }
      />
      <EquityChart account={account} benchmark={holding} scale={scale} />
    </Panel>
  )
}
