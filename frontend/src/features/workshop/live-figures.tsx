'use client'
import type { SummaryStats } from '@/api/types'
import { Explained } from '@/components/ui/explained'
import { classNames } from '@/design/class-names'
import { chance, signedNumber, tone } from '@/design/figures'
import { FigureExplanation } from '@/features/result/figure'
import { COLOURED, type FigureName, figureOf, writeFigure } from '@/features/result/figure-line'
import { type Catalogue, useText } from '@/language/language'

type LiveFiguresProps = { stats: SummaryStats; saved: SummaryStats; moved: boolean }

const SHOWN: readonly FigureName[] = ['total_return', 'cagr', 'max_drawdown', 'sharpe', 'win_rate', 'trades']
const FRACTIONS: ReadonlySet<FigureName> = new Set(['total_return', 'cagr', 'max_drawdown', 'win_rate'])

/** A figure's change against the saved version: percentage points for shares, the plain difference for the rest. */
export function changeOf(
  name: FigureName,
  now: number | null,
  before: number | null,
  words: Catalogue['workshop'],
): string {
  if (now === null || before === null) return '–'
  const change = now - before
  if (FRACTIONS.has(name)) return words.points(signedNumber(change * 100, 1))
  return signedNumber(change, name === 'trades' ? 0 : 2)
}

/** The six figures that people look for, and what moving the numbers did to each. */
export function LiveFigures({ stats, saved, moved }: LiveFiguresProps) {
  const t = useText()
  return (
    <div className="@container">
      <dl className="grid grid-cols-2 gap-px bg-line @md:grid-cols-3 @2xl:grid-cols-6">
        {SHOWN.map((name) => {
          const now = figureOf(stats, name)
          const before = figureOf(saved, name)
          // Too small to be written is too small to be good or bad.
          const change = Math.round(((now ?? 0) - (before ?? 0)) * (FRACTIONS.has(name) ? 1000 : 100))
          return (
            <div key={name} className="min-w-0 bg-surface px-3.5 py-2.5">
              <dt className="text-ink-soft text-xs">
                <Explained explanation={<FigureExplanation name={name} why={stats.undefined[name]} />}>
                  {t.statistics.names[name].label}
                </Explained>
              </dt>
              <dd
                data-live={name}
                className={classNames(
                  'figures mt-0.5 font-semibold text-[20px] leading-tight tracking-[-0.02em]',
                  COLOURED.has(name) && tone(now),
                )}
              >
                {writeFigure(name, now)}
              </dd>
              <dd className="figures min-h-4.5 text-[11.5px] text-ink-faint" data-change={name}>
                {moved ? (
                  <>
                    <span
                      className={name === 'trades' ? 'font-medium' : classNames('font-medium', tone(change))}
                    >
                      {changeOf(name, now, before, t.workshop)}
                    </span>{' '}
                    {t.workshop.against(writeFigure(name, before))}
                  </>
                ) : name === 'sharpe' ? (
                  `${t.statistics.names.deflated_sharpe.label} ${chance(stats.deflated_sharpe)}`
                ) : null}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
