'use client'
import { ChevronRight } from 'lucide-react'
import { Field, Input, Select } from '@/components/ui/field'
import { useText } from '@/language/language'
import type { RunForm } from './run-form-state'

type AdvancedFieldsProps = { form: RunForm; onChange: (change: Partial<RunForm>) => void }

export function AdvancedFields({ form, onChange }: AdvancedFieldsProps) {
  const t = useText()
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-1 text-[13px] text-ink-soft">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden />{' '}
        {t.run.advanced}
      </summary>
      <div className="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Field label={t.run.adjustment}>
          {(parts) => (
            <Select
              {...parts}
              value={form.adjustment}
              onChange={(event) => onChange({ adjustment: event.target.value as RunForm['adjustment'] })}
            >
              {Object.entries(t.run.adjustments).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.run.fill}>
          {(parts) => (
            <Select {...parts} value={form.fill} onChange={(event) => onChange({ fill: event.target.value })}>
              <option value="written">{t.run.presets.written}</option>
              {Object.entries(t.run.fills).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.run.seed}>
          {(parts) => (
            <Input
              {...parts}
              inputMode="numeric"
              value={form.seed}
              onChange={(event) => onChange({ seed: event.target.value })}
            />
          )}
        </Field>
      </div>
    </details>
  )
}
