'use client'
import { ArrowLeft, History } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { localMoment } from '@/design/figures'
import { LitProvider } from '@/features/chat/lit'
import { PageFrame } from '@/features/shell/page-frame'
import { ChangeList } from '@/features/strategy/change-list'
import { CodeView } from '@/features/strategy/code-view'
import { differences } from '@/features/strategy/document-difference'
import { ReadBack } from '@/features/strategy/read-back'
import { useSaveVersion, useStrategy, useVersion } from '@/features/strategy/strategies'
import { useText } from '@/language/language'

/** One version of a strategy as it was: read-only, with what became different since, and the way back to it. */
export function VersionDetail({ id, version }: { id: string; version: number }) {
  const t = useText()
  const router = useRouter()
  const stored = useStrategy(id)
  const found = useVersion(id, version)
  const save = useSaveVersion(id)
  const old = found.data
  const newest = stored.data
  const isNewest = newest?.version === version
  const changes = old && newest && !isNewest ? differences(old.strategy, newest.strategy) : null
  const restore = () => {
    if (!old) return
    const message = t.strategy.restored(version)
    save.mutate(
      { strategy: old.strategy, message },
      {
        onSuccess: () => {
          toast.success(message)
          router.push(`/library/?s=${id}`)
        },
      },
    )
  }
  return (
    <LitProvider>
      <PageFrame
        title={old?.strategy.name ?? t.library.strategy}
        note={old ? `${t.strategy.version(version)} · ${localMoment(old.created_at)}` : undefined}
        actions={
          <>
            <Button look="quiet" size="small" asChild>
              <Link href={`/library/?s=${id}`}>
                <ArrowLeft /> {t.strategy.toNewest}
              </Link>
            </Button>
            {old && !isNewest ? (
              <Button size="small" disabled={save.isPending} onClick={restore}>
                <History /> {t.strategy.restore}
              </Button>
            ) : null}
          </>
        }
      >
        {found.isPending ? <SkeletonRows rows={6} label={t.common.loading} /> : null}
        {found.isError ? <ProblemNote problem={found.error} onRetry={() => void found.refetch()} /> : null}
        {save.isError ? <ProblemNote className="mb-4" problem={save.error} /> : null}
        {old ? (
          <div className="flex flex-col gap-4">
            <Panel>
              <PanelHead title={t.strategy.version(version)} />
              <div className="flex flex-col gap-6 p-4">
                {old.message ? <p className="break-words text-[13px] text-ink-soft">{old.message}</p> : null}
                <ReadBack stored={old} reply={null} />
              </div>
            </Panel>
            {changes && changes.length > 0 ? (
              <Panel>
                <PanelHead title={t.strategy.sinceThen} />
                <div className="p-4">
                  <ChangeList changes={changes} />
                </div>
              </Panel>
            ) : null}
            <Panel>
              <PanelHead title={t.strategy.code} />
              <div className="p-4">
                <CodeView code={old.code} />
              </div>
            </Panel>
          </div>
        ) : null}
      </PageFrame>
    </LitProvider>
  )
}
