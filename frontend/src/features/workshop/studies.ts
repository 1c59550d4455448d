import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { RunRequest, Study } from '@/api/types'
import { isFinal } from '@/features/run/runs'
import { useKept } from '@/features/shell/use-kept'

export type StudyAsk = { kind: 'sweep' | 'validation' } & Record<string, unknown>

const studyKey = (id: string | null) => ['study', id] as const

/** One study in its slot of a strategy: started, followed, cancelled; found again after the page was closed. */
export function useStudy<Found>(slot: string, strategyId: string) {
  const client = useQueryClient()
  const [id, setId] = useKept<string | null>(`vibe.study.${slot}.${strategyId}`, null)
  const study = useQuery({
    queryKey: studyKey(id),
    queryFn: () => call<Study<Found>>('GET', `/studies/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data.status) ? 700 : false),
    retry: false,
  })
  const start = useMutation({
    mutationFn: ({ request, ask }: { request: RunRequest; ask: StudyAsk }) =>
      call<Study<Found>>('POST', '/studies', { body: { request, ...ask } }),
    onSuccess: (state) => {
      client.setQueryData(studyKey(state.id), { ...state, result: null })
      setId(state.id)
    },
  })
  const cancel = useMutation({
    mutationFn: () => call<void>('POST', `/studies/${id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: studyKey(id) }),
  })
  const data = id === null ? undefined : study.data
  return { study: data, lost: study.isError ? study.error : null, start, cancel }
}
