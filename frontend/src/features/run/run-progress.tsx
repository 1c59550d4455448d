'use client'
import type { Run } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { Spinner } from '@/components/ui/waiting'
import { percent } from '@/design/figures'
import { useText } from '@/language/language'
import { isFinal, useCancelRun } from './runs'

/** A run that is on its way, or ended without a result. */
export function RunProgress({ run }: { run: Run }) {
  const t = useText()
  const cancel = useCancelRun()
  if (isFinal(run.status)) {
    return (
      <ProblemNote
        className="m-4"
        problem={{
          title: t.run.status[run.status],
          detail: run.problem?.detail ?? run.message,
          errors: run.problem?.errors ?? [],
        }}
      />
    )
  }
  return (
    <div
      role="status"
      className="mx-auto flex w-full max-w-sm flex-col items-center gap-3 px-6 py-20 text-center"
    >
      <Spinner className="size-6 text-accent" />
      <p className="font-medium">{t.run.status[run.status]}</p>
      <p className="min-h-5 text-[13px] text-ink-soft">{t.said(run.message)}</p>
      <div className="h-1.5 w-full overflow-hidden rounded-full bg-line">
        <div
          className="h-full rounded-full bg-accent transition-[width]"
          style={{ width: percent(run.progress, 0) }}
        />
      </div>
      <Button size="small" look="quiet" disabled={cancel.isPending} onClick={() => cancel.mutate(run.id)}>
        {t.run.cancel}
      </Button>
    </div>
  )
}
