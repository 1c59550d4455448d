'use client'
import { Play } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { useRuns } from '@/features/run/runs'
import { PageFrame } from '@/features/shell/page-frame'
import { useRested } from '@/features/strategy/use-validation'
import { useText } from '@/language/language'
import { Pager } from './pager'
import { RunTable } from './run-table'

const MOST = 5

/** All runs; up to five can be chosen and compared. */
export function RunList() {
  const t = useText()
  const router = useRouter()
  const [page, setPage] = useState(1)
  const [words, setWords] = useState('')
  const wanted = useRested(words.trim(), 300)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const runs = useRuns({ page, ...(wanted ? { q: wanted } : {}) })
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-MOST))
  const isEmpty = runs.data?.total === 0 && !wanted
  return (
    <PageFrame
      title={t.shell.runs}
      note={t.library.runsNote}
      actions={
        <Button
          look="primary"
          disabled={chosen.length < 2}
          title={t.library.compareHint}
          onClick={() => router.push(`/runs/?compare=${chosen.join(',')}`)}
        >
          {t.library.compare(chosen.length)}
        </Button>
      }
    >
      <Panel>
        {isEmpty ? null : (
          <div className="border-line border-b px-3 py-2.5">
            <Input
              type="search"
              className="h-8 max-w-72"
              aria-label={t.library.filter}
              placeholder={t.library.filter}
              value={words}
              onChange={(event) => {
                setWords(event.target.value)
                setPage(1)
              }}
            />
          </div>
        )}
        {runs.isPending ? <SkeletonRows rows={6} label={t.common.loading} /> : null}
        {runs.isError ? (
          <ProblemNote className="m-4" problem={runs.error} onRetry={() => void runs.refetch()} />
        ) : null}
        {isEmpty ? (
          <Empty
            icon={Play}
            title={t.library.runsEmpty}
            action={
              <Button look="primary" asChild>
                <Link href="/chat/">{t.library.startChat}</Link>
              </Button>
            }
          >
            {t.library.runsEmptyNote}
          </Empty>
        ) : null}
        {runs.data && !isEmpty ? (
          <>
            {runs.data.items.length === 0 ? (
              <p className="px-4 py-8 text-center text-ink-soft">{t.library.nothingMatches}</p>
            ) : null}
            <RunTable runs={runs.data.items} chosen={chosen} onToggle={toggle} />
            <Pager page={page} size={runs.data.page_size} total={runs.data.total} onPage={setPage} />
          </>
        ) : null}
      </Panel>
    </PageFrame>
  )
}
