'use client'
import {
  CandlestickSeries,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useMemo, useRef } from 'react'
import type { Bar, IndicatorLine, Trade } from '@/api/types'
import { day } from '@/design/figures'
import { useText } from '@/language/language'
import { type ChartTheme, faded, useChartTheme } from './chart-theme'
import { barAt, pointsOf, seconds } from './time-points'
import { markersOf } from './trade-markers'
import { type TradePath, TradePaths } from './trade-paths'
import { useChart } from './use-chart'

export type PriceChartProps = {
  bars: readonly Bar[]
  trades?: readonly Trade[]
  indicators?: readonly IndicatorLine[]
  kind: 'candles' | 'line'
  focus?: Trade | null
  height?: number
}

const INDICATOR_COLOURS = ['series-3', 'series-4', 'series-5', 'series-1'] as const

function addPrice(chart: IChartApi, theme: ChartTheme, bars: readonly Bar[], kind: PriceChartProps['kind']) {
  if (kind === 'line') {
    const series = chart.addSeries(LineSeries, {
      color: theme['ink-soft'],
      lineWidth: 1,
      priceLineVisible: false,
    })
    series.setData(bars.map((bar) => ({ time: seconds(bar.timestamp), value: bar.close })))
    return series
  }
  const series = chart.addSeries(CandlestickSeries, {
    upColor: faded(theme.gain, 0.85),
    downColor: faded(theme.loss, 0.85),
    wickUpColor: theme.gain,
    wickDownColor: theme.loss,
    borderVisible: false,
    priceLineVisible: false,
  })
  series.setData(bars.map((bar) => ({ ...bar, time: seconds(bar.timestamp) })))
  return series
}

function addIndicators(chart: IChartApi, theme: ChartTheme, indicators: readonly IndicatorLine[]) {
  let pane = 0
  return indicators.map((line, index) => {
    if (!line.overlay) pane += 1
    const series = chart.addSeries(
      LineSeries,
      {
        color: theme[INDICATOR_COLOURS[index % INDICATOR_COLOURS.length] ?? 'series-3'],
        lineWidth: 1,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
      },
      line.overlay ? 0 : pane,
    )
    series.setData(pointsOf(line.values))
    return series
  })
}

function pathsOf(trades: readonly Trade[], times: readonly UTCTimestamp[]): TradePath[] {
  return trades.flatMap((trade) => {
    const from = barAt(times, seconds(trade.entry_time))
    const to = trade.exit_time ? barAt(times, seconds(trade.exit_time)) : (times.at(-1) ?? null)
    if (from === null || to === null) return []
    const exit = trade.exit_price ?? trade.entry_price
    return [{ from, to, entry: trade.entry_price, exit, stop: trade.stop_price, target: trade.target_price }]
  })
}

function focusOn(chart: IChartApi, trade: Trade) {
  const from = seconds(trade.entry_time)
  const to = trade.exit_time ? seconds(trade.exit_time) : from
  const room = Math.max((to - from) * 0.6, 30 * 86_400)
  chart.timeScale().setVisibleRange({ from: (from - room) as Time, to: (to + room) as Time })
}

/** Prices with the trades on them, and the indicators that the rules read. */
export function PriceChart({
  bars,
  trades = [],
  indicators = [],
  kind,
  focus = null,
  height = 380,
}: PriceChartProps) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const theme = useChartTheme()
  const chart = useChart(box, theme)
  const times = useMemo(() => bars.map((bar) => seconds(bar.timestamp)), [bars])
  const panes = indicators.filter((line) => !line.overlay).length
  const shown = useRef<readonly Bar[] | null>(null)

  useEffect(() => {
    if (!chart || !theme) return
    const price: ISeriesApi<'Line'> | ISeriesApi<'Candlestick'> = addPrice(chart, theme, bars, kind)
    const lines = addIndicators(chart, theme, indicators)
    createSeriesMarkers<Time>(price, markersOf(trades, times, theme, t.result.legend))
    price.attachPrimitive(new TradePaths(pathsOf(trades, times), { gain: theme.gain, loss: theme.loss }))
    for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(index === 0 ? 3 : 1)
    if (shown.current !== bars) chart.timeScale().fitContent()
    shown.current = bars
    return () => {
      for (const line of lines) chart.removeSeries(line)
      chart.removeSeries(price)
    }
  }, [chart, theme, bars, kind, indicators, trades, times, t])

  useEffect(() => {
    if (chart && focus) focusOn(chart, focus)
  }, [chart, focus])

  const summary = t.result.chartSummary(bars.length, day(bars[0]?.timestamp), day(bars.at(-1)?.timestamp))
  return (
    <div
      ref={box}
      role="img"
      aria-label={`${t.result.price}. ${summary}. ${t.result.tradesOnChart(trades.length)}.`}
      data-testid="price-chart"
      data-markers={trades.length}
      style={{ height: height + panes * 110 }}
    />
  )
}
