'use client'
import dynamic from 'next/dynamic'
import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { SkeletonRows } from '@/components/ui/waiting'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import { ChatColumn, loadMessages } from './chat-column'
import { useConversation } from './conversations'
import { useAnswer } from './current-answer'
import { LitProvider } from './lit'
import { type Pane, PaneSwitch } from './pane-switch'
import { useChat } from './use-chat'

const PATIENCE = 2_500
const loadStrategyPane = () =>
  import('@/features/strategy/strategy-pane').then((module) => module.StrategyPane)
const StrategyPane = dynamic(loadStrategyPane, {
  ssr: false,
  loading: () => <SkeletonRows rows={6} label="" />,
})

/** The main page: the conversation on the left, the strategy and its result on the right. */
export function ChatPage() {
  const t = useText()
  const query = useSearchParams()
  const conversationId = query.get('c')
  const conversation = useConversation(conversationId)
  const stored = useAnswer()
  const answer = stored && stored.conversationId === conversationId ? stored : null
  const replies = (conversation.data?.messages ?? []).flatMap((message) => message.reply ?? [])
  const written = answer?.reply?.strategy ? answer.reply : replies.findLast((reply) => reply.strategy)
  const strategyId = written?.strategy_id ?? conversation.data?.strategy_id ?? query.get('s')
  const send = useChat(conversationId, strategyId)
  const [pane, setPane] = useState<Pane>('conversation')
  const hasStrategy = Boolean(strategyId)
  // While someone writes the first message, what will show the answer is fetched.
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadStrategyPane(), loadMessages()]), PATIENCE)
    return () => clearTimeout(timer)
  }, [])

  return (
    <LitProvider>
      <h1 className="sr-only">{conversation.data?.title ?? t.chat.title}</h1>
      <PaneSwitch pane={pane} onChange={setPane} hasStrategy={hasStrategy} />
      <div className="flex min-h-0 flex-1">
        <ChatColumn
          key={conversationId ?? 'new'}
          conversation={conversation}
          conversationId={conversationId}
          idea={query.get('idea')}
          answer={answer}
          onSend={(text) => send(text)}
          onOpen={() => setPane('strategy')}
          className={classNames(
            hasStrategy && 'lg:w-[min(440px,36%)] lg:flex-none lg:border-line lg:border-r',
            hasStrategy && pane !== 'conversation' && 'max-lg:hidden',
          )}
        />
        {strategyId ? (
          <section
            aria-label={t.chat.paneLabel}
            className={classNames('flex min-w-0 flex-1 flex-col', pane === 'conversation' && 'max-lg:hidden')}
          >
            <StrategyPane
              key={strategyId}
              strategyId={strategyId}
              reply={written ?? null}
              view={pane === 'conversation' ? null : pane}
              onView={setPane}
              onSay={(text) => {
                setPane('conversation')
                send(text)
              }}
            />
          </section>
        ) : null}
      </div>
    </LitProvider>
  )
}
