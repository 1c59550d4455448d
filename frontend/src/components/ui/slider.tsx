'use client'
import { Slider as Radix } from 'radix-ui'

type SliderProps = {
  label: string
  value: number
  low: number
  high: number
  step: number
  onChange: (value: number) => void
  onCommit?: (value: number) => void
}

export function Slider({ label, value, low, high, step, onChange, onCommit }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={low}
      max={high}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
      className="relative flex h-6 w-full touch-none items-center"
    >
      <Radix.Track className="relative h-1 w-full grow rounded-full bg-line">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        className="block size-4 rounded-full border-2 border-accent bg-surface shadow-card transition-transform hover:scale-110"
      />
    </Radix.Root>
  )
}
