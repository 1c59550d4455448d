import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { RunRequest, StoredStrategy, Study } from '@/api/types'
import { isFinal } from '@/features/run/runs'
import { useKept } from '@/features/shell/use-kept'

const studyKey = (id: string | null) => ['study', id] as const

/** One study of a strategy: started, followed, cancelled; found again after the page was closed. */
export function useStudy<Found>(kind: 'sweep' | 'validation', stored: StoredStrategy) {
  const client = useQueryClient()
  const [id, setId] = useKept<string | null>(`vibe.study.${kind}.${stored.id}`, null)
  const study = useQuery({
    queryKey: studyKey(id),
    queryFn: () => call<Study<Found>>('GET', `/studies/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data.status) ? 1_000 : false),
    retry: false,
  })
  const start = useMutation({
    mutationFn: ({ run, ask }: { run: RunRequest; ask: Record<string, unknown> }) =>
      call<Study<Found>>('POST', '/studies', {
        body: { kind, request: { ...run, strategy: stored.strategy }, ...ask },
      }),
    onSuccess: (state) => {
      client.setQueryData(studyKey(state.id), { ...state, result: null })
      setId(state.id)
    },
  })
  const cancel = useMutation({
    mutationFn: () => call<void>('POST', `/studies/${id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: studyKey(id) }),
  })
  return { study, start, cancel }
}
