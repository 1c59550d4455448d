'use client'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import type { StoredStrategy, StrategyVersion } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { localMoment } from '@/design/figures'
import { useText } from '@/language/language'
import { ChangeList } from './change-list'
import { differences } from './document-difference'
import { useSaveVersion, useVersions } from './strategies'

/** All versions: what each changed, and a way back. */
export function VersionsView({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const versions = useVersions(stored.id)
  const save = useSaveVersion(stored.id)
  const [against, setAgainst] = useState<number | null>(null)
  if (versions.isPending) return <SkeletonRows rows={4} label={t.common.loading} />
  if (versions.isError)
    return <ProblemNote problem={versions.error} onRetry={() => void versions.refetch()} />

  const sorted = [...versions.data.items].sort((a, b) => b.version - a.version)
  const restore = (version: StrategyVersion) =>
    save.mutate(
      { strategy: version.strategy, message: t.strategy.restored(version.version) },
      { onSuccess: () => toast.success(t.strategy.restored(version.version)) },
    )
  const author = (name: string) => (t.strategy.author as Record<string, string>)[name] ?? name
  return (
    <ol className="flex flex-col gap-3">
      {save.isError ? <ProblemNote problem={save.error} /> : null}
      {sorted.map((version) => {
        const isNewest = version.version === stored.version
        const changes = against === version.version ? differences(version.strategy, stored.strategy) : null
        return (
          <li key={version.version} className="rounded-lg border border-line bg-surface px-3.5 py-3">
            <div className="flex flex-wrap items-center gap-2">
              <h3 className="font-medium">
                <Link className="hover:underline" href={`/library/?s=${stored.id}&v=${version.version}`}>
                  {t.strategy.version(version.version)}
                </Link>
              </h3>
              {isNewest ? <Badge tone="accent">{t.strategy.newest}</Badge> : null}
              <span className="figures text-ink-faint text-xs">
                {localMoment(version.created_at)} · {author(version.author)}
              </span>
              {isNewest ? null : (
                <span className="ml-auto flex gap-1.5">
                  <Button
                    size="small"
                    look="quiet"
                    aria-expanded={changes !== null}
                    onClick={() => setAgainst(changes ? null : version.version)}
                  >
                    {t.strategy.compareWith} {t.strategy.newest}
                  </Button>
                  <Button size="small" disabled={save.isPending} onClick={() => restore(version)}>
                    {t.strategy.restore}
                  </Button>
                </span>
              )}
            </div>
            {version.message ? (
              <p className="mt-1 break-words text-[13px] text-ink-soft">{version.message}</p>
            ) : null}
            {changes ? (
              <div className="mt-2.5">
                {changes.length > 0 ? (
                  <ChangeList changes={changes} />
                ) : (
                  <p className="text-[13px]">{t.strategy.noDifference}</p>
                )}
              </div>
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}
