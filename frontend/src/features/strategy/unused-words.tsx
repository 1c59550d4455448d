'use client'
import { useText } from '@/language/language'
import { Section } from './section'

export function UnusedWords({ words }: { words: readonly string[] }) {
  const t = useText()
  if (words.length === 0) return null
  return (
    <Section title={t.strategy.unused} note={t.strategy.unusedNote}>
      <p className="flex flex-wrap gap-1.5">
        {words.map((word, index) => (
          <span
            key={`${index}${word}`}
            className="break-words rounded-md bg-caution-wash px-2 py-0.5 text-[13px] text-caution underline decoration-dotted underline-offset-4"
          >
            {word}
          </span>
        ))}
      </p>
    </Section>
  )
}
