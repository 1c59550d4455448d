'use client'
import { AreaSeries, LineSeries, LineStyle, PriceScaleMode } from 'lightweight-charts'
import { useEffect, useMemo, useRef } from 'react'
import type { Series } from '@/api/types'
import { count } from '@/design/figures'
import { useText } from '@/language/language'
import { faded, useChartTheme } from './chart-theme'
import { pointsOf } from './time-points'
import { useChart } from './use-chart'

type Curve = { equity: Series; drawdown: Series }
type EquityChartProps = { account: Curve; benchmark: Curve | null; scale: 'linear' | 'log'; height?: number }

const asPercent = (value: number) => `${(value * 100).toFixed(0)}%`

/** The account against its benchmark, and below it how deep both fell. */
export function EquityChart({ account, benchmark, scale, height = 360 }: EquityChartProps) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const theme = useChartTheme()
  const chart = useChart(box, theme)
  const curves = useMemo(
    () => ({
      equity: pointsOf(account.equity),
      drawdown: pointsOf(account.drawdown),
      benchmarkEquity: benchmark ? pointsOf(benchmark.equity) : [],
      benchmarkDrawdown: benchmark ? pointsOf(benchmark.drawdown) : [],
    }),
    [account, benchmark],
  )

  useEffect(() => {
    if (!chart || !theme) return
    const quiet = { priceLineVisible: false, lastValueVisible: false, lineWidth: 1 } as const
    const money = { type: 'custom' as const, formatter: (value: number) => count(value), minMove: 0.01 }
    const share = { type: 'custom' as const, formatter: asPercent, minMove: 0.0001 }
    const made = [
      chart.addSeries(LineSeries, {
        ...quiet,
        color: theme['series-2'],
        lineStyle: LineStyle.Solid,
        priceFormat: money,
      }),
      chart.addSeries(LineSeries, { ...quiet, color: theme['series-1'], lineWidth: 2, priceFormat: money }),
      chart.addSeries(LineSeries, { ...quiet, color: theme['series-2'], priceFormat: share }, 1),
      chart.addSeries(
        AreaSeries,
        {
          ...quiet,
          lineColor: theme.loss,
          topColor: faded(theme.loss, 0.05),
          bottomColor: faded(theme.loss, 0.28),
          invertFilledArea: true,
          priceFormat: share,
        },
        1,
      ),
    ] as const
    made[0].setData(curves.benchmarkEquity)
    made[1].setData(curves.equity)
    made[2].setData(curves.benchmarkDrawdown)
    made[3].setData(curves.drawdown)
    for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(index === 0 ? 2.4 : 1)
    chart.timeScale().fitContent()
    return () => {
      for (const series of made) chart.removeSeries(series)
    }
  }, [chart, theme, curves])

  useEffect(() => {
    const mode = scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal
    chart?.priceScale('right', 0).applyOptions({ mode })
  }, [chart, scale])

  const first = Object.keys(account.equity)[0]?.slice(0, 10) ?? ''
  const last = Object.keys(account.equity).at(-1)?.slice(0, 10) ?? ''
  return (
    <div
      ref={box}
      role="img"
      aria-label={`${t.result.equity}, ${t.result.drawdown}. ${t.result.chartSummary(curves.equity.length, first, last)}.`}
      data-testid="equity-chart"
      style={{ height }}
    />
  )
}
