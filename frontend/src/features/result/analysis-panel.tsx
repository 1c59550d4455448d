'use client'
import { useMemo } from 'react'
import type { Result } from '@/api/types'
import { Panel, PanelHead } from '@/components/ui/panel'
import { count } from '@/design/figures'
import { LineChart } from '@/features/chart/line-chart'
import { useText } from '@/language/language'
import { benchmarkName } from './benchmark-name'
import { Histogram } from './histogram'
import { MonthGrid } from './month-grid'
import { histogram, monthTable, openPositions, rolling } from './returns'
import { TradeScatter } from './trade-scatter'
import { YearBars } from './year-bars'

const BINS = 41

/** Where the returns came from: by month and year, their shape, how they changed, trade by trade. */
export function AnalysisPanel({ result }: { result: Result }) {
  const t = useText()
  const stats = result.summary_stats
  const window = Math.max(20, Math.round(stats.periods_per_year / 2))
  const months = useMemo(() => monthTable(result.equity_curve, stats.initial_cash), [result, stats])
  const holding = useMemo(
    () =>
      result.benchmark
        ? monthTable(result.benchmark.equity_curve, Object.values(result.benchmark.equity_curve)[0] ?? 1)
        : [],
    [result],
  )
  const active = useMemo(() => Object.values(result.returns_series).filter((value) => value !== 0), [result])
  const bins = useMemo(() => histogram(active, BINS), [active])
  const moving = useMemo(
    () => rolling(result.returns_series, window, stats.periods_per_year),
    [result, window, stats],
  )
  const positions = useMemo(
    () => openPositions(Object.keys(result.equity_curve).sort(), result.trade_log),
    [result],
  )
  const longEnough = Object.keys(moving.volatility).length > 1

  return (
    <>
      <Panel>
        <PanelHead title={t.result.months} />
        <MonthGrid table={months} />
      </Panel>
      <Panel>
        <PanelHead title={t.result.years} />
        <YearBars table={months} benchmark={holding} benchmarkName={benchmarkName(result, t.result)} />
      </Panel>
      <Panel>
        <PanelHead title={t.result.rolling} note={t.result.rollingNote(window)} />
        {longEnough ? (
          <LineChart
            label={t.result.rolling}
            lines={[
              {
                name: t.statistics.names.sharpe.label,
                values: moving.sharpe,
                colour: 'series-1',
                pane: 0,
                kind: 'plain',
              },
              {
                name: t.statistics.names.volatility.label,
                values: moving.volatility,
                colour: 'series-3',
                pane: 1,
                kind: 'percent',
              },
            ]}
          />
        ) : (
          <p className="px-4 py-6 text-[13px] text-ink-faint">{t.result.tooShort}</p>
        )}
      </Panel>
      <Panel>
        <PanelHead title={t.result.exposure} />
        <LineChart
          label={t.result.exposure}
          height={150}
          lines={[{ name: t.result.exposure, values: positions, colour: 'series-5', pane: 0, kind: 'step' }]}
        />
      </Panel>
      <div className="@container">
        <div className="grid gap-4 @3xl:grid-cols-2">
          <Panel>
            <PanelHead title={t.result.distribution} note={t.result.distributionNote(active.length)} />
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
