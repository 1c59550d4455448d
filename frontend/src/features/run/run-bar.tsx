'use client'
import { Play, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { Spinner } from '@/components/ui/waiting'
import { count } from '@/design/figures'
import { useMe } from '@/features/auth/session'
import { useText } from '@/language/language'
import { bestSeries, useAvailability } from './availability'
import { RunFormFields } from './run-form-fields'
import { defaults, problemsOf, type RunForm, requestOf } from './run-form-state'
import { RunWarnings } from './run-warnings'
import { useStartRun } from './runs'

type RunBarProps = {
  stored: StoredStrategy
  parameters: Record<string, number>
  onStarted: (runId: string) => void
}

/** The run button with what it will do, in one line; the whole form unfolds above it. */
export function RunBar({ stored, parameters, onStarted }: RunBarProps) {
  const t = useText()
  const me = useMe()
  const { strategy } = stored
  const symbol = strategy.universe[0] ?? ''
  const availability = useAvailability(symbol)
  const series = bestSeries(availability.data?.items ?? [], strategy.timeframe)
  const [changes, setChanges] = useState<Partial<RunForm>>({})
  const [open, setOpen] = useState(false)
  const form = { ...defaults(strategy, series, me.data), ...changes }
  const wrong = problemsOf(form)
  const start = useStartRun()
  const submit = () =>
    start.mutate(requestOf(form, stored, parameters), { onSuccess: (state) => onStarted(state.id) })

  return (
    <form
      aria-label={t.run.title}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className="max-h-[62dvh] shrink-0 overflow-y-auto border-line border-t bg-surface px-4 py-3"
    >
      {open ? (
        <RunFormFields
          form={form}
          series={series}
          symbol={symbol}
          searching={availability.isPending}
          onChange={(change) => setChanges({ ...changes, ...change })}
        />
      ) : null}
      <RunWarnings strategy={strategy} form={form} series={series} />
      {start.isError ? <ProblemNote className="mb-2.5" problem={start.error} /> : null}
      <div className="flex items-center gap-2">
        <p className="figures min-w-0 flex-1 text-[13px] text-ink-soft max-sm:text-xs">
          {form.start} → {form.end} · {count(Number(form.cash))}
        </p>
        <Button
          look="quiet"
          aria-expanded={open}
          aria-label={t.run.settings}
          onClick={() => setOpen(!open)}
          className="max-sm:w-9 max-sm:px-0"
        >
          <SlidersHorizontal /> <span className="max-sm:hidden">{t.run.settings}</span>
        </Button>
        <Button
          type="submit"
          look="primary"
          disabled={start.isPending || availability.isPending || wrong.range || wrong.cash}
        >
          {start.isPending ? <Spinner /> : <Play className="fill-current" />} {t.run.run}
        </Button>
      </div>
    </form>
  )
}
