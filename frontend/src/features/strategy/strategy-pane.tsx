'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { ChatReply } from '@/api/types'
import { ProblemNote } from '@/components/ui/problem-note'
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import { SkeletonRows } from '@/components/ui/waiting'
import { useText } from '@/language/language'
import { CodeView } from './code-view'
import { useStrategy } from './strategies'
import { StrategyCard } from './strategy-card'
import { StrategyHead } from './strategy-head'
import { usePaneRun } from './use-pane-run'

const PaneResult = dynamic(() => import('@/features/run/pane-result').then((module) => module.PaneResult), {
  ssr: false,
})
const DocumentEditor = dynamic(() => import('./document-editor').then((module) => module.DocumentEditor), {
  ssr: false,
})
const VersionsView = dynamic(() => import('./versions-view').then((module) => module.VersionsView), {
  ssr: false,
})

type View = 'strategy' | 'result'
type Tabbed = View | 'document' | 'code' | 'versions'
type StrategyPaneProps = {
  strategyId: string
  reply: ChatReply | null
  view: View | null
  onView: (view: View) => void
  onSay: (text: string) => void
}

/** Everything about the strategy of a conversation: how it reads, what a run found, its document, code and versions. */
export function StrategyPane({ strategyId, reply, view, onView, onSay }: StrategyPaneProps) {
  const t = useText()
  const stored = useStrategy(strategyId)
  const { runId, isRunAsked, openRun } = usePaneRun(strategyId)
  const [tab, setTab] = useState<Tabbed>(isRunAsked ? 'result' : 'strategy')
  const shown =
    view === 'result' && tab === 'strategy'
      ? 'result'
      : view === 'strategy' && tab === 'result'
        ? 'strategy'
        : tab
  const show = (next: string) => {
    setTab(next as Tabbed)
    if (next === 'strategy' || next === 'result') onView(next)
  }

  if (stored.isPending) return <SkeletonRows rows={6} label={t.common.loading} />
  if (stored.isError) {
    return <ProblemNote className="m-4" problem={stored.error} onRetry={() => void stored.refetch()} />
  }
  const current = reply?.version === stored.data.version ? reply : null
  return (
    <Tabs value={shown} onValueChange={show} className="flex min-h-0 flex-1 flex-col">
      <StrategyHead stored={stored.data} />
      <TabList>
        <Tab value="strategy">{t.strategy.overview}</Tab>
        <Tab value="result">{t.chat.resultTab}</Tab>
        <Tab value="document">{t.strategy.document}</Tab>
        <Tab value="code">{t.strategy.code}</Tab>
        <Tab value="versions">{t.strategy.versions}</Tab>
      </TabList>
      <TabPanel value="strategy" className="flex min-h-0 flex-1 flex-col">
        <StrategyCard
          key={stored.data.version}
          stored={stored.data}
          reply={current}
          onSay={onSay}
          onRun={(id) => {
            openRun(id)
            show('result')
          }}
        />
      </TabPanel>
      <TabPanel value="result" className="thin-scroll min-h-0 flex-1 overflow-y-auto">
        <PaneResult stored={stored.data} runId={runId} onBack={() => show('strategy')} onStarted={openRun} />
      </TabPanel>
      <TabPanel value="document" className="flex min-h-0 flex-1 flex-col">
        <DocumentEditor key={stored.data.version} stored={stored.data} />
      </TabPanel>
      <TabPanel value="code" className="thin-scroll min-h-0 flex-1 overflow-y-auto p-4">
        <CodeView code={stored.data.code} />
      </TabPanel>
      <TabPanel value="versions" className="thin-scroll min-h-0 flex-1 overflow-y-auto p-4">
        <VersionsView stored={stored.data} />
      </TabPanel>
    </Tabs>
  )
}
