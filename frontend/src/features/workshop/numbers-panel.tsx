'use client'
import { Save } from 'lucide-react'
import { useMemo } from 'react'
import { toast } from 'sonner'
import type { StoredStrategy, Strategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { RunFormBar } from '@/features/run/run-form-bar'
import { requestOf } from '@/features/run/run-form-state'
import { useStartRun } from '@/features/run/runs'
import type { HeldRunForm } from '@/features/run/use-run-form'
import { useSaveVersion } from '@/features/strategy/strategies'
import { useRested } from '@/features/strategy/use-validation'
import { useText } from '@/language/language'
import { NumberRow } from './number-row'
import type { Values } from './session-wire'
import { movedOf, withValues } from './tunable'

type NumbersPanelProps = {
  stored: StoredStrategy
  tunable: Strategy
  held: HeldRunForm
  values: Values
  onChange: (values: Values) => void
  onRun: (runId: string) => void
}

/** Every number of the strategy, what to do with the ones that were moved, and the whole run. */
export function NumbersPanel({ stored, tunable, held, values, onChange, onRun }: NumbersPanelProps) {
  const t = useText()
  const save = useSaveVersion(stored.id)
  const start = useStartRun()
  const moved = movedOf(tunable, values)
  const names = Object.keys(moved)
  // What a run would find is asked of the numbers as they stand, once the hand rests.
  const standing = useMemo(() => withValues(tunable, movedOf(tunable, values)), [tunable, values])
  const expected = useRested(standing, 600)
  const keep = () =>
    save.mutate(
      {
        strategy: withValues(tunable, moved),
        message: Object.entries(moved)
          .map(([name, value]) => `${name} = ${value}`)
          .join(', '),
      },
      { onSuccess: () => toast.success(t.strategy.saved) },
    )
  const run = () =>
    start.mutate(
      { ...requestOf(held.form, stored, {}), strategy: withValues(tunable, moved) },
      { onSuccess: (state) => onRun(state.id) },
    )
  return (
    <Panel className="overflow-hidden">
      <PanelHead
        title={t.workshop.numbers}
        note={names.length > 0 ? t.workshop.moved(names.length) : t.strategy.version(stored.version)}
        actions={
          names.length > 0 ? (
            <Button size="small" look="quiet" onClick={() => onChange({})}>
              {t.workshop.resetAll}
            </Button>
          ) : null
        }
      />
      <div
        className="thin-scroll max-h-[56dvh] divide-y divide-line/60 overflow-y-auto px-4 py-2"
        tabIndex={0}
      >
        {tunable.parameters.length === 0 ? (
          <p className="py-4 text-[13px] text-ink-soft">{t.workshop.noParameters}</p>
        ) : null}
        {tunable.parameters.map((parameter) => (
          <NumberRow
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? parameter.value}
            onChange={(value) => onChange({ ...values, [parameter.name]: value })}
          />
        ))}
      </div>
      {names.length > 0 ? (
        <div className="border-line border-t px-4 py-3">
          {save.isError ? <ProblemNote className="mb-2.5" problem={save.error} /> : null}
          <Button className="w-full" disabled={save.isPending} onClick={keep}>
            <Save /> {t.strategy.saveAsVersion}
          </Button>
        </div>
      ) : null}
      <RunFormBar
        strategy={expected}
        held={held}
        pending={start.isPending}
        problem={start.error}
        onSubmit={run}
      />
    </Panel>
  )
}
