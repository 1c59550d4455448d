'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { call } from '@/api/http'
import type { Page, Session } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { DASH, localMoment } from '@/design/figures'
import { useText } from '@/language/language'

const BROWSERS = /(Edg|OPR|Firefox|Chrome|HeadlessChrome|Safari)\/(\d+)/g
const SYSTEMS = /(Windows|Mac OS X|iPhone|iPad|Android|Linux)/
const NAMES: Record<string, string> = {
  Edg: 'Edge',
  OPR: 'Opera',
  HeadlessChrome: 'Chrome',
  'Mac OS X': 'macOS',
}

/** A browser and its system as people call them, from what the program says of itself. */
function programOf(agent: string | null): string {
  const told = [...(agent ?? '').matchAll(BROWSERS)].map(([, name = '', version]) => ({ name, version }))
  const browser = told.find(({ name }) => name === 'Edg' || name === 'OPR') ?? told[0]
  const [, system = ''] = SYSTEMS.exec(agent ?? '') ?? []
  if (!browser) return agent ?? DASH
  return [`${NAMES[browser.name] ?? browser.name} ${browser.version}`, NAMES[system] ?? system]
    .filter(Boolean)
    .join(' · ')
}

const KEY = ['sessions'] as const

export function SessionsSection() {
  const t = useText()
  const client = useQueryClient()
  const sessions = useQuery({ queryKey: KEY, queryFn: () => call<Page<Session>>('GET', '/auth/sessions') })
  const end = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await call<void>('DELETE', `/auth/sessions/${id}`)
    },
    onSuccess: () => {
      toast.success(t.account.sessionEnded)
      void client.invalidateQueries({ queryKey: KEY })
    },
  })
  const items = sessions.data?.items ?? []
  const others = items.filter((session) => !session.current).map((session) => session.id)
  return (
    <Panel>
      <PanelHead
        title={t.account.sessions}
        note={t.account.sessionsNote}
        actions={
          others.length > 0 ? (
            <Button size="small" disabled={end.isPending} onClick={() => end.mutate(others)}>
              {t.account.endOthers}
            </Button>
          ) : null
        }
      />
      {sessions.isPending ? <SkeletonRows rows={2} label={t.common.loading} /> : null}
      {sessions.isError ? (
        <ProblemNote className="m-4" problem={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : null}
      <ul className="divide-y divide-line">
        {items.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
            <div className="min-w-0 flex-1">
              <p className="truncate" title={session.user_agent ?? undefined}>
                {programOf(session.user_agent)}
              </p>
              <p className="figures text-ink-faint text-xs">
                {session.address} · {t.account.lastUsed} {localMoment(session.last_used_at)}
              </p>
            </div>
            {session.current ? (
              <Badge tone="accent">{t.account.thisSession}</Badge>
            ) : (
              <Button
                size="small"
                look="quiet"
                disabled={end.isPending}
                onClick={() => end.mutate([session.id])}
              >
                {t.account.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
