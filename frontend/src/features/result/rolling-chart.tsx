'use client'
import { useMemo } from 'react'
import { number, percent } from '@/design/figures'
import { HeldCurves } from '@/features/chart/curves'
import { LargeChart } from '@/features/chart/large-chart'
import type { PlotPane } from '@/features/chart/large-plot'
import { useText } from '@/language/language'
import { rolling } from './returns'

type RollingChartProps = { times: Float64Array; returns: Float64Array; window: number; perYear: number }

/** Sharpe ratio and volatility of a moving window; where nothing moved there is no Sharpe ratio, and no line. */
export function RollingChart({ times, returns, window, perYear }: RollingChartProps) {
  const t = useText()
  const curves = useMemo(() => {
    const moving = rolling(returns, window, perYear)
    const known = window - 1
    return new HeldCurves(times.subarray(known), [
      moving.sharpe.subarray(known),
      moving.volatility.subarray(known),
    ])
  }, [times, returns, window, perYear])
  const panes = useMemo((): PlotPane[] => {
    const { sharpe, volatility } = t.statistics.names
    return [
      {
        weight: 1.4,
        write: (value) => number(value, 1),
        lines: [{ name: sharpe.label, colour: 'series-1', gaps: true }],
      },
      {
        weight: 1,
        write: (value) => percent(value, 0),
        lines: [{ name: volatility.label, colour: 'series-3' }],
      },
    ]
  }, [t])
  return <LargeChart label={t.result.rolling} curves={curves} panes={panes} height={260} />
}
