'use client'
import { useState } from 'react'
import type { StoredStrategy } from '@/api/types'
import { Panel } from '@/components/ui/panel'
import { RunView } from '@/features/result/run-view'
import { RunBar } from '@/features/run/run-bar'
import { ParameterSliders } from '@/features/strategy/parameter-sliders'

/** One strategy on the bench: its sliders, and the result of the last run with them. */
export function Bench({ stored }: { stored: StoredStrategy }) {
  const [values, setValues] = useState<Record<string, number>>({})
  const [runId, setRunId] = useState<string | null>(null)
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[380px_minmax(0,1fr)]">
      <Panel className="overflow-hidden">
        <div className="p-4">
          <ParameterSliders stored={stored} values={values} onChange={setValues} />
        </div>
        <RunBar stored={stored} parameters={values} onStarted={setRunId} />
      </Panel>
      {runId ? <RunView id={runId} /> : null}
    </div>
  )
}
