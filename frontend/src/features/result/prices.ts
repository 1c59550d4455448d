import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Bar, IndicatorLine, Timeframe } from '@/api/types'
import type { DrawnLine } from './run-series'

export type PriceQuery = {
  symbol: string
  timeframe: string
  start?: string
  end?: string
  adjustment?: string
  limit?: number
}

export function usePrices(query: PriceQuery, enabled = true) {
  return useQuery({
    queryKey: ['prices', query],
    queryFn: () => call<Bar[]>('GET', '/market/data', { query }),
    enabled: enabled && query.symbol !== '',
    staleTime: 300_000,
    gcTime: 30_000,
  })
}

const drawn = ({ values, ...line }: IndicatorLine): DrawnLine => {
  const stamps = Object.keys(values).sort()
  return {
    ...line,
    times: Float64Array.from(stamps, (stamp) => Date.parse(stamp) / 1000),
    values: Float64Array.from(stamps, (stamp) => values[stamp] ?? Number.NaN),
  }
}

type LinesQuery = Required<Pick<PriceQuery, 'symbol' | 'timeframe' | 'start' | 'end'>> & {
  adjustment?: string
}

/** Expressions over the bars of a symbol, as the engine computes them; long ones come thinned for the eye. */
export function useLines(query: LinesQuery | null, expressions: readonly string[]) {
  return useQuery({
    queryKey: ['lines', query, expressions],
    queryFn: async () => {
      if (query === null) return []
      const { symbol, timeframe, start, end, adjustment = 'all' } = query
      const strategy = {
        name: symbol,
        universe: [symbol],
        timeframe: timeframe as Timeframe,
        rules: [{ id: 'r1', action: 'enter_long', when: 'close > 0' }],
      }
      const { indicators } = await call<{ indicators: IndicatorLine[] }>('POST', '/indicators/preview', {
        body: { strategy, start, end, adjustment, expressions },
      })
      return indicators.map(drawn)
    },
    enabled: query !== null && expressions.length > 0,
    staleTime: 300_000,
    gcTime: 60_000,
  })
}

/** A line as bars without height: for a stretch that is too long to ask for every bar. */
export function barsOf({ times, values }: DrawnLine): Bar[] {
  return Array.from(times, (time, index) => {
    const value = values[index] as number
    const timestamp = new Date(time * 1000).toISOString()
    return { timestamp, open: value, high: value, low: value, close: value, volume: 0 }
  })
}
