'use client'
import type { ReactNode } from 'react'
import { useText } from '@/language/language'

type PartBlockProps = { title: string; detail: string; children: ReactNode }

/** One answer of a validation: its name, how it was found, and the answer. */
export function PartBlock({ title, detail, children }: PartBlockProps) {
  const t = useText()
  return (
    <section className="border-line border-b px-4 py-4 last:border-b-0">
      <h3 className="font-semibold text-[13px]">{title}</h3>
      <p className="mb-3 max-w-3xl break-words text-ink-faint text-xs">{t.said(detail)}</p>
      {children}
    </section>
  )
}

type FactProps = { label: string; value: string; note?: string; tone?: string }

/** A figure with its name above and what it means below. */
export function Fact({ label, value, note, tone = '' }: FactProps) {
  return (
    <div className="min-w-24 max-w-44">
      <dt className="text-ink-soft text-xs">{label}</dt>
      <dd className={`figures font-semibold text-[17px] leading-tight ${tone}`}>{value}</dd>
      {note ? <dd className="text-[11.5px] text-ink-faint leading-snug">{note}</dd> : null}
    </div>
  )
}
