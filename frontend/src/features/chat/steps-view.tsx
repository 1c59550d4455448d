'use client'
import { Check, ChevronRight, CircleDashed, X } from 'lucide-react'
import { Spinner } from '@/components/ui/waiting'
import { useText } from '@/language/language'
import { type Answer, STEPS, type StepState } from './answer'

function StepIcon({ status }: { status: StepState['status'] }) {
  if (status === 'done') return <Check className="size-3.5 text-gain" aria-hidden />
  if (status === 'failed') return <X className="size-3.5 text-loss" aria-hidden />
  if (status === 'started') return <Spinner className="size-3.5 border-[1.5px] text-accent" />
  return <CircleDashed className="size-3.5 text-ink-faint" aria-hidden />
}

/** The eight steps of the pipeline; each can be opened for what it found. */
export function StepsView({ steps }: { steps: Answer['steps'] }) {
  const t = useText()
  return (
    <ol aria-label={t.chat.steps} className="rounded-lg border border-line bg-surface px-3 py-2 text-[13px]">
      {STEPS.map((name) => {
        const step = steps[name] ?? { status: 'waiting' as const, detail: '' }
        const head = (
          <>
            <span className="grid size-5 place-items-center">
              <StepIcon status={step.status} />
            </span>
            <span className={step.status === 'waiting' ? 'text-ink-faint' : 'text-ink'}>
              {t.chat.stepNames[name]}
            </span>
            <span className="sr-only">: {t.chat.stepStates[step.status]}</span>
          </>
        )
        return (
          <li key={name} data-step={name} data-status={step.status}>
            {step.detail ? (
              <details className="group">
                <summary className="flex list-none items-center gap-1.5 py-0.5">
                  {head}
                  <ChevronRight
                    className="size-3.5 text-ink-faint transition-transform group-open:rotate-90"
                    aria-hidden
                  />
                </summary>
                <p className="break-words pb-1 pl-6.5 text-ink-soft text-xs">{step.detail}</p>
              </details>
            ) : (
              <div className="flex items-center gap-1.5 py-0.5">{head}</div>
            )}
          </li>
        )
      })}
    </ol>
  )
}
