'use client'
import {
  CandlestickSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type MouseEventParams,
  PriceScaleMode,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Bar, Trade } from '@/api/types'
import { axisPrice, day, number } from '@/design/figures'
import type { DrawnLine } from '@/features/result/run-series'
import { useText } from '@/language/language'
import { type ChartTheme, faded, useChartTheme } from './chart-theme'
import { followDensity } from './follow-density'
import { panesOfLines } from './indicator-name'
import type { Density } from './marker-density'
import type { Scale } from './scale-switch'
import { useSharedCursor } from './shared-cursor'
import { pointsOf, positionAt, seconds } from './time-points'
import { markersOf } from './trade-markers'
import { pathsOf, TradePaths } from './trade-paths'
import { useChart } from './use-chart'

export type PriceChartProps = {
  bars: readonly Bar[]
  trades?: readonly Trade[]
  indicators?: readonly DrawnLine[]
  kind: 'candles' | 'line'
  scale?: Scale
  focus?: Trade | null
  height?: number
}

const NO_TRADES: readonly Trade[] = []
const NO_LINES: readonly DrawnLine[] = []
const INDICATOR_COLOURS = ['series-3', 'series-4', 'series-5', 'series-1'] as const

/** Prices with their thousands; below zero, where the axis has room but no price goes, nothing. */
const asPrice = (value: number) => (value < 0 ? '' : axisPrice(value))
const asFigure = (value: number) => number(value, Math.abs(value) < 100 ? 2 : 0)

const written = (formatter: (value: number) => string, minMove: number) => ({
  priceFormat: { type: 'custom' as const, formatter, minMove },
})

function priceFormat(bars: readonly Bar[]) {
  if (bars.some(({ low }) => low < 0)) return written((value) => axisPrice(value), 0.01)
  return written(asPrice, bars.some(({ low }) => low < 1) ? 0.000001 : 0.01)
}

function addPrice(chart: IChartApi, theme: ChartTheme, bars: readonly Bar[], kind: PriceChartProps['kind']) {
  if (kind === 'line') {
    const series = chart.addSeries(LineSeries, {
      color: theme['ink-soft'],
      lineWidth: 1,
      priceLineVisible: false,
      ...priceFormat(bars),
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
    ...priceFormat(bars),
  })
  series.setData(bars.map((bar) => ({ ...bar, time: seconds(bar.timestamp) })))
  return series
}

function addIndicators(chart: IChartApi, theme: ChartTheme, indicators: readonly DrawnLine[]) {
  const panes = panesOfLines(indicators)
  return indicators.map((line, index) => {
    const series = chart.addSeries(
      LineSeries,
      {
        color: theme[INDICATOR_COLOURS[index % INDICATOR_COLOURS.length] ?? 'series-3'],
        lineWidth: 1,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
        ...(line.overlay ? {} : written(asFigure, 0.0001)),
      },
      panes[index] ?? 0,
    )
    series.setData(pointsOf(line))
    for (const price of line.levels ?? []) {
      series.createPriceLine({
        price,
        color: theme['ink-faint'],
        lineWidth: 1,
        lineStyle: LineStyle.Dashed,
        title: '',
      })
    }
    return series
  })
}

const MARGIN = 0.015

/** All bars, with room on both sides for the marker of a trade on the first or last of them. */
function showAll(chart: IChartApi, bars: number) {
  const room = Math.max(1, bars * MARGIN)
  chart.timeScale().setVisibleLogicalRange({ from: -room, to: bars - 1 + room })
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
  trades = NO_TRADES,
  indicators = NO_LINES,
  kind,
  scale = 'linear',
  focus = null,
  height = 380,
}: PriceChartProps) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const theme = useChartTheme()
  const chart = useChart(box, theme)
  const times = useMemo(() => bars.map((bar) => seconds(bar.timestamp)), [bars])
  const panes = Math.max(0, ...panesOfLines(indicators))
  const shown = useRef<readonly Bar[] | null>(null)
  const [density, setDensity] = useState<Density>('roomy')
  const cursor = useSharedCursor()
  const drawnPrice = useRef<ISeriesApi<'Line'> | ISeriesApi<'Candlestick'> | null>(null)

  useEffect(() => {
    if (!chart || !theme) return
    const price: ISeriesApi<'Line'> | ISeriesApi<'Candlestick'> = addPrice(chart, theme, bars, kind)
    drawnPrice.current = price
    const lines = addIndicators(chart, theme, indicators)
    // A pane begins with the scale of the one before it: indicators, which may be negative, keep the linear one.
    for (const [index, line] of lines.entries()) {
      if (!indicators[index]?.overlay) line.priceScale().applyOptions({ mode: PriceScaleMode.Normal })
    }
    const mode = scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal
    price.priceScale().applyOptions({ mode })
    price.attachPrimitive(
      new TradePaths(pathsOf(trades, times, bars.at(-1)?.close), { gain: theme.gain, loss: theme.loss }),
    )
    for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(index === 0 ? 3 : 1)
    if (shown.current !== bars) showAll(chart, bars.length)
    shown.current = bars
    const unfollow = followDensity(chart, price, markersOf(trades, times, theme, t.result.legend), setDensity)
    return () => {
      unfollow()
      drawnPrice.current = null
      for (const line of lines) chart.removeSeries(line)
      chart.removeSeries(price)
    }
  }, [chart, theme, bars, kind, scale, indicators, trades, times, t])

  useEffect(() => {
    if (chart && focus) focusOn(chart, focus)
  }, [chart, focus])

  useEffect(() => {
    if (!chart || !cursor) return
    const follow = (time: number | null) => {
      const bar = time === null ? undefined : bars[positionAt(times, time as UTCTimestamp)]
      const series = drawnPrice.current
      if (bar && series) chart.setCrosshairPosition(bar.close, seconds(bar.timestamp), series)
      else chart.clearCrosshairPosition()
    }
    // What another chart is pointed at comes without an event of a hand.
    const tell = ({ sourceEvent, time }: MouseEventParams) =>
      sourceEvent ? cursor.point((time as UTCTimestamp | undefined) ?? null, follow) : undefined
    chart.subscribeCrosshairMove(tell)
    const leave = () => cursor.point(null, follow)
    const element = chart.chartElement()
    element.addEventListener('pointerleave', leave)
    const unfollow = cursor.follow(follow)
    return () => {
      unfollow()
      element.removeEventListener('pointerleave', leave)
      chart.unsubscribeCrosshairMove(tell)
    }
  }, [chart, cursor, bars, times])

  const summary = t.result.chartSummary(bars.length, day(bars[0]?.timestamp), day(bars.at(-1)?.timestamp))
  return (
    <div className="relative">
      <div
        ref={box}
        role="img"
        aria-label={`${t.result.price}. ${summary}. ${t.result.tradesOnChart(trades.length)}.`}
        data-testid="price-chart"
        data-markers={trades.length}
        style={{ height: height + panes * 110 }}
      />
      {density === 'crowded' ? (
        <p className="pointer-events-none absolute top-1 left-3 z-10 rounded bg-surface/80 px-1 text-ink-soft text-xs">
          {t.result.crowded}
        </p>
      ) : null}
    </div>
  )
}
