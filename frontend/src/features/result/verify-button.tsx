'use client'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { useVerify } from '@/features/run/runs'
import { useText } from '@/language/language'

/** Runs it again and says whether the same comes out. */
export function VerifyButton({ runId }: { runId: string }) {
  const t = useText()
  const verify = useVerify()
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <Button size="small" disabled={verify.isPending} onClick={() => verify.mutate(runId)}>
        {verify.isPending ? t.result.verifying : t.result.verify}
      </Button>
      {verify.data ? (
        <p role="status" className={verify.data.matches ? 'text-gain' : 'text-loss'}>
          {verify.data.matches ? t.result.verified : t.result.notVerified(verify.data.changed.join(', '))}
        </p>
      ) : null}
      {verify.isError ? <ProblemNote className="w-full" problem={verify.error} /> : null}
    </div>
  )
}
