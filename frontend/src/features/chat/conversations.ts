import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { Conversation, ConversationSummary, Page } from '@/api/types'

export const CONVERSATIONS = ['conversations'] as const
export const conversationKey = (id: string) => ['conversation', id] as const

export const fetchConversation = (id: string) => call<Conversation>('GET', `/conversations/${id}`)

export function useConversations() {
  return useQuery({
    queryKey: CONVERSATIONS,
    queryFn: () => call<Page<ConversationSummary>>('GET', '/conversations', { query: { page_size: 50 } }),
  })
}

export function useConversation(id: string | null) {
  return useQuery({
    queryKey: conversationKey(id ?? ''),
    queryFn: () => fetchConversation(id ?? ''),
    enabled: id !== null,
    staleTime: 60_000,
  })
}
