'use client'
import { useText } from '@/language/language'

/** Ideas for a first message. */
export function Examples({ onChoose }: { onChoose: (text: string) => void }) {
  const t = useText()
  return (
    <div>
      <h2 className="mb-2.5 font-medium text-[13px] text-ink-soft">{t.chat.examplesTitle}</h2>
      <ul className="grid gap-2.5 sm:grid-cols-2">
        {t.chat.examples.map((example) => (
          <li key={example.text}>
            <button
              type="button"
              onClick={() => onChoose(example.text)}
              className="flex h-full w-full flex-col gap-1 rounded-xl border border-line bg-surface p-3.5 text-left shadow-card transition-colors hover:border-line-strong"
            >
              <span className="font-medium text-accent text-xs">{example.group}</span>
              <span className="text-[13px] text-ink-soft leading-relaxed">{example.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
