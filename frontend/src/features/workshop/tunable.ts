import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { RunRequest, StoredStrategy, Strategy } from '@/api/types'
import { setAt } from '@/features/strategy/document-patch'
import type { Values } from './session-wire'

/** A run of a document as it stands on the bench. */
export type BenchRequest = Omit<RunRequest, 'strategy'> & { strategy: Strategy }

/** The document with its literal numbers lifted to parameters; it means the same. */
export function useTunable(stored: StoredStrategy) {
  return useQuery({
    queryKey: ['tunable', stored.id, stored.version],
    queryFn: async () =>
      (
        await call<{ document: Strategy }>('POST', '/strategies/tunable', {
          body: { document: stored.strategy },
        })
      ).document,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The values that differ from the document's. */
export function movedOf(strategy: Strategy, values: Values): Values {
  const moved = strategy.parameters.filter(({ name, value }) => name in values && values[name] !== value)
  return Object.fromEntries(moved.map(({ name }) => [name, values[name] as number]))
}

/** The document with other values of its parameters. */
export function withValues(strategy: Strategy, values: Values): Strategy {
  return Object.entries(values).reduce(
    (document, [name, value]) => setAt(document, `parameters.${name}`, value),
    strategy,
  )
}
