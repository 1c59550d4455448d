'use client'
import type { Study } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { percent } from '@/design/figures'
import { isFinal } from '@/features/run/runs'
import { useText } from '@/language/language'

type StudyProgressProps = { study: Study<unknown>; onCancel: () => void }

/** How far a study is, or why it has no result. */
export function StudyProgress({ study, onCancel }: StudyProgressProps) {
  const t = useText()
  if (study.status === 'completed') return null
  if (study.status === 'cancelled') {
    return <p className="px-4 pb-4 text-[13px] text-ink-soft">{t.workshop.cancelled}</p>
  }
  if (isFinal(study.status)) {
    const title = t.run.status[study.status]
    return (
      <ProblemNote
        className="mx-4 mb-4"
        problem={study.problem ?? { title, detail: study.message || title, errors: [] }}
      />
    )
  }
  return (
    <div role="status" className="px-4 pb-4 text-[13px]">
      <div className="flex items-center gap-3">
        <span className="text-ink-soft">{t.run.status[study.status]}</span>
        <div className="h-1.5 flex-1 overflow-hidden rounded-full bg-line">
          <div
            className="h-full rounded-full bg-accent transition-[width]"
            style={{ width: percent(study.progress, 0) }}
          />
        </div>
        <span className="figures">{percent(study.progress, 0)}</span>
        <Button size="small" look="quiet" onClick={onCancel}>
          {t.workshop.cancel}
        </Button>
      </div>
      {study.message ? <p className="figures mt-1 text-ink-faint text-xs">{study.message}</p> : null}
    </div>
  )
}
