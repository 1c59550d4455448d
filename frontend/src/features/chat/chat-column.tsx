'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import type { Conversation } from '@/api/types'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import type { Answer } from './answer'
import { Composer } from './composer'
import { stopAnswer } from './current-answer'
import { Examples } from './examples'
import { useDraft } from './use-draft'

export const loadMessages = () => import('./message-stream').then((module) => module.MessageStream)
const MessageStream = dynamic(loadMessages, { ssr: false })

type ChatColumnProps = {
  conversation: UseQueryResult<Conversation>
  conversationId: string | null
  idea: string | null
  answer: Answer | null
  onSend: (text: string) => void
  onOpen: () => void
  className?: string
}

/** The messages and the place to write the next one. */
export function ChatColumn({
  conversation,
  conversationId,
  idea,
  answer,
  onSend,
  onOpen,
  className,
}: ChatColumnProps) {
  const t = useText()
  const [draft, setDraft] = useDraft(conversationId ?? 'new')
  useEffect(() => {
    if (idea) setDraft(t.chat.ideaDraft(idea))
  }, [idea, setDraft, t])
  const messages = conversation.data?.messages ?? []
  const isEmpty = conversationId === null && answer === null
  const send = (text: string) => {
    setDraft('')
    onSend(text.trim())
  }
  const composer = (
    <Composer
      value={draft}
      onChange={setDraft}
      onSend={() => send(draft)}
      onStop={stopAnswer}
      working={answer?.status === 'working'}
      followUp={messages.length > 0}
    />
  )
  if (isEmpty) {
    return (
      <div className={classNames('thin-scroll min-w-0 flex-1 overflow-y-auto', className)}>
        <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-6 md:pt-[14vh]">
          <div>
            <h2 className="text-balance font-semibold text-2xl tracking-[-0.02em] md:text-[32px]">
              {t.chat.greeting}
            </h2>
            <p className="mt-2 max-w-xl text-ink-soft">{t.chat.greetingNote}</p>
          </div>
          {composer}
          <Examples onChoose={setDraft} />
        </div>
      </div>
    )
  }
  return (
    <div className={classNames('flex min-w-0 flex-1 flex-col', className)}>
      <div className="thin-scroll min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-2xl px-4 py-6">
          {conversationId && conversation.isPending ? (
            <SkeletonRows rows={4} label={t.common.loading} />
          ) : null}
          {conversation.isError ? (
            <ProblemNote problem={conversation.error} onRetry={() => void conversation.refetch()} />
          ) : null}
          <MessageStream
            conversationId={conversationId}
            messages={messages}
            answer={answer}
            onSend={send}
            onEdit={setDraft}
            onOpen={onOpen}
          />
        </div>
      </div>
      <div className="mx-auto w-full max-w-2xl px-3 pb-3 md:px-4 md:pb-4">{composer}</div>
    </div>
  )
}
