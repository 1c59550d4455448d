'use client'
import Link from 'next/link'
import type { Run } from '@/api/types'
import { Explained } from '@/components/ui/explained'
import { Panel, PanelHead } from '@/components/ui/panel'
import { classNames } from '@/design/class-names'
import { FigureExplanation } from '@/features/result/figure'
import { type FigureName, figureOf, GROUPS, writeFigure } from '@/features/result/figure-line'
import { useText } from '@/language/language'

const HIGHER_IS_BETTER: ReadonlySet<FigureName> = new Set([
  'total_return',
  'cagr',
  'sharpe',
  'deflated_sharpe',
  'probabilistic_sharpe',
  'sortino',
  'calmar',
  'max_drawdown',
  'win_rate',
  'profit_factor',
  'expectancy',
])

/** The position of the best value of a line; -1 where there is none or all are alike. */
export function bestOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  if (known.length < 2 || new Set(known).size === 1) return -1
  return values.indexOf(Math.max(...known))
}

export function CompareTable({ runs }: { runs: readonly Run[] }) {
  const t = useText()
  return (
    <Panel>
      <PanelHead title={t.result.statistics} note={t.result.statisticsNote} />
      <div className="thin-scroll overflow-x-auto" tabIndex={0}>
        <table className="figures w-full text-[13px]" style={{ minWidth: 150 + runs.length * 136 }}>
          <thead>
            <tr className="border-line border-b align-bottom">
              <td className="sticky left-0 bg-surface" />
              {runs.map((run, index) => (
                <th key={run.id} scope="col" className="max-w-48 px-3 py-2.5 text-right font-medium">
                  <Link href={`/runs/?id=${run.id}`} className="hover:underline">
                    {index + 1} · {run.strategy_name}
                  </Link>
                  <span className="block font-normal text-ink-faint text-xs">
                    {run.settings.start} → {run.settings.end}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {GROUPS.flatMap((group) => group.names).map((name) => {
              const values = runs.map((run) => (run.result ? figureOf(run.result.summary_stats, name) : null))
              const best = HIGHER_IS_BETTER.has(name) ? bestOf(values) : -1
              return (
                <tr key={name} className="border-line border-b last:border-b-0">
                  <th
                    scope="row"
                    className="sticky left-0 bg-surface py-1.5 pr-2 pl-4 text-left font-normal text-ink-soft"
                  >
                    <Explained explanation={<FigureExplanation name={name} />}>
                      {t.statistics.names[name].label}
                    </Explained>
                  </th>
                  {values.map((value, index) => (
                    <td
                      key={runs[index]?.id}
                      className={classNames('px-3 text-right', index === best && 'font-semibold text-accent')}
                    >
                      {writeFigure(name, value)}
                      {index === best ? <span aria-hidden> ●</span> : null}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
