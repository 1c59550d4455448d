'use client'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'

/** Stands where a part of the page failed; the rest goes on. */
export function PageBroke({ onRetry }: { onRetry: () => void }) {
  const t = useText()
  return (
    <div className="mx-auto w-full max-w-xl p-6">
      <h1 className="sr-only">{t.problem.pageBroke}</h1>
      <ProblemNote
        problem={{ title: t.problem.pageBroke, detail: t.problem.unexpectedDetail, errors: [] }}
        onRetry={onRetry}
      />
    </div>
  )
}
