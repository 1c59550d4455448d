import type { ChatEvent, ChatReply, ProblemDocument, StepEvent, StepName } from '@/api/types'

export const STEPS: readonly StepName[] = [
  'intent',
  'extraction',
  'feasibility',
  'document',
  'code',
  'checks',
  'store',
  'forward',
]

export type StepState = { status: StepEvent['status'] | 'waiting'; detail: string }

/** An answer while it is made: the question, what has arrived, and how it stands. */
export type Answer = {
  question: string
  conversationId: string | null
  strategyId: string | null
  status: 'working' | 'done' | 'stopped' | 'failed'
  steps: Partial<Record<StepName, StepState>>
  text: string
  /** US dollars it has cost so far; null where no model is asked or no price is known. */
  cost: number | null
  reply: ChatReply | null
  problem: ProblemDocument | 'interrupted' | null
}

export function begin(question: string, conversationId: string | null, strategyId: string | null): Answer {
  return {
    question,
    conversationId,
    strategyId,
    status: 'working',
    steps: {},
    text: '',
    cost: null,
    reply: null,
    problem: null,
  }
}

/** The answer after one more event. */
export function advance(answer: Answer, event: ChatEvent): Answer {
  switch (event.type) {
    case 'step':
      return {
        ...answer,
        steps: { ...answer.steps, [event.step]: { status: event.status, detail: event.detail } },
      }
    case 'token':
      return { ...answer, text: answer.text + event.text, cost: event.cost_usd ?? answer.cost }
    case 'reply':
      return { ...answer, status: 'done', reply: event.reply, text: event.reply.explanation || answer.text }
    case 'problem':
      return ended(answer, 'failed', event.problem)
  }
}

/** The answer when nothing more will come: what was being done then did not get done. */
export function ended(answer: Answer, status: 'failed' | 'stopped', problem: Answer['problem']): Answer {
  const left = status === 'failed' ? ('failed' as const) : ('waiting' as const)
  const steps = Object.fromEntries(
    Object.entries(answer.steps).map(([name, step]) => [
      name,
      step.status === 'started' ? { ...step, status: left } : step,
    ]),
  )
  return { ...answer, status, steps, problem }
}
