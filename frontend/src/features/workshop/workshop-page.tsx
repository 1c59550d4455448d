'use client'
import { FlaskConical } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Select } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { PageFrame } from '@/features/shell/page-frame'
import { useKept } from '@/features/shell/use-kept'
import { useStrategies } from '@/features/strategy/strategies'
import { useText } from '@/language/language'

const Bench = dynamic(() => import('./bench').then((module) => module.Bench), { ssr: false })

/** Varying the numbers of a strategy. */
export function WorkshopPage() {
  const t = useText()
  const strategies = useStrategies()
  const [id, setId] = useKept<string | null>('vibe.bench', null)
  const [changed, setChanged] = useState(false)
  const items = (strategies.data?.items ?? []).filter(({ strategy }) => strategy.kind !== 'python')
  const asked = useSearchParams().get('s')
  const wanted = changed ? id : (asked ?? id)
  const chosen = items.find((stored) => stored.id === wanted) ?? items[0]
  return (
    <PageFrame
      title={t.workshop.title}
      note={t.workshop.note}
      actions={
        items.length > 0 ? (
          <Select
            aria-label={t.workshop.choose}
            className="w-72"
            value={chosen?.id}
            onChange={(event) => {
              setChanged(true)
              setId(event.target.value)
            }}
          >
            {items.map((stored) => (
              <option key={stored.id} value={stored.id}>
                {stored.name}
              </option>
            ))}
          </Select>
        ) : null
      }
    >
      {strategies.isPending ? <SkeletonRows rows={5} label={t.common.loading} /> : null}
      {strategies.isError ? (
        <ProblemNote problem={strategies.error} onRetry={() => void strategies.refetch()} />
      ) : null}
      {strategies.isSuccess && items.length === 0 ? (
        <Panel>
          <Empty
            icon={FlaskConical}
            title={t.workshop.empty}
            action={
              <Button look="primary" asChild>
                <Link href="/chat/">{t.library.startChat}</Link>
              </Button>
            }
          >
            {t.workshop.emptyNote}
          </Empty>
        </Panel>
      ) : null}
      {chosen ? <Bench key={chosen.id} stored={chosen} /> : null}
    </PageFrame>
  )
}
