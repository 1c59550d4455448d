'use client'
import { useState } from 'react'
import type { Objective, StoredStrategy, SweepResult } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { useStudy } from './studies'
import { StudyProgress } from './study-progress'
import { valuesOf } from './sweep-axes'
import { SweepFound } from './sweep-result'
import type { BenchRequest } from './tunable'

type SweepViewProps = {
  stored: StoredStrategy
  request: BenchRequest
  onChoose: (values: Record<string, number>) => void
}

const OBJECTIVES: readonly Objective[] = ['sharpe', 'total_return', 'calmar', 'sortino']
const SIZES = [7, 11, 15]
const MOST_SETS = 1_000

/** A sweep over two numbers as a heat map; over one where there is only one. */
export function SweepView({ stored, request, onChoose }: SweepViewProps) {
  const t = useText()
  const numbers = request.strategy.parameters.filter(({ kind }) => kind === 'number')
  const [across, setAcross] = useState(numbers[0]?.name ?? '')
  const [down, setDown] = useState(numbers[1]?.name ?? '')
  const [size, setSize] = useState(11)
  const [objective, setObjective] = useState<Objective>('sharpe')
  const { study, lost, start, cancel } = useStudy<SweepResult>('sweep', stored.id)
  const running = study !== undefined && (study.status === 'queued' || study.status === 'running')
  if (numbers.length === 0) {
    return <p className="p-4 text-[13px] text-ink-soft">{t.workshop.noParameters}</p>
  }
  const chosen = numbers.filter(({ name }) => name === across || name === down)
  const parameters = Object.fromEntries(chosen.map((one) => [one.name, valuesOf(one, size)]))
  const sets = Object.values(parameters).reduce((product, values) => product * values.length, 1)
  const begin = () =>
    start.mutate({
      request,
      ask: { kind: 'sweep', sweep: { method: 'grid', parameters, trials: MOST_SETS, objective } },
    })
  const choices = numbers.map(({ name, label }) => (
    <option key={name} value={name}>
      {label || name}
    </option>
  ))
  return (
    <div data-testid="study-sweep">
      <p className="px-4 pt-4 text-[13px] text-ink-soft">{t.workshop.studies.sweep.question}</p>
      <div className="flex flex-wrap items-end gap-3 p-4">
        <Field label={t.workshop.horizontal} className="min-w-40 flex-1">
          {(parts) => (
            <Select {...parts} value={across} onChange={(event) => setAcross(event.target.value)}>
              {choices}
            </Select>
          )}
        </Field>
        <Field label={t.workshop.vertical} className="min-w-40 flex-1">
          {(parts) => (
            <Select {...parts} value={down} onChange={(event) => setDown(event.target.value)}>
              <option value="">{t.workshop.nothing}</option>
              {choices}
            </Select>
          )}
        </Field>
        <Field label={t.workshop.cells} className="min-w-24">
          {(parts) => (
            <Select {...parts} value={size} onChange={(event) => setSize(Number(event.target.value))}>
              {SIZES.map((cells) => (
                <option key={cells} value={cells}>
                  ≈ {cells}
                </option>
              ))}
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
        <Button
          look={study?.result ? 'plain' : 'primary'}
          disabled={across === down || start.isPending || running}
          onClick={begin}
        >
          {t.workshop.sweepSets(sets)}
        </Button>
      </div>
      {start.isError || lost ? <ProblemNote className="mx-4 mb-4" problem={start.error ?? lost} /> : null}
      {study ? <StudyProgress study={study} onCancel={() => cancel.mutate()} /> : null}
      {study?.result ? (
        <SweepFound
          key={study.id}
          found={study.result}
          parameters={request.strategy.parameters}
          onChoose={onChoose}
        />
      ) : null}
    </div>
  )
}
