'use client'
import { BookOpen, Plus, Upload } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { PageFrame } from '@/features/shell/page-frame'
import { useStrategies } from '@/features/strategy/strategies'
import { useText } from '@/language/language'
import { ImportDialog } from './import-dialog'
import { StrategyDetail } from './strategy-detail'
import { StrategyRow } from './strategy-row'
import { VersionDetail } from './version-detail'

export function LibraryPage() {
  const asked = useSearchParams()
  const id = asked.get('s')
  const version = Number(asked.get('v'))
  if (id === null) return <StrategyList />
  return version > 0 ? <VersionDetail id={id} version={version} /> : <StrategyDetail id={id} />
}

/** Every strategy, newest change first. */
function StrategyList() {
  const t = useText()
  const strategies = useStrategies()
  const [words, setWords] = useState('')
  const [importing, setImporting] = useState(false)
  const items = strategies.data?.items.filter((stored) => stored.deleted_at === null) ?? []
  const wanted = words.trim().toLowerCase()
  const shown = items.filter((stored) =>
    `${stored.name} ${stored.strategy.universe.join(' ')}`.toLowerCase().includes(wanted),
  )
  const start = (
    <Button look="primary" asChild>
      <Link href="/chat/">
        <Plus /> {t.library.startChat}
      </Link>
    </Button>
  )
  return (
    <PageFrame
      title={t.library.title}
      note={t.library.note}
      actions={
        <>
          <Button onClick={() => setImporting(true)}>
            <Upload /> {t.library.import}
          </Button>
          {items.length > 0 ? start : null}
        </>
      }
    >
      <Panel>
        {items.length > 0 ? (
          <div className="border-line border-b px-3 py-2.5">
            <Input
              type="search"
              className="h-8 max-w-72"
              aria-label={t.library.filter}
              placeholder={t.library.filter}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
        ) : null}
        {strategies.isPending ? <SkeletonRows rows={5} label={t.common.loading} /> : null}
        {strategies.isError ? (
          <ProblemNote className="m-4" problem={strategies.error} onRetry={() => void strategies.refetch()} />
        ) : null}
        {strategies.isSuccess && items.length === 0 ? (
          <Empty icon={BookOpen} title={t.library.empty} action={start}>
            {t.library.emptyNote}
          </Empty>
        ) : null}
        {items.length > 0 && shown.length === 0 ? (
          <p className="px-4 py-8 text-center text-ink-soft">{t.library.nothingMatches}</p>
        ) : null}
        <ul className="divide-y divide-line">
          {shown.map((stored) => (
            <StrategyRow key={stored.id} stored={stored} />
          ))}
        </ul>
      </Panel>
      <ImportDialog open={importing} onOpenChange={setImporting} />
    </PageFrame>
  )
}
