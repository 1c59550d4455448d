import type { ReactNode } from 'react'

type SectionProps = { title: string; note?: string; actions?: ReactNode; children: ReactNode }

/** A titled part of the strategy card. */
export function Section({ title, note, actions, children }: SectionProps) {
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
        <h3 className="font-semibold text-[13px]">{title}</h3>
        {note ? <p className="text-ink-faint text-xs">{note}</p> : null}
        {actions ? <div className="ml-auto">{actions}</div> : null}
      </div>
      {children}
    </section>
  )
}
