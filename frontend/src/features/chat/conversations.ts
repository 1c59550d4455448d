import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
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

export function useRenameConversation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) =>
      call<ConversationSummary>('PATCH', `/conversations/${id}`, { body: { title } }),
    onSuccess: () => client.invalidateQueries({ queryKey: CONVERSATIONS }),
  })
}

export function useDeleteConversation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/conversations/${id}`),
    onSuccess: (_nothing, id) => {
      client.removeQueries({ queryKey: conversationKey(id) })
      return client.invalidateQueries({ queryKey: CONVERSATIONS })
    },
  })
}
