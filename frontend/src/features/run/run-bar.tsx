'use client'
import type { StoredStrategy } from '@/api/types'
import { RunFormBar } from './run-form-bar'
import { requestOf } from './run-form-state'
import { useStartRun } from './runs'
import { useRunForm } from './use-run-form'

type RunBarProps = {
  stored: StoredStrategy
  parameters: Record<string, number>
  onStarted: (runId: string) => void
}

/** The run form of a stored strategy, with its numbers as they were moved. */
export function RunBar({ stored, parameters, onStarted }: RunBarProps) {
  const held = useRunForm(stored)
  const start = useStartRun()
  const submit = () =>
    start.mutate(requestOf(held.form, stored, parameters), { onSuccess: (state) => onStarted(state.id) })
  return (
    <RunFormBar
      strategy={stored.strategy}
      held={held}
      pending={start.isPending}
      problem={start.error}
      onSubmit={submit}
    />
  )
}
