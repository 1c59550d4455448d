'use client'
import { useQueryClient } from '@tanstack/react-query'
import type { Integrity, Run } from '@/api/types'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { runKey, useAskSecondEngine } from '@/features/run/runs'
import { useText } from '@/language/language'

type SecondEngineProps = { runId: string; engines: Integrity['engines'] }

/** Whether an engine of other people finds the same trades; asked for where nobody has asked yet. */
export function SecondEngine({ runId, engines }: SecondEngineProps) {
  const t = useText()
  const client = useQueryClient()
  const ask = useAskSecondEngine()
  const { checked_with, agrees, detail } = ask.data ?? engines
  const check = () =>
    ask.mutate(runId, {
      onSuccess: (found) =>
        client.setQueryData<Run>(runKey(runId), (run) =>
          run?.result
            ? {
                ...run,
                result: { ...run.result, integrity: { ...run.result.integrity, engines: found } },
              }
            : run,
        ),
    })
  if (checked_with !== null && agrees !== null) {
    return (
      <>
        <p>{agrees ? t.result.enginesAgree(checked_with) : t.result.enginesDiffer(checked_with)}</p>
        {detail ? <p className="text-ink-faint text-xs">{t.said(detail)}</p> : null}
      </>
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <p className="w-full">{detail ? t.said(detail) : t.result.enginesNone}</p>
      {ask.data ? null : (
        <Button size="small" disabled={ask.isPending} onClick={check}>
          {ask.isPending ? t.result.askingSecond : t.result.askSecond}
        </Button>
      )}
      {ask.isError ? <ProblemNote className="w-full" problem={ask.error} /> : null}
    </div>
  )
}
