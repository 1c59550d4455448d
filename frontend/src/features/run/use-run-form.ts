import { useState } from 'react'
import type { StoredStrategy } from '@/api/types'
import { useMe } from '@/features/auth/session'
import { bestSeries, useAvailability } from './availability'
import { defaults, problemsOf, type RunForm } from './run-form-state'

/** What stands in the run form of a strategy: sensible values, and over them what a person changed. */
export function useRunForm({ strategy }: StoredStrategy) {
  const me = useMe()
  const symbol = strategy.universe[0] ?? ''
  const availability = useAvailability(symbol)
  const series = bestSeries(availability.data?.items ?? [], strategy.timeframe)
  const [changes, setChanges] = useState<Partial<RunForm>>({})
  const form = { ...defaults(strategy, series, me.data), ...changes }
  const wrong = problemsOf(form)
  return {
    form,
    series,
    symbol,
    searching: availability.isPending,
    valid: !availability.isPending && !wrong.range && !wrong.cash,
    change: (change: Partial<RunForm>) => setChanges({ ...changes, ...change }),
  }
}

export type HeldRunForm = ReturnType<typeof useRunForm>
