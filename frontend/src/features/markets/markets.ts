import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Insight, Page, QualityReport, SymbolDetail, SymbolMatch, TopAssets } from '@/api/types'

export function useSymbols(words: string, enabled = true) {
  return useQuery({
    queryKey: ['symbols', words],
    queryFn: () => call<Page<SymbolMatch>>('GET', '/market/symbols', { query: { q: words, page_size: 40 } }),
    enabled,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}

export function useSymbol(symbol: string) {
  return useQuery({
    queryKey: ['symbol', symbol],
    queryFn: () =>
      call<SymbolDetail>('GET', `/market/symbols/${symbol.split('/').map(encodeURIComponent).join('/')}`),
    staleTime: 300_000,
  })
}

export function useQuality(symbol: string, timeframe: string) {
  return useQuery({
    queryKey: ['quality', symbol, timeframe],
    queryFn: () => call<QualityReport>('GET', '/market/quality', { query: { symbol, timeframe } }),
    staleTime: 300_000,
  })
}

export function useInsight(symbol: string) {
  return useQuery({
    queryKey: ['insight', symbol],
    queryFn: () => call<Insight>('GET', '/market/insight', { query: { asset: symbol } }),
    staleTime: 300_000,
    retry: false,
  })
}

export type RankingBy = TopAssets['by']

export function useTopAssets(by: RankingBy) {
  return useQuery({
    queryKey: ['top', by],
    queryFn: () => call<TopAssets>('GET', '/market/top', { query: { by, limit: 10 } }),
    placeholderData: (before) => before,
    staleTime: 300_000,
    retry: false,
  })
}
