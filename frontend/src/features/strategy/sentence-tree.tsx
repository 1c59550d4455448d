'use client'
import type { Strategy } from '@/api/types'
import { classNames } from '@/design/class-names'
import { normalise, samePlace, useLighting, useLit } from '@/features/chat/lit'
import { useText } from '@/language/language'
import type { Sentence } from './sentences'
import { SourceQuote } from './source-quote'

type Props = { sentences: readonly Sentence[]; strategy: Strategy; depth?: number }

function Branch({ sentence, strategy, depth }: { sentence: Sentence; strategy: Strategy; depth: number }) {
  const isHeading = sentence.children.length > 0 && depth === 0
  const path = sentence.path && !isHeading ? normalise(sentence.path, strategy) : null
  const t = useText()
  const said = t.reading(sentence.text)
  const lit = useLit()
  const lighting = useLighting(path)
  const isLit = path !== null && lit.path !== null && samePlace(lit.path, path)
  const rule = path ? strategy.rules.find((candidate) => path === `rules.${candidate.id}`) : undefined
  return (
    <li>
      <div
        {...lighting}
        data-path={path ?? undefined}
        // Sentences that light words can be reached by keyboard too.
        tabIndex={path ? 0 : undefined}
        className={classNames(
          '-mx-2 rounded-md px-2 leading-relaxed transition-colors',
          isHeading ? 'pt-2 font-medium text-ink-faint text-xs' : 'py-1 text-[15px]',
          isLit && 'bg-lit/45',
        )}
      >
        <span className="break-words" title={said === sentence.text ? undefined : sentence.text}>
          {said}
        </span>
        {rule ? <SourceQuote source={rule.source} /> : null}
      </div>
      {sentence.children.length > 0 ? (
        <SentenceTree sentences={sentence.children} strategy={strategy} depth={depth + 1} />
      ) : null}
    </li>
  )
}

/** Sentences as a tree; each lights its words in the message. */
export function SentenceTree({ sentences, strategy, depth = 0 }: Props) {
  return (
    <ul
      data-testid={depth === 0 ? 'readback' : undefined}
      className={depth > 1 ? 'ml-1 border-line border-l pl-4' : 'space-y-0.5'}
    >
      {sentences.map((sentence, index) => (
        <Branch key={`${index}${sentence.text}`} sentence={sentence} strategy={strategy} depth={depth} />
      ))}
    </ul>
  )
}
