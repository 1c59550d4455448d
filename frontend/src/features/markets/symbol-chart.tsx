'use client'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import type { Availability } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/waiting'
import { count, day } from '@/design/figures'
import { type Scale, ScaleSwitch } from '@/features/chart/scale-switch'
import { ChartLegend } from '@/features/result/chart-legend'
import { barsOf, useLines, usePrices } from '@/features/result/prices'
import { useText } from '@/language/language'
import { INDICATORS, IndicatorChips, type IndicatorId } from './indicator-chips'

const PriceChart = dynamic(() => import('@/features/chart/price-chart').then((module) => module.PriceChart), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-[400px]" />,
})

const ROOM_FOR_CANDLES = 1200
/** More bars than these are drawn from a line that the engine has thinned. */
const ROOM_FOR_BARS = 60_000

type SymbolChartProps = {
  symbol: string
  timeframe: Availability['timeframe']
  offered: readonly Availability['timeframe'][]
  series: Availability | null
  ready: boolean
  onTimeframe: (timeframe: Availability['timeframe']) => void
}

/** A market's prices by timeframe, with the indicators that one asks for. */
export function SymbolChart({ symbol, timeframe, offered, series, ready, onTimeframe }: SymbolChartProps) {
  const t = useText()
  const [scale, setScale] = useState<Scale>('linear')
  const [chosen, setChosen] = useState<readonly IndicatorId[]>([])
  const isLong = (series?.bars ?? 0) > ROOM_FOR_BARS
  const prices = usePrices({ symbol, timeframe }, ready && !isLong)
  const range = series && { symbol, timeframe, start: day(series.first), end: day(series.last) }
  const asked = chosen.flatMap((id) => INDICATORS[id].expressions)
  const lines = useLines(range, isLong ? ['close', ...asked] : asked)
  const [first] = lines.data ?? []
  const bars = useMemo(() => (isLong ? first && barsOf(first) : prices.data), [isLong, first, prices.data])
  const indicators = useMemo(
    () => (isLong ? (lines.data?.slice(1) ?? []) : (lines.data ?? [])),
    [isLong, lines.data],
  )
  const problem = prices.error ?? lines.error
  return (
    <Panel data-testid="symbol-chart">
      <PanelHead
        title={t.markets.chart}
        note={
          series
            ? `${series.source} · ${t.markets.range(day(series.first), day(series.last), count(series.bars))}`
            : undefined
        }
        actions={
          <>
            {offered.length > 1 ? (
              <Segmented
                label={t.markets.timeframe}
                value={timeframe}
                onChange={onTimeframe}
                options={offered.map((value) => ({ value, label: value }))}
              />
            ) : null}
            <ScaleSwitch value={scale} onChange={setScale} />
          </>
        }
      />
      <IndicatorChips chosen={chosen} busy={lines.isFetching} onChange={setChosen} />
      <ChartLegend trades={[]} indicators={asked.length > 0 ? indicators : []} />
      <div className="p-1">
        {problem ? (
          <ProblemNote
            className="m-3"
            problem={problem}
            onRetry={() => void (prices.error ? prices.refetch() : lines.refetch())}
          />
        ) : null}
        {bars ? (
          <PriceChart
            bars={bars}
            indicators={asked.length > 0 ? indicators : []}
            kind={isLong || bars.length > ROOM_FOR_CANDLES ? 'line' : 'candles'}
            scale={scale}
            height={400}
          />
        ) : problem ? null : (
          <Skeleton className="m-3 h-[400px]" />
        )}
      </div>
    </Panel>
  )
}
