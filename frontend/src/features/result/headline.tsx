'use client'
import type { Result } from '@/api/types'
import { Explained } from '@/components/ui/explained'
import { classNames } from '@/design/class-names'
import { chance, number, percent, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { benchmarkName } from './benchmark-name'
import { FigureExplanation } from './figure'
import { COLOURED, type FigureName, figureOf, writeFigure } from './figure-line'
import { againstHolding } from './verdict'

const SHOWN: readonly FigureName[] = ['total_return', 'cagr', 'max_drawdown', 'sharpe', 'win_rate', 'trades']

/** The six figures that people look for, each beside what puts it into proportion. */
export function Headline({ result }: { result: Result }) {
  const t = useText()
  const stats = result.summary_stats
  const { benchmark } = result
  const isBehind = againstHolding(result)?.isBehind ?? false
  const beside: Partial<Record<FigureName, string>> = {
    total_return: benchmark
      ? `${benchmarkName(result, t.result)} ${writeFigure('total_return', benchmark.total_return)}`
      : '',
    cagr: benchmark ? `${benchmarkName(result, t.result)} ${writeFigure('cagr', benchmark.cagr)}` : '',
    max_drawdown: benchmark
      ? `${benchmarkName(result, t.result)} ${writeFigure('max_drawdown', benchmark.max_drawdown)}`
      : '',
    sharpe: `${t.statistics.names.deflated_sharpe.label} ${chance(stats.deflated_sharpe)} · ${t.statistics.names.trials.label}\u00a0${stats.trials}`,
    win_rate: `${t.statistics.names.profit_factor.label} ${number(stats.profit_factor)}`,
    trades: `${t.statistics.names.exposure.label} ${percent(stats.exposure, 0)}`,
  }
  return (
    <div className="@container">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card @md:grid-cols-3 @4xl:grid-cols-6">
        {SHOWN.map((name) => {
          const value = figureOf(stats, name)
          return (
            <div key={name} className="min-w-0 bg-surface px-3.5 py-3">
              <dt className="text-ink-soft text-xs">
                <Explained explanation={<FigureExplanation name={name} why={stats.undefined[name]} />}>
                  {t.statistics.names[name].label}
                </Explained>
              </dt>
              <dd
                data-headline={name}
                className={classNames(
                  'figures mt-0.5 font-semibold text-[21px] leading-tight tracking-[-0.02em]',
                  COLOURED.has(name) && tone(value),
                )}
              >
                {writeFigure(name, value)}
              </dd>
              <dd
                className={classNames(
                  'figures mt-0.5 break-words text-[11.5px] leading-snug',
                  name === 'total_return' && isBehind ? 'font-medium text-loss' : 'text-ink-faint',
                )}
              >
                {beside[name]}
                {name === 'total_return' && isBehind ? ` · ${t.result.behindHolding}` : null}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
