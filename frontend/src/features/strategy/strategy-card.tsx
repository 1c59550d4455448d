'use client'
import { useState } from 'react'
import type { ChatReply, StoredStrategy } from '@/api/types'
import { RunBar } from '@/features/run/run-bar'
import { AssumptionList } from './assumption-list'
import { Expectations } from './expectations'
import { ParameterSliders } from './parameter-sliders'
import { ReadBack } from './read-back'
import { SafetyView } from './safety-view'
import { SuggestionList } from './suggestion-list'
import { UnusedWords } from './unused-words'

type StrategyCardProps = {
  stored: StoredStrategy
  reply: ChatReply | null
  onSay: (text: string) => void
  onRun: (runId: string) => void
}

/** The strategy as a person reads it, and below it what is needed to run it. */
export function StrategyCard({ stored, reply, onRun }: StrategyCardProps) {
  const [values, setValues] = useState<Record<string, number>>({})
  const { strategy } = stored
  return (
    <>
      <div className="thin-scroll min-h-0 flex-1 overflow-y-auto">
        <div className="flex flex-col gap-6 px-4 py-5">
          <ReadBack stored={stored} reply={reply} />
          <UnusedWords words={strategy.unused_words} />
          <AssumptionList stored={stored} />
          {reply ? <Expectations metadata={reply.metadata} /> : null}
          <SuggestionList stored={stored} suggestions={reply?.suggestions ?? []} />
          <ParameterSliders stored={stored} values={values} onChange={setValues} />
          {reply?.safety_report ? <SafetyView report={reply.safety_report} /> : null}
        </div>
      </div>
      <RunBar stored={stored} parameters={values} onStarted={onRun} />
    </>
  )
}
