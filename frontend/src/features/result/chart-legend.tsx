'use client'
import type { Trade } from '@/api/types'
import { indicatorName } from '@/features/chart/indicator-name'
import { exitKind } from '@/features/chart/trade-markers'
import { useText } from '@/language/language'
import { exitReason } from './exit-reason'
import type { DrawnLine } from './run-series'

type ChartLegendProps = { trades: readonly Trade[]; indicators: readonly DrawnLine[] }

const LINE_COLOURS = ['var(--series-3)', 'var(--series-4)', 'var(--series-5)', 'var(--series-1)']
const SHAPES = {
  entry: { path: 'M6 2 L10.5 9 H1.5 Z', colour: 'var(--accent)' },
  exit: { path: 'M6 10 L10.5 3 H1.5 Z', colour: 'var(--ink)' },
  stop: { path: 'M2 2 H10 V10 H2 Z', colour: 'var(--loss)' },
  target: { path: 'M6 1.5 A4.5 4.5 0 1 1 5.99 1.5 Z', colour: 'var(--gain)' },
  open: { path: 'M6 1.5 A4.5 4.5 0 1 1 5.99 1.5 Z', colour: 'var(--ink-faint)' },
  other: { path: 'M6 10 L10.5 3 H1.5 Z', colour: 'var(--ink-faint)' },
} as const

/** What the shapes and lines on the chart mean; only what is really there. */
export function ChartLegend({ trades, indicators }: ChartLegendProps) {
  const t = useText()
  const kinds = new Set(trades.map(exitKind))
  const others = new Set(
    trades.filter((trade) => exitKind(trade) === 'other').map((trade) => exitReason(trade, t.document)),
  )
  const shapes = (['entry', 'exit', 'stop', 'target', 'open', 'other'] as const).filter((kind) =>
    kind === 'entry' ? trades.length > 0 : kinds.has(kind),
  )
  return (
    <ul
      className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-2.5 text-ink-soft text-xs"
      data-testid="chart-legend"
    >
      {shapes.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5" data-marker={kind}>
          <svg viewBox="0 0 12 12" className="size-2.5" aria-hidden="true">
            <path d={SHAPES[kind].path} style={{ fill: SHAPES[kind].colour }} />
          </svg>
          {kind === 'other' ? t.result.legend.otherOf([...others].join(', ')) : t.result.legend[kind]}
        </li>
      ))}
      {indicators.map((line, index) => (
        <li key={line.name} className="flex items-center gap-1.5" title={line.expression}>
          <span
            aria-hidden
            className="h-0.5 w-3.5 rounded-full"
            style={{ background: LINE_COLOURS[index % LINE_COLOURS.length] }}
          />
          {indicatorName(line.name)}
        </li>
      ))}
    </ul>
  )
}
