'use client'
import type { RunRequest, StoredStrategy, ValidationResult } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { number } from '@/design/figures'
import { useText } from '@/language/language'
import { useStudy } from './studies'
import { StudyProgress } from './study-progress'

type ValidationPanelProps = { stored: StoredStrategy; request: RunRequest }

/** Figures of an answer that are plain numbers or texts; series are left to the download. */
function plainFigures(figures: Record<string, unknown>): [string, string][] {
  return Object.entries(figures).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'number') return [[name, number(value, Math.abs(value) < 10 ? 3 : 1)]]
    return typeof value === 'string' || typeof value === 'boolean' ? [[name, String(value)]] : []
  })
}

/** Walk-forward, bootstrap, sensitivity and the rest: each question with its answer. */
export function ValidationPanel({ stored, request }: ValidationPanelProps) {
  const t = useText()
  const { study, start, cancel } = useStudy<ValidationResult>('validation', stored)
  return (
    <Panel>
      <PanelHead
        title={t.workshop.validation}
        note={t.workshop.validationNote}
        actions={
          <Button
            size="small"
            disabled={start.isPending}
            onClick={() => start.mutate({ run: request, ask: {} })}
          >
            {t.workshop.startValidation}
          </Button>
        }
      />
      {start.isError ? <ProblemNote className="m-4" problem={start.error} /> : null}
      <div className={study.data && study.data.status !== 'completed' ? 'pt-4' : ''}>
        {study.data ? <StudyProgress study={study.data} onCancel={() => cancel.mutate()} /> : null}
      </div>
      <ul className="divide-y divide-line">
        {study.data?.result?.parts.map((part) => (
          <li key={part.method} className="px-4 py-3 text-[13px]">
            <h3 className="font-semibold first-letter:uppercase">{part.method.replaceAll('_', ' ')}</h3>
            <p className="break-words text-ink-soft">{part.detail}</p>
            <dl className="figures mt-1.5 flex flex-wrap gap-x-5 gap-y-1 text-xs">
              {plainFigures(part.figures).map(([name, value]) => (
                <div key={name} className="flex gap-1.5">
                  <dt className="text-ink-faint">{name.replaceAll('_', ' ')}</dt>
                  <dd className="font-medium">{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
