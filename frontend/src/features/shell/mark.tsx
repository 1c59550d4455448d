'use client'
import { useText } from '@/language/language'

/** The mark: a curve that is measured, with its name. */
export function Mark({ withName = true }: { withName?: boolean }) {
  const t = useText()
  return (
    <span className="flex items-center gap-2.5">
      <svg viewBox="0 0 32 32" className="size-7 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path
          d="M6 21.5c3.2 0 4.4-8 7.4-8 2.7 0 3 5.2 5.6 5.2 3 0 3.6-9.2 7-9.2"
          fill="none"
          strokeWidth="2.6"
          strokeLinecap="round"
          className="stroke-accent-ink"
        />
        <circle cx="26" cy="9.5" r="2.4" className="fill-accent-ink" />
      </svg>
      {withName ? (
        <span className="font-semibold text-[15px] tracking-[-0.015em]">{t.shell.product}</span>
      ) : null}
    </span>
  )
}
