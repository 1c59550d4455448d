'use client'
import type { SummaryStats } from '@/api/types'
import { classNames } from '@/design/class-names'
import { tone } from '@/design/figures'
import { type FigureName, figureOf, writeFigure } from '@/features/result/figure-line'
import { useText } from '@/language/language'
import { changeOf } from './live-figures'

type LiveStripProps = { stats: SummaryStats; saved: SummaryStats; moved: boolean }

const SHOWN: readonly FigureName[] = ['total_return', 'sharpe', 'max_drawdown']

/** On narrow screens: three figures that stay in sight above the sliders. */
export function LiveStrip({ stats, saved, moved }: LiveStripProps) {
  const t = useText()
  return (
    <dl className="figures sticky top-0 z-20 mb-3 grid grid-cols-3 gap-2 rounded-xl border border-line bg-raised px-3.5 py-2 shadow-card lg:hidden">
      {SHOWN.map((name) => {
        const now = figureOf(stats, name)
        const before = figureOf(saved, name)
        return (
          <div key={name} className="min-w-0">
            <dt className="truncate text-[11px] text-ink-soft">{t.statistics.names[name].label}</dt>
            <dd className="font-semibold text-[15px] leading-tight">{writeFigure(name, now)}</dd>
            <dd className={classNames('min-h-4 text-[11px]', tone((now ?? 0) - (before ?? 0)))}>
              {moved ? changeOf(name, now, before, t.workshop) : ''}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
