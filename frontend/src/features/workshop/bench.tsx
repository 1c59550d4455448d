'use client'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import type { StoredStrategy, Strategy } from '@/api/types'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { requestOf } from '@/features/run/run-form-state'
import { useRunForm } from '@/features/run/use-run-form'
import { useKept } from '@/features/shell/use-kept'
import { useText } from '@/language/language'
import { LivePanel } from './live-panel'
import { LiveStrip } from './live-strip'
import { NumbersPanel } from './numbers-panel'
import type { Values } from './session-wire'
import { StudiesPanel } from './studies-panel'
import { movedOf, useTunable } from './tunable'
import { useLiveSession } from './use-live-session'

type OpenBenchProps = { stored: StoredStrategy; tunable: Strategy }

function OpenBench({ stored, tunable }: OpenBenchProps) {
  const router = useRouter()
  const [values, setValues] = useKept<Values>(`vibe.bench.${stored.id}.${stored.version}`, {})
  const held = useRunForm(stored)
  const request = { ...requestOf(held.form, stored, {}), strategy: tunable }
  const moved = useMemo(() => movedOf(tunable, values), [tunable, values])
  const { state, look } = useLiveSession(held.valid ? request : null, moved)
  const hasMoved = Object.keys(moved).length > 0
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[340px_minmax(0,1fr)]">
      <h2 className="sr-only">{stored.name}</h2>
      <div className="min-w-0 lg:sticky lg:top-4">
        {state.frame && state.saved ? (
          <LiveStrip stats={state.frame.stats} saved={state.saved.stats} moved={hasMoved} />
        ) : null}
        <NumbersPanel
          stored={stored}
          tunable={tunable}
          held={held}
          values={values}
          onChange={setValues}
          onRun={(id) => router.push(`/runs/?id=${id}`)}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <LivePanel state={state} moved={hasMoved} onLook={look} />
        <StudiesPanel
          stored={stored}
          request={request}
          moved={moved}
          onChoose={(chosen) => setValues({ ...values, ...chosen })}
        />
      </div>
    </div>
  )
}

/** One strategy on the bench: its numbers, what they do at once, and what studies make of them. */
export function Bench({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const tunable = useTunable(stored)
  if (tunable.isPending) return <SkeletonRows rows={6} label={t.common.loading} />
  if (tunable.isError) return <ProblemNote problem={tunable.error} onRetry={() => void tunable.refetch()} />
  return <OpenBench stored={stored} tunable={tunable.data} />
}
