import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { call } from '@/api/http'
import type { Page, RunLine } from '@/api/types'

/** The run that the pane shows: the one in the address, else the newest of this strategy. */
export function usePaneRun(strategyId: string) {
  const query = useSearchParams()
  const router = useRouter()
  const inAddress = query.get('run')
  const newest = useQuery({
    queryKey: ['runs', 'newest', strategyId],
    queryFn: () =>
      call<Page<RunLine>>('GET', '/backtests', {
        query: { strategy_id: strategyId, page_size: 1, sort: '-created_at' },
      }),
    enabled: inAddress === null,
  })
  const openRun = (id: string) => {
    const next = new URLSearchParams(window.location.search)
    next.set('run', id)
    router.replace(`${window.location.pathname}?${next}`, { scroll: false })
  }
  const found = newest.data?.items.find((run) => run.strategy_id === strategyId)
  return { runId: inAddress ?? found?.id ?? null, isRunAsked: inAddress !== null, openRun }
}
