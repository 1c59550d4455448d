'use client'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { Parameter } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Slider } from '@/components/ui/slider'
import { Switch } from '@/components/ui/switch'
import { classNames } from '@/design/class-names'
import { quantity } from '@/design/figures'
import { useText } from '@/language/language'

type NumberRowProps = { parameter: Parameter; value: number; onChange: (value: number) => void }

/** One number: a slider, and a box to type an exact value within its bounds. */
export function NumberRow({ parameter, value, onChange }: NumberRowProps) {
  const t = useText()
  const [typed, setTyped] = useState<string | null>(null)
  const label = t.said(parameter.label || parameter.name)
  const changed = value !== parameter.value
  const low = Math.min(parameter.low, parameter.value)
  const high = Math.max(parameter.high, parameter.value)
  const read = Number(typed)
  const wrong = typed !== null && (typed.trim() === '' || !(read >= low && read <= high))
  if (parameter.kind === 'switch') {
    return (
      <div className="flex items-center justify-between gap-3 py-1.5">
        <span className="break-words text-[13px]">{label}</span>
        <Switch aria-label={label} checked={value !== 0} onCheckedChange={(on) => onChange(on ? 1 : 0)} />
      </div>
    )
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-1.5">
      <span className="flex min-w-0 items-center gap-1 text-[13px]">
        <span className="break-words">{label}</span>
        {changed ? (
          <Button
            look="quiet"
            size="small"
            className="figures h-6 gap-1 px-1 font-normal text-ink-faint text-xs"
            aria-label={`${t.strategy.reset}: ${label}, ${quantity(parameter.value)}`}
            onClick={() => onChange(parameter.value)}
          >
            <RotateCcw className="size-3!" /> {quantity(parameter.value)}
          </Button>
        ) : null}
      </span>
      <input
        aria-label={t.workshop.exact(label)}
        aria-invalid={wrong || undefined}
        title={t.workshop.bounds(quantity(low), quantity(high))}
        inputMode="decimal"
        value={typed ?? String(value)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value)
          const next = Number(event.target.value)
          if (event.target.value.trim() !== '' && next >= low && next <= high) onChange(next)
        }}
        onBlur={() => setTyped(null)}
        className={classNames(
          'figures h-7 w-18 rounded-md border border-line bg-surface px-2 text-right text-[13px] aria-invalid:border-loss',
          changed && 'border-accent/50 font-semibold text-accent',
        )}
      />
      <div className="col-span-2">
        <Slider label={label} value={value} low={low} high={high} step={parameter.step} onChange={onChange} />
      </div>
    </div>
  )
}
