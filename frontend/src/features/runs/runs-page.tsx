'use client'
import { useSearchParams } from 'next/navigation'
import { CompareView } from './compare-view'
import { RunDetail } from './run-detail'
import { RunList } from './run-list'

/** The list of runs, one run, or several beside each other: the address tells. */
export function RunsPage() {
  const query = useSearchParams()
  const id = query.get('id')
  const compared = query.get('compare')?.split(',').filter(Boolean) ?? []
  if (id) return <RunDetail id={id} />
  if (compared.length > 0) return <CompareView ids={compared.slice(0, 5)} />
  return <RunList />
}
