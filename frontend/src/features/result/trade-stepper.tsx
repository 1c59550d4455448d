'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Trade } from '@/api/types'
import { Button } from '@/components/ui/button'
import { count } from '@/design/figures'
import { useText } from '@/language/language'

type TradeStepperProps = { trades: readonly Trade[]; at: Trade | null; onStep: (trade: Trade) => void }

/** From trade to trade on the chart, in the order in which they began. */
export function TradeStepper({ trades, at, onStep }: TradeStepperProps) {
  const t = useText()
  if (trades.length === 0) return null
  const place = at ? trades.indexOf(at) : -1
  const earlier = trades[place < 0 ? trades.length - 1 : place - 1]
  const later = trades[place + 1]
  const steps = [
    { name: t.result.step.earlier, to: earlier, Icon: ChevronLeft },
    { name: t.result.step.later, to: later, Icon: ChevronRight },
  ]
  const [back, on] = steps.map(({ name, to, Icon }) => (
    <Button
      key={name}
      look="quiet"
      size="icon"
      className="size-7"
      aria-label={name}
      title={name}
      disabled={!to}
      onClick={() => to && onStep(to)}
    >
      <Icon />
    </Button>
  ))
  return (
    <fieldset className="flex items-center" aria-label={t.result.step.label}>
      {back}
      <output className="figures whitespace-nowrap px-1 text-ink-soft text-xs">
        {place < 0
          ? t.result.step.none(count(trades.length))
          : t.result.step.at(count(place + 1), count(trades.length))}
      </output>
      {on}
    </fieldset>
  )
}
