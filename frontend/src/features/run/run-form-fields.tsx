'use client'
import type { Availability } from '@/api/types'
import { Field, Input, Select } from '@/components/ui/field'
import { day } from '@/design/figures'
import { useText } from '@/language/language'
import { AdvancedFields } from './advanced-fields'
import { problemsOf, type RunForm, startOfRange } from './run-form-state'

export type RunFormFieldsProps = {
  form: RunForm
  series: Availability | null
  symbol: string
  searching: boolean
  onChange: (change: Partial<RunForm>) => void
}

const RANGES = [
  { text: 'all', years: null },
  { text: 'ten', years: 10 },
  { text: 'five', years: 5 },
  { text: 'three', years: 3 },
  { text: 'one', years: 1 },
] as const

export function RunFormFields({ form, series, symbol, searching, onChange }: RunFormFieldsProps) {
  const t = useText()
  const wrong = problemsOf(form)
  const last = series?.last.slice(0, 10) ?? form.end
  return (
    <div className="mb-3 flex flex-col gap-3 border-line border-b pb-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="sr-only">{t.run.rangeLabel}</span>
        {RANGES.map(({ text, years }) => {
          const start = startOfRange(series, last, years)
          return (
            <button
              key={text}
              type="button"
              aria-pressed={form.start === start && form.end === last}
              onClick={() => onChange({ start, end: last })}
              className="h-6 rounded-full border border-line px-2.5 text-xs text-ink-soft hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-accent"
            >
              {t.run.range[text]}
            </button>
          )
        })}
        <span className="text-ink-faint text-xs">
          {searching
            ? t.run.checking
            : series
              ? t.run.available(day(series.first), day(series.last), series.source)
              : t.run.noData(symbol)}
        </span>
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Field label={t.run.from} error={wrong.range ? t.run.invalidRange : undefined}>
          {(parts) => (
            <Input
              {...parts}
              type="date"
              required
              value={form.start}
              onChange={(event) => onChange({ start: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.run.to}>
          {(parts) => (
            <Input
              {...parts}
              type="date"
              required
              value={form.end}
              onChange={(event) => onChange({ end: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.run.cash} error={wrong.cash ? t.run.invalidCash : undefined}>
          {(parts) => (
            <Input
              {...parts}
              inputMode="decimal"
              required
              value={form.cash}
              onChange={(event) => onChange({ cash: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.run.costs}>
          {(parts) => (
            <Select
              {...parts}
              value={form.costs}
              onChange={(event) => onChange({ costs: event.target.value })}
            >
              {Object.entries(t.run.presets).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.run.benchmark} className="col-span-2 sm:col-span-1">
          {(parts) => (
            <Input
              {...parts}
              title={t.run.benchmarkHint}
              placeholder={symbol}
              value={form.benchmark}
              onChange={(event) => onChange({ benchmark: event.target.value })}
            />
          )}
        </Field>
      </div>
      <AdvancedFields form={form} onChange={onChange} />
    </div>
  )
}
