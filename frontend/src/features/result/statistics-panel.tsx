'use client'
import type { Result } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { number } from '@/design/figures'
import { useText } from '@/language/language'
import { benchmarkName } from './benchmark-name'
import { FigureRow } from './figure'
import { BENCHMARK_NAMES, figureOf, GROUPS } from './figure-line'

/** Every figure of the run, in groups; each name opens its definition. */
export function StatisticsPanel({ result }: { result: Result }) {
  const t = useText()
  const stats = result.summary_stats
  const { benchmark } = result
  const yearly = t.statistics.perYear(number(stats.periods_per_year, 0))
  return (
    <Panel>
      <PanelHead title={t.result.statistics} note={`${t.result.statisticsNote} ${yearly}`} />
      <div className="@container px-4 py-4" data-testid="statistics">
        <div className="columns-1 gap-10 @md:columns-2 @4xl:columns-3">
          {GROUPS.map((group) => (
            <section key={group.title} className="mb-5 break-inside-avoid">
              <h3 className="mb-0.5 border-line border-b pb-1 font-semibold text-[12px] text-ink-faint">
                {t.statistics.groups[group.title]}
              </h3>
              <dl>
                {group.names.map((name) => (
                  <FigureRow
                    key={name}
                    name={name}
                    value={figureOf(stats, name)}
                    why={stats.undefined[name]}
                    note={yearly}
                  />
                ))}
              </dl>
            </section>
          ))}
          {benchmark ? (
            <section className="mb-5 break-inside-avoid">
              <h3 className="mb-0.5 border-line border-b pb-1 font-semibold text-[12px] text-ink-faint">
                {benchmarkName(result, t.result)}
              </h3>
              <dl>
                {BENCHMARK_NAMES.map((name) => (
                  <FigureRow key={name} name={name} value={benchmark[name]} why={benchmark.undefined[name]} />
                ))}
              </dl>
            </section>
          ) : null}
        </div>
      </div>
    </Panel>
  )
}
