'use client'
import { ChartLine } from 'lucide-react'
import { useState } from 'react'
import type { StoredStrategy } from '@/api/types'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import { useMe } from '@/features/auth/session'
import { RunView } from '@/features/result/run-view'
import { bestSeries, useAvailability } from '@/features/run/availability'
import { RunBar } from '@/features/run/run-bar'
import { defaults, requestOf } from '@/features/run/run-form-state'
import { ParameterSliders } from '@/features/strategy/parameter-sliders'
import { usePaneRun } from '@/features/strategy/use-pane-run'
import { useText } from '@/language/language'
import { SweepPanel } from './sweep-panel'
import { ValidationPanel } from './validation-panel'

/** One strategy on the bench: its sliders, a sweep, a validation, and the result of the last run. */
export function Bench({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const me = useMe()
  const [values, setValues] = useState<Record<string, number>>({})
  const { runId, openRun } = usePaneRun(stored.id)
  const availability = useAvailability(stored.strategy.universe[0] ?? '')
  const series = bestSeries(availability.data?.items ?? [], stored.strategy.timeframe)
  const request = requestOf(defaults(stored.strategy, series, me.data), stored, {})
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,440px)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        <Panel className="overflow-hidden">
          <h2 className="sr-only">{stored.name}</h2>
          <div className="p-4">
            <ParameterSliders stored={stored} values={values} onChange={setValues} />
          </div>
          <RunBar stored={stored} parameters={values} onStarted={openRun} />
        </Panel>
        <SweepPanel
          stored={stored}
          request={request}
          onChoose={(chosen) => setValues({ ...values, ...chosen })}
        />
        <ValidationPanel stored={stored} request={request} />
      </div>
      {runId ? (
        <RunView id={runId} />
      ) : (
        <Panel>
          <Empty icon={ChartLine} title={t.library.runsEmpty}>
            {t.workshop.note}
          </Empty>
        </Panel>
      )}
    </div>
  )
}
