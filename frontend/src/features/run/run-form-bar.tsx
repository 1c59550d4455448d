'use client'
import { Play, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { Strategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { Spinner } from '@/components/ui/waiting'
import { count } from '@/design/figures'
import { useText } from '@/language/language'
import { RunFormFields } from './run-form-fields'
import { RunWarnings } from './run-warnings'
import type { HeldRunForm } from './use-run-form'

type RunFormBarProps = {
  strategy: Strategy
  held: HeldRunForm
  pending: boolean
  problem: unknown
  onSubmit: () => void
}

/** The run button with what it will do, in one line; the whole form unfolds above it. */
export function RunFormBar({ strategy, held, pending, problem, onSubmit }: RunFormBarProps) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const { form, series, symbol, searching } = held
  return (
    <form
      aria-label={t.run.title}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
      className="max-h-[62dvh] shrink-0 overflow-y-auto border-line border-t bg-surface px-4 py-3"
    >
      {open ? (
        <RunFormFields
          form={form}
          series={series}
          symbol={symbol}
          searching={searching}
          onChange={held.change}
        />
      ) : null}
      <RunWarnings strategy={strategy} form={form} series={series} />
      {problem ? <ProblemNote className="mb-2.5" problem={problem} /> : null}
      <div className="@container">
        <div className="flex flex-wrap items-center gap-2">
          <p className="figures @sm:w-auto w-full min-w-0 flex-auto @sm:flex-1 text-[13px] text-ink-soft max-sm:text-xs">
            {form.start} → {form.end} · {count(Number(form.cash))}
          </p>
          <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            <SlidersHorizontal /> {t.run.settings}
          </Button>
          <Button
            type="submit"
            look="primary"
            className="@sm:flex-none flex-1"
            disabled={pending || !held.valid}
          >
            {pending ? <Spinner /> : <Play className="fill-current" />} {t.run.run}
          </Button>
        </div>
      </div>
    </form>
  )
}
