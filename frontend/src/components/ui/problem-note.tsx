'use client'
import { CircleAlert, RotateCcw } from 'lucide-react'
import { isMissing, readProblem } from '@/api/problem'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import { Button } from './button'

type ProblemNoteProps = { problem: unknown; onRetry?: () => void; className?: string }

/** A refusal as a person should read it: the sentence, the places at fault, and a way on. */
export function ProblemNote({ problem, onRetry, className }: ProblemNoteProps) {
  const t = useText()
  const facts = readProblem(problem, t.problem)
  return (
    <div
      role="alert"
      className={classNames('rounded-lg border border-loss/30 bg-loss-wash px-4 py-3 text-sm', className)}
    >
      <div className="flex items-start gap-2.5">
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-loss" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="font-medium">{t.said(facts.title)}</p>
          <p className="break-words text-ink-soft">{t.said(facts.detail)}</p>
          {facts.errors.length > 0 ? (
            <ul className="mt-2 space-y-1 text-[13px]">
              {facts.errors.slice(0, 12).map((error) => (
                <li key={`${error.path}${error.column}${error.reason}`} className="break-words">
                  <code className="font-mono text-xs">
                    {error.path}
                    {error.column ? `:${error.column}` : ''}
                  </code>{' '}
                  {error.reason}
                  {error.suggestion ? (
                    <span className="text-ink-soft"> {t.problem.perhaps(error.suggestion)}</span>
                  ) : null}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
        {onRetry && !isMissing(problem) ? (
          <Button size="small" onClick={onRetry}>
            <RotateCcw /> {t.common.retry}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
