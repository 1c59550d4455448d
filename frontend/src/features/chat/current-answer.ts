import { useSyncExternalStore } from 'react'
import { type Answer, advance, begin, ended } from './answer'
import { askOverLine } from './chat-line'

// The answer lives outside the components: leaving the page does not stop it.
let current: Answer | null = null
let stopLine: (() => void) | null = null
const listeners = new Set<() => void>()

function put(next: Answer | null) {
  current = next
  for (const listener of listeners) listener()
}

type Ask = {
  message: string
  conversationId: string | null
  strategyId: string | null
  onDone: (answer: Answer) => void
}

/** Sends a message; the events build up the current answer. */
export function ask({ message, conversationId, strategyId, onDone }: Ask): void {
  put(begin(message, conversationId, strategyId))
  const request = {
    message,
    ...(conversationId ? { conversation_id: conversationId } : {}),
    ...(strategyId && !conversationId ? { strategy_id: strategyId } : {}),
  }
  const line = askOverLine(request, {
    onEvent: (event) => current && put(advance(current, event)),
    onEnd: (ending) => {
      stopLine = null
      if (!current) return
      if (current.status === 'working') {
        put(ending === 'stopped' ? ended(current, 'stopped', null) : ended(current, 'failed', 'interrupted'))
      }
      onDone(current)
    },
  })
  stopLine = line.stop
}

export function stopAnswer(): void {
  stopLine?.()
}

/** The steps of the last answer of a conversation, once the answer itself has become a stored message. */
let finished: { conversationId: string; steps: Answer['steps'] } | null = null

export function clearAnswer(): void {
  if (current?.status === 'working') return
  if (current?.reply) finished = { conversationId: current.reply.conversation_id, steps: current.steps }
  put(null)
}

export function finishedSteps(conversationId: string | null): Answer['steps'] | null {
  return finished !== null && finished.conversationId === conversationId ? finished.steps : null
}

/** The conversation of the answer that has just come in and is not stored in the page yet. */
export function lastConversation(): string | null {
  return current?.reply?.conversation_id ?? null
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function useAnswer(): Answer | null {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  )
}
