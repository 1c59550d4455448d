'use client'
import { Quote } from 'lucide-react'
import { useText } from '@/language/language'

/** The words of the person that asked for a rule. */
export function SourceQuote({ source }: { source: string }) {
  const t = useText()
  return (
    <p data-testid="source-words" className="mt-0.5 flex items-start gap-1.5 text-ink-faint text-xs">
      <Quote className="mt-0.5 size-3 shrink-0" aria-hidden />
      {source ? (
        <span className="break-words">
          <span className="sr-only">{t.strategy.fromWords}: </span>
          {source}
        </span>
      ) : (
        t.strategy.notFromWords
      )}
    </p>
  )
}
