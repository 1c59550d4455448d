'use client'
import { useEffect, useRef } from 'react'
import type { Message } from '@/api/types'
import { useText } from '@/language/language'
import { type Answer, STEPS } from './answer'
import { finishedSteps } from './current-answer'
import { LiveAnswer } from './live-answer'
import { ReplyView } from './reply-view'
import { StepsView } from './steps-view'
import { UserMessage } from './user-message'

type MessageStreamProps = {
  conversationId: string | null
  messages: readonly Message[]
  answer: Answer | null
  onSend: (text: string) => void
  onEdit: (text: string) => void
  onOpen: () => void
}

/** All messages, the newest at the bottom and in view. */
export function MessageStream({
  conversationId,
  messages,
  answer,
  onSend,
  onEdit,
  onOpen,
}: MessageStreamProps) {
  const t = useText()
  const steps = finishedSteps(conversationId)
  const end = useRef<HTMLDivElement>(null)
  const size = messages.length + (answer ? answer.text.length + Object.keys(answer.steps).length + 1 : 0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls whenever something was added
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' })
  }, [size])

  return (
    <div role="log" aria-label={t.chat.streamLabel} className="flex flex-col gap-4">
      {messages.map((message, index) => {
        const next = messages[index + 1]
        if (message.role === 'user') {
          return (
            <UserMessage
              key={message.id}
              text={message.text}
              reply={next?.reply ?? null}
              onEdit={() => onEdit(message.text)}
              onRetry={answer?.status === 'working' ? undefined : () => onSend(message.text)}
            />
          )
        }
        return (
          <article key={message.id} aria-label={t.chat.assistant} className="flex flex-col gap-3">
            {!next && !answer && steps ? (
              <details className="text-[13px] text-ink-soft">
                <summary className="mb-1 list-none hover:text-ink">{t.chat.stepsDone(STEPS.length)}</summary>
                <StepsView steps={steps} />
              </details>
            ) : null}
            {message.reply ? (
              <ReplyView
                reply={message.reply}
                text={message.text}
                isLatest={!next && !answer}
                onAnswer={onSend}
                onOpen={onOpen}
              />
            ) : (
              <p>{message.text}</p>
            )}
          </article>
        )
      })}
      {answer ? (
        <>
          <UserMessage text={answer.question} reply={answer.reply} />
          <LiveAnswer answer={answer} onRetry={() => onSend(answer.question)} />
        </>
      ) : null}
      <div ref={end} />
    </div>
  )
}
