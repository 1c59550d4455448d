import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Bar } from '@/api/types'

export type PriceQuery = {
  symbol: string
  timeframe: string
  start?: string
  end?: string
  adjustment?: string
}

export function usePrices(query: PriceQuery, enabled = true) {
  return useQuery({
    queryKey: ['prices', query],
    queryFn: () => call<Bar[]>('GET', '/market/data', { query }),
    enabled: enabled && query.symbol !== '',
    staleTime: 300_000,
  })
}
