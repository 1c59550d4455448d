'use client'
import { useMemo } from 'react'
import type { Result } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { count } from '@/design/figures'
import { useText } from '@/language/language'
import { benchmarkName } from './benchmark-name'
import { ExposureChart } from './exposure-chart'
import { FallsPanel } from './falls-panel'
import { Histogram } from './histogram'
import { MonthGrid } from './month-grid'
import { histogram, monthTable } from './returns'
import { RollingChart } from './rolling-chart'
import type { RunSeries } from './run-series'
import { TradeScatter } from './trade-scatter'
import { YearBars } from './year-bars'

const BINS = 41

/** Where the returns came from: by month and year, their shape, how they changed, trade by trade. */
export function AnalysisPanel({ result, series }: { result: Result; series: RunSeries }) {
  const t = useText()
  const stats = result.summary_stats
  const { times, account, benchmark } = series
  const window = Math.max(20, Math.round(stats.periods_per_year / 2))
  const months = useMemo(() => monthTable(times, account.equity, stats.initial_cash), [times, account, stats])
  const holding = useMemo(
    () => (benchmark ? monthTable(times, benchmark.equity, benchmark.equity[0] ?? 1) : []),
    [times, benchmark],
  )
  const active = useMemo(() => account.returns.filter((value) => value !== 0), [account])
  const bins = useMemo(() => histogram(active, BINS), [active])

  return (
    <>
      <Panel>
        <PanelHead title={t.result.months} note={t.result.inPercent} />
        <MonthGrid table={months} />
      </Panel>
      <Panel>
        <PanelHead title={t.result.years} note={t.result.inPercent} />
        <YearBars table={months} benchmark={holding} benchmarkName={benchmarkName(result, t.result)} />
      </Panel>
      <FallsPanel series={series} />
      <Panel>
        <PanelHead title={t.result.rolling} note={t.result.rollingNote(count(window))} />
        {times.length > window ? (
          <RollingChart
            times={times}
            returns={account.returns}
            window={window}
            perYear={stats.periods_per_year}
          />
        ) : (
          <p className="px-4 py-6 text-[13px] text-ink-faint">{t.result.tooShort}</p>
        )}
      </Panel>
      <Panel>
        <PanelHead title={t.result.exposure} note={t.result.exposureNote} />
        <ExposureChart times={times} trades={result.trade_log} />
      </Panel>
      <div className="@container">
        <div className="grid gap-4 @3xl:grid-cols-2">
          <Panel>
            <PanelHead title={t.result.distribution} note={t.result.distributionNote(count(active.length))} />
            {bins.length > 0 ? (
              <Histogram bins={bins} />
            ) : (
              <p className="px-4 py-6 text-[13px] text-ink-faint">{t.result.tooShort}</p>
            )}
          </Panel>
          <Panel>
            <PanelHead title={t.result.scatter} note={count(result.trade_log.length)} />
            <TradeScatter trades={result.trade_log} across="bars" />
          </Panel>
          <Panel className="@3xl:col-span-2">
            <PanelHead title={t.result.excursions} />
            <TradeScatter trades={result.trade_log} across="excursions" />
          </Panel>
        </div>
      </div>
    </>
  )
}
