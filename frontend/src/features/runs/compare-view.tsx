'use client'
import { useQueries } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { fetchRun, runKey } from '@/features/run/runs'
import { PageFrame } from '@/features/shell/page-frame'
import { useText } from '@/language/language'
import { CompareTable } from './compare-table'

const GrowthPanel = dynamic(() => import('./growth-panel').then((module) => module.GrowthPanel), {
  ssr: false,
})

/** Up to five runs beside each other: their curves and every figure. */
export function CompareView({ ids }: { ids: readonly string[] }) {
  const t = useText()
  const queries = useQueries({
    queries: ids.map((id) => ({ queryKey: runKey(id), queryFn: () => fetchRun(id) })),
  })
  const runs = queries.flatMap((query) => (query.data?.result ? [query.data] : []))
  const failed = queries.find((query) => query.isError)
  const ranges = new Set(runs.map((run) => `${run.settings.start} ${run.settings.end}`))
  return (
    <PageFrame
      title={t.library.compareTitle}
      note={ranges.size > 1 ? t.library.differentRanges : undefined}
      actions={
        <Button look="quiet" size="small" asChild>
          <Link href="/runs/">
            <ArrowLeft /> {t.library.allRuns}
          </Link>
        </Button>
      }
    >
      {failed ? <ProblemNote problem={failed.error} onRetry={() => void failed.refetch()} /> : null}
      {queries.some((query) => query.isPending) ? <SkeletonRows rows={6} label={t.common.loading} /> : null}
      {runs.length > 0 ? (
        <>
          <GrowthPanel runs={runs} />
          <CompareTable runs={runs} />
        </>
      ) : null}
    </PageFrame>
  )
}
