'use client'
import type { ReactNode } from 'react'
import type { RunRequest, ValidationPart, ValidationResult } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { useStudy } from './studies'
import { StudyProgress } from './study-progress'

type ValidationStudyProps = {
  slot: 'walk_forward' | 'monte_carlo' | 'sensitivity' | 'stress'
  strategyId: string
  request: RunRequest
  validation: { methods: readonly string[]; paths?: number; folds?: number }
  show: (parts: readonly ValidationPart[]) => ReactNode
}

/** One validation in its slot: what it asks, a button, how far it is, and what came out. */
export function ValidationStudy({ slot, strategyId, request, validation, show }: ValidationStudyProps) {
  const t = useText()
  const { study, lost, start, cancel } = useStudy<ValidationResult>(slot, strategyId)
  const words = t.workshop.studies[slot]
  const running = study !== undefined && (study.status === 'queued' || study.status === 'running')
  return (
    <div data-testid={`study-${slot}`}>
      <div className="flex flex-wrap items-center gap-3 p-4">
        <p className="min-w-60 flex-1 text-[13px] text-ink-soft">{words.question}</p>
        <Button
          look={study?.result ? 'plain' : 'primary'}
          disabled={start.isPending || running}
          onClick={() => start.mutate({ request, ask: { kind: 'validation', validation } })}
        >
          {study?.result ? t.workshop.again : t.workshop.startStudy}
        </Button>
      </div>
      {start.isError || lost ? <ProblemNote className="mx-4 mb-4" problem={start.error ?? lost} /> : null}
      {study ? <StudyProgress study={study} onCancel={() => cancel.mutate()} /> : null}
      {study?.result ? <div className="border-line border-t">{show(study.result.parts)}</div> : null}
    </div>
  )
}
