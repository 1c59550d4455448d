import type { BenchmarkResult, SummaryStats } from '@/api/types'
import { chance, count, number, percent, signedNumber, signedPercent } from '@/design/figures'
import type { Catalogue } from '@/language/language'

export type FigureName = keyof Catalogue['statistics']['names']
type Writer = (value: number | null) => string

const plainPercent: Writer = (value) => percent(value, 1)
const ofHundred: Writer = (value) => signedPercent(value === null ? null : value / 100, 1)

/** How each figure is written. */
const writers: Partial<Record<FigureName, Writer>> = {
  initial_cash: count,
  final_equity: (value) => number(value, 2),
  total_return: signedPercent,
  cagr: signedPercent,
  volatility: plainPercent,
  max_drawdown: plainPercent,
  max_drawdown_days: count,
  win_rate: plainPercent,
  expectancy: signedNumber,
  exposure: plainPercent,
  trades: count,
  average_bars_held: (value) => number(value, 1),
  costs_paid: (value) => number(value, 2),
  value_at_risk_95: (value) => percent(value, 2),
  conditional_value_at_risk_95: (value) => percent(value, 2),
  probabilistic_sharpe: chance,
  deflated_sharpe: chance,
  trials: count,
  best_trade_pct: ofHundred,
  worst_trade_pct: ofHundred,
  bars: count,
  alpha: signedPercent,
}

export function writeFigure(name: FigureName, value: number | null | undefined): string {
  const writer = writers[name] ?? ((plain) => number(plain, 2))
  return writer(value ?? null)
}

/** Figures whose sign is good or bad, for their colour. */
export const COLOURED: ReadonlySet<FigureName> = new Set([
  'total_return',
  'cagr',
  'expectancy',
  'best_trade_pct',
  'worst_trade_pct',
  'alpha',
])

export type FigureGroup = { title: keyof Catalogue['statistics']['groups']; names: readonly FigureName[] }

export const GROUPS: readonly FigureGroup[] = [
  { title: 'growth', names: ['total_return', 'cagr', 'final_equity', 'initial_cash', 'bars'] },
  {
    title: 'risk',
    names: [
      'volatility',
      'max_drawdown',
      'max_drawdown_days',
      'value_at_risk_95',
      'conditional_value_at_risk_95',
    ],
  },
  {
    title: 'reward',
    names: ['sharpe', 'deflated_sharpe', 'probabilistic_sharpe', 'sortino', 'calmar', 'trials'],
  },
  {
    title: 'trades',
    names: [
      'trades',
      'win_rate',
      'profit_factor',
      'expectancy',
      'average_bars_held',
      'best_trade_pct',
      'worst_trade_pct',
    ],
  },
  { title: 'costs', names: ['exposure', 'turnover', 'costs_paid'] },
  { title: 'shape', names: ['tail_ratio', 'skew', 'kurtosis'] },
]

export function figureOf(stats: SummaryStats, name: FigureName): number | null {
  if (!(name in stats)) return null
  const value = stats[name as keyof SummaryStats]
  return typeof value === 'number' ? value : null
}

export const BENCHMARK_NAMES = [
  'total_return',
  'cagr',
  'sharpe',
  'max_drawdown',
  'alpha',
  'beta',
  'information_ratio',
] as const
export type BenchmarkFigure = (typeof BENCHMARK_NAMES)[number] & keyof BenchmarkResult
