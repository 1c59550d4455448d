'use client'
import { Check, Plus } from 'lucide-react'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'

export type IndicatorId = keyof typeof INDICATORS

/** What the chart offers, as the language writes it. */
export const INDICATORS = {
  sma50: { label: 'SMA 50', expressions: ['sma(close, 50)'] },
  sma200: { label: 'SMA 200', expressions: ['sma(close, 200)'] },
  ema20: { label: 'EMA 20', expressions: ['ema(close, 20)'] },
  bands: {
    label: 'Bollinger 20, 2',
    expressions: ['bbands(close, 20, 2).upper', 'bbands(close, 20, 2).lower'],
  },
  rsi: { label: 'RSI 14', expressions: ['rsi(close, 14)'] },
  macd: {
    label: 'MACD 12, 26, 9',
    expressions: ['macd(close, 12, 26, 9).macd', 'macd(close, 12, 26, 9).signal'],
  },
  atr: { label: 'ATR 14', expressions: ['atr(14)'] },
} as const satisfies Record<string, { label: string; expressions: readonly string[] }>

const ALL = Object.keys(INDICATORS) as IndicatorId[]

type IndicatorChipsProps = {
  chosen: readonly IndicatorId[]
  busy: boolean
  onChange: (chosen: readonly IndicatorId[]) => void
}

/** Indicators to draw, each switched by one touch. */
export function IndicatorChips({ chosen, busy, onChange }: IndicatorChipsProps) {
  const t = useText()
  return (
    <fieldset aria-busy={busy} className="flex flex-wrap gap-1.5 px-4 pt-3">
      <legend className="sr-only">{t.markets.indicators}</legend>
      {ALL.map((id) => {
        const on = chosen.includes(id)
        return (
          <button
            key={id}
            type="button"
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((one) => one !== id) : [...chosen, id])}
            className={classNames(
              'flex h-7 items-center gap-1 rounded-full border px-2.5 text-xs max-sm:h-9',
              on
                ? 'border-accent bg-accent-wash font-medium text-accent'
                : 'border-line text-ink-soft hover:border-line-strong',
            )}
          >
            {on ? <Check className="size-3" aria-hidden /> : <Plus className="size-3" aria-hidden />}
            {INDICATORS[id].label}
          </button>
        )
      })}
    </fieldset>
  )
}
