import { createChart, type IChartApi } from 'lightweight-charts'
import { type RefObject, useEffect, useState } from 'react'
import { chartOptions } from './chart-options'
import type { ChartTheme } from './chart-theme'

/** A chart in a box: made when the box and the colours are there, removed with it. */
export function useChart(box: RefObject<HTMLDivElement | null>, theme: ChartTheme | null): IChartApi | null {
  const [chart, setChart] = useState<IChartApi | null>(null)
  const ready = theme !== null

  // biome-ignore lint/correctness/useExhaustiveDependencies: later colours are applied below, without a new chart
  useEffect(() => {
    if (!box.current || !theme) return
    const made = createChart(box.current, chartOptions(theme))
    setChart(made)
    return () => {
      setChart(null)
      // Its series are taken off by effects that end after this one; the chart must still stand then.
      queueMicrotask(() => made.remove())
    }
  }, [box, ready])

  useEffect(() => {
    if (chart && theme) chart.applyOptions(chartOptions(theme))
  }, [chart, theme])
  return chart
}
