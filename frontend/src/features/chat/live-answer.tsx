'use client'
import { ProblemNote } from '@/components/ui/problem-note'
import { dollars } from '@/design/figures'
import { useText } from '@/language/language'
import type { Answer } from './answer'
import { Markdown } from './markdown'
import { StepsView } from './steps-view'

/** The answer as it arrives. */
export function LiveAnswer({ answer, onRetry }: { answer: Answer; onRetry: () => void }) {
  const t = useText()
  return (
    <article
      aria-label={t.chat.assistant}
      aria-busy={answer.status === 'working'}
      className="flex flex-col gap-3"
    >
      {answer.status === 'done' ? null : <StepsView steps={answer.steps} />}
      {answer.text ? (
        <div data-testid="tokens">
          <Markdown source={answer.text} />
        </div>
      ) : null}
      {answer.status !== 'done' && answer.cost ? (
        <p className="figures text-ink-faint text-xs" data-testid="cost-so-far">
          {t.chat.costSoFar(dollars(answer.cost))}
        </p>
      ) : null}
      {answer.status === 'stopped' ? <p className="text-[13px] text-ink-faint">{t.chat.stopped}</p> : null}
      {answer.problem === 'interrupted' ? (
        <ProblemNote
          problem={{ title: t.problem.unreachable, detail: t.chat.interrupted, errors: [] }}
          onRetry={onRetry}
        />
      ) : answer.problem ? (
        <ProblemNote problem={answer.problem} onRetry={onRetry} />
      ) : null}
    </article>
  )
}
