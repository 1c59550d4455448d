import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '@/api/http'
import type {
  Integrity,
  Page,
  Run,
  RunLine,
  RunRequest,
  RunState,
  RunStatus,
  Verification,
} from '@/api/types'
import { followRun } from './followed-runs'

export const runKey = (id: string) => ['run', id] as const

export function isFinal(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running'
}

/** A run without its long series: those come as numbers of their own (`useRunSeries`). */
export const fetchRun = (id: string) => call<Run>('GET', `/backtest/${id}`, { query: { series: false } })

/** A run with its result. While it is not final it is asked for anew, should the live line be silent. */
export function useRun(id: string | null) {
  return useQuery({
    queryKey: runKey(id ?? ''),
    queryFn: () => fetchRun(id ?? ''),
    enabled: id !== null,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data.status) ? 4_000 : false),
  })
}

export type RunsQuery = { page: number; q?: string; status?: string; sort?: string }

export function useRuns({ page, ...rest }: RunsQuery) {
  return useQuery({
    queryKey: ['runs', 'list', page, rest],
    queryFn: () =>
      call<Page<RunLine>>('GET', '/backtests', {
        query: { page, page_size: 20, sort: '-created_at', ...rest },
      }),
    placeholderData: (before) => before,
    // Runs that were not started in this page have no live line: the list asks as long as one is on its way.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => !isFinal(status)) ? 4_000 : false,
  })
}

export function useStartRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: RunRequest) => call<RunState>('POST', '/backtest/run', { body: request }),
    onSuccess: (state) => {
      client.setQueryData<Run>(runKey(state.id), { ...state, result: null })
      void client.invalidateQueries({ queryKey: ['runs'] })
      followRun(state.id)
    },
  })
}

export function useCancelRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call<RunState>('POST', `/backtest/${id}/cancel`),
    onSettled: (_state, _problem, id) => client.invalidateQueries({ queryKey: runKey(id) }),
  })
}

export function useDeleteRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/backtest/${id}`),
    onSuccess: (_nothing, id) => {
      client.removeQueries({ queryKey: runKey(id) })
      return client.invalidateQueries({ queryKey: ['runs'] })
    },
  })
}

export function useVerify() {
  return useMutation({ mutationFn: (id: string) => call<Verification>('POST', `/backtest/${id}/verify`) })
}

export function useAskSecondEngine() {
  return useMutation({
    mutationFn: (id: string) => call<Integrity['engines']>('POST', `/backtest/${id}/engines`),
  })
}
