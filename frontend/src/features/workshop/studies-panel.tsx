'use client'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import type { StoredStrategy } from '@/api/types'
import { Panel } from '@/components/ui/panel'
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs'
import { useText } from '@/language/language'
import { MonteCarloView } from './monte-carlo-view'
import { SensitivityView } from './sensitivity-view'
import type { Values } from './session-wire'
import { StressView } from './stress-view'
import { SweepView } from './sweep-view'
import { type BenchRequest, withValues } from './tunable'
import { ValidationStudy } from './validation-study'
import { WalkForwardView } from './walk-forward-view'

type StudiesPanelProps = {
  stored: StoredStrategy
  request: BenchRequest
  moved: Values
  onChoose: (values: Values) => void
}

const STUDIES = ['sweep', 'walk_forward', 'monte_carlo', 'sensitivity', 'stress'] as const

/** Questions that take many runs: each in its own place, with its progress, and kept when the page is left. */
export function StudiesPanel({ stored, request, moved, onChoose }: StudiesPanelProps) {
  const t = useText()
  const asks = useSearchParams().get('study')
  const [tab, setTab] = useState<string>(STUDIES.find((one) => one === asks) ?? 'sweep')
  const asked = { ...request, strategy: withValues(request.strategy, moved) }
  const words = t.workshop.studies
  return (
    <Panel className="overflow-hidden" data-testid="studies">
      <Tabs value={tab} onValueChange={setTab}>
        <TabList>
          <Tab value="sweep">{words.sweep.title}</Tab>
          <Tab value="walk_forward">{words.walk_forward.title}</Tab>
          <Tab value="monte_carlo">{words.monte_carlo.title}</Tab>
          <Tab value="sensitivity">{words.sensitivity.title}</Tab>
          <Tab value="stress">{words.stress.title}</Tab>
        </TabList>
        <TabPanel value="sweep">
          <SweepView stored={stored} request={asked} onChoose={onChoose} />
        </TabPanel>
        <TabPanel value="walk_forward">
          <ValidationStudy
            slot="walk_forward"
            strategyId={stored.id}
            request={asked}
            validation={{ methods: ['walk_forward', 'walk_forward_anchored', 'purged'] }}
            show={(parts) => <WalkForwardView parts={parts} strategy={asked.strategy} />}
          />
        </TabPanel>
        <TabPanel value="monte_carlo">
          <ValidationStudy
            slot="monte_carlo"
            strategyId={stored.id}
            request={asked}
            validation={{ methods: ['block_bootstrap', 'shuffle'], paths: 1000 }}
            show={(parts) => <MonteCarloView parts={parts} />}
          />
        </TabPanel>
        <TabPanel value="sensitivity">
          <ValidationStudy
            slot="sensitivity"
            strategyId={stored.id}
            request={asked}
            validation={{ methods: ['sensitivity'] }}
            show={(parts) => <SensitivityView parts={parts} strategy={asked.strategy} />}
          />
        </TabPanel>
        <TabPanel value="stress">
          <ValidationStudy
            slot="stress"
            strategyId={stored.id}
            request={asked}
            validation={{ methods: ['stress', 'shocks', 'delay', 'noise', 'capacity'] }}
            show={(parts) => <StressView parts={parts} />}
          />
        </TabPanel>
      </Tabs>
    </Panel>
  )
}
