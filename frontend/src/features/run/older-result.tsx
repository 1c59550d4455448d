'use client'
import { History, Play } from 'lucide-react'
import type { Run, RunRequest, StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { useText } from '@/language/language'
import { isFinal, useRun, useStartRun } from './runs'

type OlderResultProps = { stored: StoredStrategy; runId: string; onStarted: (runId: string) => void }

/** Says that a result is of another version than the strategy beside it, and offers the same run of this one. */
export function OlderResult({ stored, runId, onStarted }: OlderResultProps) {
  const t = useText()
  const run = useRun(runId)
  const start = useStartRun()
  const ran = run.data?.strategy_version ?? null
  if (!run.data || !isFinal(run.data.status) || ran === null || ran === stored.version) return null
  const request = sameRunOf(run.data, stored)
  return (
    <div className="m-4 mb-0 flex flex-col gap-2">
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-caution/40 bg-caution-wash px-4 py-2.5 text-sm"
      >
        <History className="size-4 shrink-0 text-caution" aria-hidden />
        <p className="min-w-0 flex-1 basis-56">{t.run.olderVersion(ran, stored.version)}</p>
        <Button
          size="small"
          look="primary"
          disabled={start.isPending}
          onClick={() => start.mutate(request, { onSuccess: ({ id }) => onStarted(id) })}
        >
          <Play /> {t.run.runVersion(stored.version)}
        </Button>
      </div>
      {start.isError ? <ProblemNote problem={start.error} /> : null}
    </div>
  )
}

/** The run again, of another version: numbers that were moved belong to the version that had them. */
function sameRunOf({ settings }: Run, { id, version }: StoredStrategy): RunRequest {
  const overrides = Object.entries(settings.overrides ?? {}).filter(
    ([path]) => !path.startsWith('parameters.'),
  )
  return { ...settings, strategy_id: id, strategy_version: version, overrides: Object.fromEntries(overrides) }
}
