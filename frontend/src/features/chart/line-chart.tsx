'use client'
import { LineSeries, LineType } from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import type { Series } from '@/api/types'
import { type ChartTheme, useChartTheme } from './chart-theme'
import { pointsOf } from './time-points'
import { useChart } from './use-chart'

export type Line = {
  name: string
  values: Series
  colour: keyof ChartTheme
  pane: number
  kind: 'plain' | 'percent' | 'step'
}
type LineChartProps = { label: string; lines: readonly Line[]; height?: number; scale?: 'linear' | 'log' }

const asPercent = (value: number) => `${(value * 100).toFixed(1)}%`

/** Lines over time, in one or more panes, with the names of what they are above. */
export function LineChart({ label, lines, height = 260 }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const theme = useChartTheme()
  const chart = useChart(box, theme)

  useEffect(() => {
    if (!chart || !theme) return
    const made = lines.map((line) => {
      const series = chart.addSeries(
        LineSeries,
        {
          color: theme[line.colour],
          lineWidth: 1,
          lineType: line.kind === 'step' ? LineType.WithSteps : LineType.Simple,
          priceLineVisible: false,
          lastValueVisible: false,
          ...(line.kind === 'percent'
            ? { priceFormat: { type: 'custom' as const, formatter: asPercent, minMove: 0.0001 } }
            : {}),
        },
        line.pane,
      )
      series.setData(pointsOf(line.values))
      return series
    })
    chart.timeScale().fitContent()
    return () => {
      for (const series of made) chart.removeSeries(series)
    }
  }, [chart, theme, lines])

  return (
    <div className="px-1 pb-1">
      {lines.length > 1 ? (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 px-3 pt-2.5 text-ink-soft text-xs">
          {lines.map((line) => (
            <li key={line.name} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="h-0.5 w-3.5 rounded-full"
                style={{ background: `var(--${line.colour})` }}
              />{' '}
              {line.name}
            </li>
          ))}
        </ul>
      ) : null}
      <div ref={box} role="img" aria-label={label} style={{ height }} />
    </div>
  )
}
