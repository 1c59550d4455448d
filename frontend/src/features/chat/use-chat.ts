import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import type { ConversationSummary, Page } from '@/api/types'
import { CONVERSATIONS, conversationKey, fetchConversation } from './conversations'
import { ask, clearAnswer, lastConversation } from './current-answer'

/** Sending a message: the answer streams in, then the stored conversation takes its place. */
export function useChat(conversationId: string | null, strategyId: string | null) {
  const client = useQueryClient()
  const router = useRouter()
  return useCallback(
    (message: string) =>
      ask({
        message,
        // The address follows an answer a moment later: what is sent before belongs to the same conversation.
        conversationId: conversationId ?? lastConversation(),
        strategyId,
        onDone: async (answer) => {
          const id = answer.reply?.conversation_id ?? conversationId
          void client.invalidateQueries({ queryKey: ['strategies'] })
          const reply = answer.reply
          if (reply?.strategy_id) void client.invalidateQueries({ queryKey: ['strategy', reply.strategy_id] })
          const list = client.invalidateQueries({ queryKey: CONVERSATIONS })
          if (!id) {
            // A stopped or failed first message may still have made a conversation; the list tells.
            await list
            return
          }
          await client
            .fetchQuery({ queryKey: conversationKey(id), queryFn: () => fetchConversation(id), staleTime: 0 })
            .then(() => answer.status === 'done' && clearAnswer())
            .catch(() => undefined)
          if (!conversationId && window.location.pathname.startsWith('/chat')) {
            router.replace(`/chat/?c=${id}`, { scroll: false })
          }
        },
      }),
    [client, router, conversationId, strategyId],
  )
}

export type Conversations = Page<ConversationSummary>
