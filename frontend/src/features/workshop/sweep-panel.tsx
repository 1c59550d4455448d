'use client'
import { useState } from 'react'
import type { Objective, Parameter, RunRequest, StoredStrategy, SweepResult } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { percent } from '@/design/figures'
import { useText } from '@/language/language'
import { HeatMap } from './heat-map'
import { useStudy } from './studies'
import { StudyProgress } from './study-progress'

type SweepPanelProps = {
  stored: StoredStrategy
  request: RunRequest
  onChoose: (values: Record<string, number>) => void
}

const OBJECTIVES: readonly Objective[] = ['sharpe', 'total_return', 'calmar', 'sortino']
const CELLS = 9

/** About nine values over the range of a parameter, on its own steps. */
export function valuesOf({ low, high, step, value }: Parameter): number[] {
  const every = Math.max(1, Math.round((high - low) / step / (CELLS - 1))) * step
  const made: number[] = []
  for (let next = low; next <= high + step / 1e6; next += every) made.push(Number(next.toPrecision(12)))
  return made.length > 0 ? made : [value]
}

/** A sweep over two numbers as a heat map. */
export function SweepPanel({ stored, request, onChoose }: SweepPanelProps) {
  const t = useText()
  const numbers = stored.strategy.parameters.filter((parameter) => parameter.kind === 'number')
  const [across, setAcross] = useState(numbers[0]?.name ?? '')
  const [down, setDown] = useState(numbers[1]?.name ?? '')
  const [objective, setObjective] = useState<Objective>('sharpe')
  const { study, start, cancel } = useStudy<SweepResult>('sweep', stored)
  const found = study.data?.result
  if (numbers.length < 2) return null
  const choices = numbers.map(({ name, label }) => (
    <option key={name} value={name}>
      {label || name}
    </option>
  ))
  const begin = () => {
    const chosen = numbers.filter(({ name }) => name === across || name === down)
    const parameters = Object.fromEntries(chosen.map((parameter) => [parameter.name, valuesOf(parameter)]))
    start.mutate({
      run: request,
      ask: { sweep: { method: 'grid', parameters, trials: CELLS * CELLS * 4, objective } },
    })
  }
  return (
    <Panel>
      <PanelHead title={t.workshop.sweep} note={t.workshop.sweepNote} />
      <div className="flex flex-wrap items-end gap-3 p-4">
        <Field label={t.workshop.horizontal} className="min-w-36 flex-1">
          {(parts) => (
            <Select {...parts} value={across} onChange={(event) => setAcross(event.target.value)}>
              {choices}
            </Select>
          )}
        </Field>
        <Field label={t.workshop.vertical} className="min-w-36 flex-1">
          {(parts) => (
            <Select {...parts} value={down} onChange={(event) => setDown(event.target.value)}>
              {choices}
            </Select>
          )}
        </Field>
        <Field label={t.workshop.measure} className="min-w-32">
          {(parts) => (
            <Select
              {...parts}
              value={objective}
              onChange={(event) =>
                setObjective(OBJECTIVES.find((one) => one === event.target.value) ?? 'sharpe')
              }
            >
              {OBJECTIVES.map((name) => (
                <option key={name} value={name}>
                  {t.statistics.names[name].label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button look="primary" disabled={across === down || start.isPending} onClick={begin}>
          {t.workshop.start}
        </Button>
      </div>
      {start.isError ? <ProblemNote className="mx-4 mb-4" problem={start.error} /> : null}
      {study.data ? <StudyProgress study={study.data} onCancel={() => cancel.mutate()} /> : null}
      {found?.heat_map ? (
        <>
          <HeatMap
            key={study.data?.id}
            map={found.heat_map}
            label={t.statistics.names[found.objective].label}
            onChoose={onChoose}
          />
          <p className="figures px-4 pb-4 text-[13px] text-ink-soft">
            {t.statistics.names.deflated_sharpe.label} {percent(found.deflated_sharpe)} ·{' '}
            {t.result.trialsText(found.trials)}
          </p>
        </>
      ) : null}
    </Panel>
  )
}
