'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import type { Result, Run, Trade } from '@/api/types'
import { Select } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/waiting'
import { type Scale, ScaleSwitch } from '@/features/chart/scale-switch'
import { useText } from '@/language/language'
import { ChartLegend } from './chart-legend'
import { levelsOf } from './level-lines'
import type { DrawnLine, RunSeries } from './run-series'
import { TradeStepper } from './trade-stepper'
import { useRunPrices } from './use-run-prices'

const PriceChart = dynamic(() => import('@/features/chart/price-chart').then((module) => module.PriceChart), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-[380px]" />,
})

type PricePanelProps = {
  run: Run
  result: Result
  series: UseQueryResult<RunSeries>
  focus: Focus | null
  onFocus: (trade: Trade) => void
}
/** A trade to look at; a new object each time it is asked for. */
export type Focus = { trade: Trade }
type Kind = 'candles' | 'line'

const ROOM_FOR_CANDLES = 700
const NO_LINES: readonly DrawnLine[] = []

/** Prices of one symbol of the run, with its trades and indicators. */
export function PricePanel({ run, result, series, focus: asked, onFocus }: PricePanelProps) {
  const t = useText()
  const focus = useMemo(() => (asked ? { ...asked.trade } : null), [asked])
  const symbols = [
    ...new Set([
      ...result.trade_log.map((trade) => trade.symbol),
      ...result.integrity.data.map((one) => one.origin.symbol),
    ]),
  ]
  const [chosen, setChosen] = useState<{ symbol: string; during: Focus | null } | null>(null)
  const [kind, setKind] = useState<Kind | null>(null)
  const [scale, setScale] = useState<Scale>('linear')
  // Whoever jumps to a trade sees its market, whoever then chooses another one sees that.
  const symbol =
    (chosen?.during === asked ? chosen?.symbol : undefined) ??
    focus?.symbol ??
    chosen?.symbol ??
    symbols[0] ??
    ''
  const prices = useRunPrices(run, result, symbol, focus)
  const manyBars = (prices.data?.length ?? 0) > ROOM_FOR_CANDLES
  const shownKind = prices.isThinned ? 'line' : (kind ?? (manyBars && !focus ? 'line' : 'candles'))
  const trades = useMemo(() => result.trade_log.filter((trade) => trade.symbol === symbol), [result, symbol])
  const lines = series.data?.lines ?? NO_LINES
  const indicators = useMemo(
    () =>
      lines
        .filter((line) => line.symbol === symbol)
        .map((line) => ({ ...line, levels: levelsOf(line, result.code, run.settings.overrides) })),
    [lines, symbol, result, run],
  )

  return (
    <Panel>
      <PanelHead
        title={t.result.price}
        note={prices.isThinned ? `${t.result.zone}. ${t.result.thinned}` : t.result.zone}
        actions={
          <>
            {symbols.length > 1 ? (
              <Select
                aria-label={t.result.symbol}
                className="h-7 w-auto text-xs"
                value={symbol}
                onChange={(event) => setChosen({ symbol: event.target.value, during: asked })}
              >
                {symbols.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </Select>
            ) : null}
            <TradeStepper trades={trades} at={asked?.trade ?? null} onStep={onFocus} />
            {prices.isThinned ? null : (
              <Segmented<Kind>
                label={t.result.chartKind}
                value={shownKind}
                onChange={setKind}
                options={[
                  { value: 'line', label: t.result.line },
                  { value: 'candles', label: t.result.candles },
                ]}
              />
            )}
            <ScaleSwitch value={scale} onChange={setScale} />
          </>
        }
      />
      <ChartLegend trades={trades} indicators={indicators} />
      <div className="px-1 pb-1">
        {prices.error ? (
          <ProblemNote className="m-3" problem={prices.error} onRetry={() => void prices.refetch()} />
        ) : prices.data ? (
          <PriceChart
            bars={prices.data}
            trades={trades}
            indicators={indicators}
            kind={shownKind}
            scale={scale}
            focus={focus}
          />
        ) : (
          <Skeleton className="m-3 h-[380px]" />
        )}
      </div>
    </Panel>
  )
}
