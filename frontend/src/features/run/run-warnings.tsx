'use client'
import { TriangleAlert } from 'lucide-react'
import type { Availability, Strategy } from '@/api/types'
import { day, number } from '@/design/figures'
import { useText } from '@/language/language'
import { useFrequency } from './availability'
import { problemsOf, type RunForm } from './run-form-state'

type RunWarningsProps = { strategy: Strategy; form: RunForm; series: Availability | null }

const FEW_TRADES = 20
const FEW_BARS = 250

/** Bars that a range can be expected to hold, from the density of the whole series. */
export function barsIn(series: Availability, start: string, end: string): number {
  const whole = Date.parse(series.last) - Date.parse(series.first)
  const from = Math.max(Date.parse(start), Date.parse(series.first))
  const to = Math.min(Date.parse(end), Date.parse(series.last))
  if (whole <= 0) return series.bars
  return Math.max(0, Math.round((series.bars * (to - from)) / whole))
}

const yearsIn = (form: RunForm) => (Date.parse(form.end) - Date.parse(form.start)) / (365.25 * 86_400_000)

/** What a person should know before the run, not after it. */
export function RunWarnings({ strategy, form, series }: RunWarningsProps) {
  const t = useText()
  const fine = series !== null && !problemsOf(form).range
  const frequency = useFrequency(strategy, { start: form.start, end: form.end }, fine)
  const notes: string[] = []
  if (series && (form.start < day(series.first) || form.end > day(series.last))) {
    notes.push(t.run.outside(day(series.first), day(series.last)))
  }
  const bars = series ? barsIn(series, form.start, form.end) : null
  if (bars !== null && bars < FEW_BARS) notes.push(t.run.shortHistory(bars))
  const yearly = frequency.data?.entries_per_year ?? null
  const expected = yearly === null ? null : yearly * yearsIn(form)
  if (expected !== null && expected < 0.5) notes.push(t.run.noTrades)
  else if (expected !== null && expected < FEW_TRADES) notes.push(t.run.fewTrades(number(expected, 0)))
  if (form.fill === 'same_close') notes.push(t.result.words.optimistic)
  if (notes.length === 0) return null
  return (
    <ul className="mb-2.5 flex flex-col gap-1 text-caution text-xs">
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-1.5">
          <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden /> {note}
        </li>
      ))}
    </ul>
  )
}
