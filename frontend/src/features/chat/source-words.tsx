'use client'
import type { ChatReply, SourceSpan } from '@/api/types'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import { normalise, samePlace, useLit } from './lit'

type Piece = { text: string; start: number; span: SourceSpan | null }

/** Cuts a message at its spans; spans that overlap an earlier one give way. */
export function cut(message: string, spans: readonly SourceSpan[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < at || span.end > message.length || span.end <= span.start) continue
    if (span.start > at) pieces.push({ text: message.slice(at, span.start), start: at, span: null })
    pieces.push({ text: message.slice(span.start, span.end), start: span.start, span })
    at = span.end
  }
  if (at < message.length) pieces.push({ text: message.slice(at), start: at, span: null })
  return pieces
}

/** The message of a person, word for word; words light up with the rule that they led to. */
export function SourceWords({ message, reply }: { message: string; reply: ChatReply | null }) {
  const t = useText()
  const { path, light } = useLit()
  const strategy = reply?.strategy ?? null
  return (
    <p className="whitespace-pre-wrap break-words">
      {cut(message, reply?.spans ?? []).map(({ text, start, span }) => {
        // A comma says nothing of its own, so that nobody misses it.
        if (!span || (span.path === null && !/[\p{L}\p{N}]/u.test(text)))
          return <span key={start}>{text}</span>
        if (span.path === null) {
          return (
            <span
              key={start}
              title={t.chat.unused}
              className="text-ink-faint underline decoration-caution decoration-dotted decoration-2 underline-offset-4"
            >
              {text}
            </span>
          )
        }
        const place = normalise(span.path, strategy)
        const isLit = path !== null && samePlace(path, place)
        return (
          <mark
            key={start}
            data-path={place}
            data-lit={isLit || undefined}
            onPointerEnter={() => light(place)}
            onPointerLeave={() => light(null)}
            className={classNames(
              '-mx-0.5 rounded-sm bg-transparent px-0.5 text-inherit transition-colors',
              isLit && 'bg-lit',
            )}
          >
            {text}
          </mark>
        )
      })}
    </p>
  )
}
