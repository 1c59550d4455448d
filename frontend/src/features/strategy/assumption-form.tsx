'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { useText } from '@/language/language'
import { asWords } from './as-words'
import { fieldWords, valueWords } from './field-words'

type AssumptionFormProps = {
  field: string
  value: unknown
  saving: boolean
  onSave: (value: unknown) => void
  onCancel: () => void
}

/** Known choices of a field, by the end of its path. */
const CHOICES: Record<string, readonly string[]> = {
  timeframe: ['1m', '5m', '15m', '30m', '1h', '2h', '4h', '1d', '1w', '1mo'],
  fill: ['next_open', 'next_close', 'same_close'],
  preset: ['none', 'us_equities', 'hk_equities', 'crypto'],
  allow_short: ['true', 'false'],
  on_opposite: ['reverse', 'close', 'ignore'],
}

/** What was typed, as the kind of value that stood there before. */
export function readValue(text: string, before: unknown): unknown {
  if (typeof before === 'boolean') return text === 'true'
  if (typeof before === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (Array.isArray(before))
    return text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  return text
}

export function AssumptionForm({ field, value, saving, onSave, onCancel }: AssumptionFormProps) {
  const t = useText()
  const initial = asWords(value)
  const [text, setText] = useState(initial)
  const choices = CHOICES[field.split('.').at(-1) ?? '']
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(readValue(text, value))
  }
  const label = t.strategy.changeTo(fieldWords(field, t.document))
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-1.5">
      {choices ? (
        <Select
          aria-label={label}
          className="h-8 w-36"
          value={text}
          onChange={(event) => setText(event.target.value)}
        >
          {[...new Set([initial, ...choices])].map((choice) => (
            <option key={choice} value={choice}>
              {valueWords(choice, t.document)}
            </option>
          ))}
        </Select>
      ) : (
        <Input
          aria-label={label}
          className="h-8 w-36"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <Button type="submit" size="small" look="primary" disabled={saving || text === initial}>
        {t.common.save}
      </Button>
      <Button size="small" look="quiet" onClick={onCancel}>
        {t.strategy.keep}
      </Button>
    </form>
  )
}
