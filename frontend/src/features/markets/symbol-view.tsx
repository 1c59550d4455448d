'use client'
import { MessageSquareText } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { day, price } from '@/design/figures'
import { usePrices } from '@/features/result/prices'
import { bestSeries, useAvailability } from '@/features/run/availability'
import { useText } from '@/language/language'
import { InsightPanel } from './insight-panel'
import { useSymbol } from './markets'
import { QualityPanel } from './quality-panel'
import { SymbolChart } from './symbol-chart'

const ORDER = ['1m', '5m', '15m', '30m', '1h', '2h', '4h', '1d', '1w', '1mo', '3mo'] as const

/** One market: its chart by timeframe, the quality of its data, and what is known about it now. */
export function SymbolView({ symbol }: { symbol: string }) {
  const t = useText()
  const detail = useSymbol(symbol)
  const availability = useAvailability(symbol)
  const offered = ORDER.filter((timeframe) =>
    availability.data?.items.some((one) => one.timeframe === timeframe),
  )
  const [chosen, setChosen] = useState<(typeof ORDER)[number] | null>(null)
  const timeframe = chosen ?? (offered.includes('1d') ? '1d' : (offered[0] ?? '1d'))
  const series = bestSeries(availability.data?.items ?? [], timeframe)
  const lastDay = series ? day(series.last) : ''
  const prices = usePrices(
    { symbol, timeframe: '1d', start: lastDay },
    offered.includes('1d') && lastDay !== '',
  )
  const last = prices.data?.at(-1)
  if (detail.isError) return <ProblemNote problem={detail.error} onRetry={() => void detail.refetch()} />
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold text-lg tracking-tight">
            {symbol}
            {detail.data ? <Badge>{t.markets.market[detail.data.instrument.market]}</Badge> : null}
            {series?.source === 'sample' || series?.source.startsWith('sample') ? (
              <Badge tone="caution">{t.markets.sample}</Badge>
            ) : null}
          </h2>
          <p className="text-[13px] text-ink-soft">{detail.data?.instrument.name}</p>
        </div>
        {last ? (
          <p className="figures ml-auto text-right">
            <span className="font-semibold text-lg">{price(last.close)}</span>
            <span className="block text-ink-faint text-xs">
              {t.markets.lastClose} {day(last.timestamp)}
            </span>
          </p>
        ) : null}
        <Button size="small" asChild>
          <Link href={`/chat/?idea=${encodeURIComponent(symbol)}`}>
            <MessageSquareText /> {t.markets.testIdea}
          </Link>
        </Button>
      </header>
      <SymbolChart
        symbol={symbol}
        timeframe={timeframe}
        offered={offered}
        series={series}
        ready={availability.isSuccess}
        onTimeframe={setChosen}
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <InsightPanel symbol={symbol} />
        <QualityPanel symbol={symbol} timeframe={timeframe} />
      </div>
    </div>
  )
}
