import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/http'
import type { ChatReply, StoredStrategy, ValidationReport } from '@/api/types'
import { type Sentence, sentencesOf } from './sentences'

/** A document and how it reads: a strategy, or one of its versions. */
export type Readable = Pick<StoredStrategy, 'strategy' | 'readback'>

/** The read-back as a tree: from the reply that wrote the document, else asked for; null while it is being asked. */
export function useSentences({ strategy, readback }: Readable, reply: ChatReply | null): Sentence[] | null {
  const given = reply?.readback === readback ? reply.metadata.sentences : null
  const told = useQuery({
    queryKey: ['sentences', strategy],
    queryFn: () => call<ValidationReport>('POST', '/strategies/validate', { body: { strategy } }),
    enabled: !given,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!given && told.isPending) return null
  return sentencesOf(readback, given ?? told.data?.sentences)
}
