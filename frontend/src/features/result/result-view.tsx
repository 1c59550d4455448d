'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Result, Run, Trade } from '@/api/types'
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import { classNames } from '@/design/class-names'
import { count } from '@/design/figures'
import { CursorProvider } from '@/features/chart/shared-cursor'
import { useText } from '@/language/language'
import { BandPanel } from './band-panel'
import { EquityPanel } from './equity-panel'
import { Headline } from './headline'
import { IntegrityPanel } from './integrity-panel'
import { NextSteps } from './next-steps'
import { PlainWords } from './plain-words'
import { type Focus, PricePanel } from './price-panel'
import { ResultActions } from './result-actions'
import { SeriesGate } from './series-gate'
import { StatisticsPanel } from './statistics-panel'
import { useRunSeries } from './use-run-series'

const TradesPanel = dynamic(() => import('./trades-panel').then((module) => module.TradesPanel), {
  ssr: false,
})
const AnalysisPanel = dynamic(() => import('./analysis-panel').then((module) => module.AnalysisPanel), {
  ssr: false,
})

type ResultViewProps = { run: Run; result: Result; inPane?: boolean }

/** What a run found: first in words, then in charts, then in every figure. */
export function ResultView({ run, result, inPane = false }: ResultViewProps) {
  const t = useText()
  const series = useRunSeries(run.id)
  const [tab, setTab] = useState('overview')
  const [focus, setFocus] = useState<Focus | null>(null)
  const jump = (trade: Trade) => {
    setFocus({ trade })
    setTab('overview')
  }
  const space = classNames('flex flex-col gap-4', inPane ? 'p-4' : 'pt-4')
  return (
    <Tabs value={tab} onValueChange={setTab}>
      <div
        className={classNames(
          'flex items-center gap-2 border-line border-b',
          inPane ? 'pr-4 pl-2.5' : '-ml-1.5',
        )}
      >
        <TabList className="min-w-0 flex-1 border-b-0 px-0">
          <Tab value="overview">{t.result.overview}</Tab>
          <Tab value="trades">
            {t.result.trades} <span className="figures text-ink-faint">{count(result.trade_log.length)}</span>
          </Tab>
          <Tab value="analysis">{t.result.analysis}</Tab>
          <Tab value="integrity">{t.result.integrity}</Tab>
        </TabList>
        <ResultActions run={run} result={result} inPane={inPane} />
      </div>
      <TabPanel value="overview" className={space}>
        <PlainWords run={run} result={result} />
        <Headline result={result} />
        <CursorProvider>
          <PricePanel
            run={run}
            result={result}
            series={series}
            focus={focus}
            onFocus={(trade) => setFocus({ trade })}
          />
          <EquityPanel result={result} series={series} />
        </CursorProvider>
        <StatisticsPanel result={result} />
        <BandPanel result={result} />
        {run.strategy_id ? <NextSteps strategyId={run.strategy_id} /> : null}
      </TabPanel>
      <TabPanel value="trades" className={space}>
        <TradesPanel trades={result.trade_log} code={result.code} onJump={jump} />
      </TabPanel>
      <TabPanel value="analysis" className={space}>
        <SeriesGate series={series} className="h-96">
          {(loaded) => <AnalysisPanel result={result} series={loaded} />}
        </SeriesGate>
      </TabPanel>
      <TabPanel value="integrity" className={space}>
        <IntegrityPanel run={run} result={result} />
      </TabPanel>
    </Tabs>
  )
}
