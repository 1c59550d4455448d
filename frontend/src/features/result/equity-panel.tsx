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
  const account = useMemo(() => ({ equity: result.equity_curve, drawdown: result.drawdown_series }), [result])
  const holding = useMemo(
    () => (benchmark ? { equity: benchmark.equity_curve, drawdown: benchmark.drawdown_series } : null),
    [benchmark],
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
      <ul className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-2.5 text-ink-soft text-xs">
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="h-[3px] w-3.5 rounded-full bg-[var(--series-1)]" /> {t.result.account}
        </li>
        {benchmark ? (
          <li className="flex items-center gap-1.5">
            <span aria-hidden className="h-0.5 w-3.5 rounded-full bg-[var(--series-2)]" />{' '}
            {benchmarkName(result, t.result)}
          </li>
        ) : null}
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="h-2 w-3.5 rounded-sm bg-loss/35" /> {t.result.drawdown}
        </li>
      </ul>
      <div className="px-1 pb-1">
        <EquityChart account={account} benchmark={holding} scale={scale} />
      </div>
    </Panel>
  )
}
