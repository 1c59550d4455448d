'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemNote } from '@/components/ui/problem-note'
import { Skeleton } from '@/components/ui/waiting'
import type { RunSeries } from './run-series'

type SeriesGateProps = {
  series: UseQueryResult<RunSeries>
  className: string
  children: (series: RunSeries) => ReactNode
}

/** What is drawn from the long series, once they are here. */
export function SeriesGate({ series, className, children }: SeriesGateProps) {
  if (series.data) return children(series.data)
  return series.isError ? (
    <ProblemNote className="m-3" problem={series.error} onRetry={() => void series.refetch()} />
  ) : (
    <Skeleton className={className} />
  )
}
