'use client'
import { useQueries } from '@tanstack/react-query'
import { availabilityOf } from '@/features/run/availability'
import { useText } from '@/language/language'

/** Ideas for a first message, by concept and market; of markets that are not always there, those with bars. */
export function Examples({ onChoose }: { onChoose: (text: string) => void }) {
  const t = useText()
  const wanted = t.chat.examples.flatMap(({ symbol }) => (symbol ? [symbol] : []))
  const stored = useQueries({
    queries: wanted.map((symbol) => ({ ...availabilityOf(symbol), retry: false })),
  })
  const known = new Set(wanted.filter((_, index) => (stored[index]?.data?.items.length ?? 0) > 0))
  return (
    <div>
      <h2 className="mb-2.5 font-medium text-[13px] text-ink-soft">{t.chat.examplesTitle}</h2>
      <ul className="grid gap-2.5 sm:grid-cols-2">
        {t.chat.examples
          .filter(({ symbol }) => !symbol || known.has(symbol))
          .map((example) => (
            <li key={example.text}>
              <button
                type="button"
                onClick={() => onChoose(example.text)}
                className="flex h-full w-full flex-col gap-1 rounded-xl border border-line bg-surface p-3.5 text-left shadow-card transition-colors hover:border-line-strong"
              >
                <span className="flex flex-wrap items-baseline gap-x-2 text-xs">
                  <span className="font-medium text-accent">{example.group}</span>
                  <span className="text-ink-faint">{example.market}</span>
                </span>
                <span className="text-[13px] text-ink-soft leading-relaxed">{example.text}</span>
              </button>
            </li>
          ))}
      </ul>
    </div>
  )
}
