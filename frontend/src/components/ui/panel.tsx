import type { ComponentProps, ReactNode } from 'react'
import { classNames } from '@/design/class-names'

export function Panel({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      className={classNames('rounded-xl border border-line bg-surface shadow-card', className)}
      {...rest}
    />
  )
}

type PanelHeadProps = { title: ReactNode; note?: ReactNode; actions?: ReactNode; level?: 2 | 3 }

export function PanelHead({ title, note, actions, level = 2 }: PanelHeadProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5">
      <Heading className="text-sm font-semibold tracking-tight">{title}</Heading>
      {note ? <p className="min-w-0 text-xs text-ink-faint">{note}</p> : null}
      {actions ? <div className="ml-auto flex flex-wrap items-center gap-1.5">{actions}</div> : null}
    </header>
  )
}
