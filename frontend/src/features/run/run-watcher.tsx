'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { toast } from 'sonner'
import { useText } from '@/language/language'
import { unfollowRun, useFollowedRuns } from './followed-runs'
import { isFinal, useRun } from './runs'
import { useRunLine } from './use-run-line'

function Watch({ id }: { id: string }) {
  const t = useText()
  const run = useRun(id)
  const client = useQueryClient()
  const router = useRouter()
  const told = useRef(false)
  useRunLine(id, run.data?.status)

  useEffect(() => {
    if (!run.data || !isFinal(run.data.status) || told.current) return
    told.current = true
    const name = run.data.strategy_name
    const inSight = window.location.search.includes(id)
    if (!inSight && run.data.status === 'completed') {
      toast.success(t.run.finished(name), {
        action: { label: t.strategy.open, onClick: () => router.push(`/runs/?id=${id}`) },
      })
    } else if (!inSight) toast.error(t.run.failed(name))
    void client.invalidateQueries({ queryKey: ['runs'] })
    unfollowRun(id)
  }, [run.data, id, t, client, router])
  return null
}

/** Follows the runs that were started here, and says when one ends out of sight. */
export function RunWatcher() {
  const followed = useFollowedRuns()
  return followed.map((id) => <Watch key={id} id={id} />)
}
