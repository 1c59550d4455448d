import { useQuery } from '@tanstack/react-query'
import { download } from '@/api/http'

export const seriesKey = (id: string) => ['series', id] as const

/** The long series of a result: a million bars are 60 MB of numbers here, 250 MB of JSON otherwise. */
export async function fetchSeries(id: string) {
  const [{ readSeries }, content] = await Promise.all([
    import('./run-series'),
    download(`/backtest/${id}/series.msgpack`).then((file) => file.arrayBuffer()),
  ])
  return readSeries(content)
}

/** They are kept only a moment after their page was left. */
export function useRunSeries(id: string) {
  return useQuery({
    queryKey: seriesKey(id),
    queryFn: () => fetchSeries(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  })
}
