'use client'
import { useMemo } from 'react'
import { dayOf } from '@/design/figures'
import type { AccountSeries } from '@/features/result/run-series'
import { useText } from '@/language/language'
import { HeldCurves } from './curves'
import { equityLines } from './equity-lines'
import { LargeChart } from './large-chart'

type EquityChartProps = {
  times: Float64Array
  account: AccountSeries
  benchmark: (AccountSeries & { name: string }) | null
  scale: 'linear' | 'log'
  height?: number
}

/** The account against its benchmark, and below it how deep both fell. */
export function EquityChart({ times, account, benchmark, scale, height = 360 }: EquityChartProps) {
  const t = useText()
  const drawn = useMemo(
    () => equityLines(account, benchmark, t.result, scale === 'log'),
    [account, benchmark, t, scale],
  )
  const curves = useMemo(() => new HeldCurves(times, drawn.values), [times, drawn])
  const summary = t.result.chartSummary(times.length, dayOf(times[0]), dayOf(times.at(-1)))
  return (
    <LargeChart
      testId="equity-chart"
      label={`${t.result.equity}, ${t.result.drawdown}. ${summary}.`}
      curves={curves}
      panes={drawn.panes}
      height={height}
    />
  )
}
