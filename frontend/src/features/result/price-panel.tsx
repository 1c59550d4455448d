'use client'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import type { Result, Run, Trade } from '@/api/types'
import { Select } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/waiting'
import { useText } from '@/language/language'
import { ChartLegend } from './chart-legend'
import { usePrices } from './prices'

const PriceChart = dynamic(() => import('@/features/chart/price-chart').then((module) => module.PriceChart), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-[380px]" />,
})

type PricePanelProps = { run: Run; result: Result; focus: Trade | null }
type Kind = 'candles' | 'line'

const ROOM_FOR_CANDLES = 700

/** Prices of one symbol of the run, with its trades and indicators. */
export function PricePanel({ run, result, focus }: PricePanelProps) {
  const t = useText()
  const certificates = result.integrity.data
  const symbols = [
    ...new Set([
      ...result.trade_log.map((trade) => trade.symbol),
      ...certificates.map((one) => one.origin.symbol),
    ]),
  ]
  const [chosen, setChosen] = useState<string | null>(null)
  const symbol = chosen ?? focus?.symbol ?? symbols[0] ?? ''
  const origin = certificates.find((one) => one.origin.symbol === symbol)?.origin
  const prices = usePrices({
    symbol,
    timeframe: origin?.timeframe ?? '1d',
    start: run.settings.start,
    end: run.settings.end,
    adjustment: run.settings.adjustment,
  })
  const [kind, setKind] = useState<Kind | null>(null)
  const shownKind = kind ?? ((prices.data?.length ?? 0) > ROOM_FOR_CANDLES && !focus ? 'line' : 'candles')
  const trades = useMemo(() => result.trade_log.filter((trade) => trade.symbol === symbol), [result, symbol])
  const indicators = useMemo(
    () => result.indicators.filter((line) => line.symbol === symbol),
    [result, symbol],
  )

  return (
    <Panel>
      <PanelHead
        title={t.result.price}
        actions={
          <>
            {symbols.length > 1 ? (
              <Select
                aria-label={t.result.symbol}
                className="h-7 w-auto text-xs"
                value={symbol}
                onChange={(event) => setChosen(event.target.value)}
              >
                {symbols.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </Select>
            ) : null}
            <Segmented<Kind>
              label={t.result.chartKind}
              value={shownKind}
              onChange={setKind}
              options={[
                { value: 'line', label: t.result.line },
                { value: 'candles', label: t.result.candles },
              ]}
            />
          </>
        }
      />
      <ChartLegend trades={trades} indicators={indicators} />
      <div className="px-1 pb-1">
        {prices.isError ? (
          <ProblemNote className="m-3" problem={prices.error} onRetry={() => void prices.refetch()} />
        ) : prices.data ? (
          <PriceChart
            bars={prices.data}
            trades={trades}
            indicators={indicators}
            kind={shownKind}
            focus={focus}
          />
        ) : (
          <Skeleton className="m-3 h-[380px]" />
        )}
      </div>
    </Panel>
  )
}
