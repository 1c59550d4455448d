import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Availability, Frequency, Page, Strategy, Timeframe } from '@/api/types'

export const availabilityOf = (symbol: string) =>
  queryOptions({
    queryKey: ['availability', symbol],
    queryFn: () => call<Page<Availability>>('GET', '/market/availability', { query: { symbol } }),
    staleTime: 300_000,
  })

export const useAvailability = (symbol: string) => useQuery(availabilityOf(symbol))

/** The longest series for a timeframe. */
export function bestSeries(series: readonly Availability[], timeframe: Timeframe): Availability | null {
  const fitting = series.filter((one) => one.timeframe === timeframe)
  return fitting.reduce<Availability | null>(
    (best, one) => (best && best.bars >= one.bars ? best : one),
    null,
  )
}

/** How many entries a run over a range can be expected to see. */
export function useFrequency(strategy: Strategy, range: { start: string; end: string }, enabled: boolean) {
  return useQuery({
    queryKey: ['frequency', strategy, range],
    queryFn: () => call<Frequency>('POST', '/signals/frequency', { body: { strategy, ...range } }),
    enabled,
    retry: false,
    staleTime: 600_000,
  })
}
