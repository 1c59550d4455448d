import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Page, StoredStrategy, Strategy, StrategyVersion } from '@/api/types'

export const STRATEGIES = ['strategies'] as const
export const strategyKey = (id: string) => ['strategy', id] as const
export const versionsKey = (id: string) => ['strategy', id, 'versions'] as const

export function useStrategies() {
  return useQuery({
    queryKey: STRATEGIES,
    queryFn: () =>
      call<Page<StoredStrategy>>('GET', '/strategies', { query: { page_size: 100, sort: '-updated_at' } }),
  })
}

export function useStrategy(id: string | null) {
  return useQuery({
    queryKey: strategyKey(id ?? ''),
    queryFn: () => call<StoredStrategy>('GET', `/strategies/${id}`),
    enabled: id !== null,
  })
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: versionsKey(id),
    queryFn: () =>
      call<Page<StrategyVersion>>('GET', `/strategies/${id}/versions`, {
        query: { page_size: 100 },
      }),
  })
}

export function useVersion(id: string, version: number) {
  return useQuery({
    queryKey: [...versionsKey(id), version],
    queryFn: () => call<StrategyVersion>('GET', `/strategies/${id}/versions/${version}`),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

function useSettled() {
  const client = useQueryClient()
  return (stored?: StoredStrategy) => {
    if (stored) client.setQueryData(strategyKey(stored.id), stored)
    void client.invalidateQueries({ queryKey: STRATEGIES })
    if (stored) void client.invalidateQueries({ queryKey: versionsKey(stored.id) })
  }
}

/** Writes a new version of a strategy. */
export function useSaveVersion(id: string) {
  const settled = useSettled()
  return useMutation({
    mutationFn: ({ strategy, message = '' }: { strategy: Strategy; message?: string }) =>
      call<StoredStrategy>('PATCH', `/strategies/${id}`, { body: { strategy, message } }),
    onSuccess: settled,
  })
}

export function useCreateStrategy() {
  const settled = useSettled()
  return useMutation({
    mutationFn: ({ strategy, message = '' }: { strategy: Strategy; message?: string }) =>
      call<StoredStrategy>('POST', '/strategies', { body: { strategy, message } }),
    onSuccess: settled,
  })
}

export function useDeleteStrategy() {
  const settled = useSettled()
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/strategies/${id}`),
    onSuccess: () => settled(),
  })
}

export function useUndelete() {
  const settled = useSettled()
  return useMutation({
    mutationFn: (id: string) => call<StoredStrategy>('POST', `/strategies/${id}/restore`),
    onSuccess: settled,
  })
}
