'use client'
import { Panel, PanelHead } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { count, moment } from '@/design/figures'
import { asWords } from '@/features/strategy/as-words'
import { useText } from '@/language/language'
import { useQuality } from './markets'

const ISO = /^\d{4}-\d\d-\d\dT/
const LISTED = 12

/** Stands in the head of the page already. */
const KNOWN_ELSEWHERE = new Set(['symbol', 'timeframe', 'origin', 'first', 'last'])

const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

function written(value: unknown): string {
  if (typeof value === 'number') return count(value)
  if (typeof value === 'string' && ISO.test(value)) return moment(value)
  if (Array.isArray(value)) {
    const more = value.length > LISTED ? ` … +${value.length - LISTED}` : ''
    return value.length === 0 ? '0' : asWords(value.slice(0, LISTED)) + more
  }
  return asWords(value).replace(/(\d{4}-\d\d-\d\d)T00:00:00\S*/g, '$1')
}

/** What is known about the quality of a series: every count of the report. */
export function QualityPanel({ symbol, timeframe }: { symbol: string; timeframe: string }) {
  const t = useText()
  const quality = useQuality(symbol, timeframe)
  const facts = Object.entries(quality.data ?? {}).filter(
    ([name, value]) => !KNOWN_ELSEWHERE.has(name) && !isEmpty(value),
  )
  return (
    <Panel>
      <PanelHead title={t.markets.quality} note={t.markets.qualityNote} />
      {quality.isPending ? <SkeletonRows rows={4} label={t.common.loading} /> : null}
      {quality.isError ? (
        <ProblemNote className="m-3" problem={quality.error} onRetry={() => void quality.refetch()} />
      ) : null}
      <dl className="divide-y divide-line">
        {facts.map(([name, value]) => (
          <div key={name} className="flex items-baseline justify-between gap-4 px-4 py-2 text-[13px]">
            <dt className="shrink-0 text-ink-soft first-letter:uppercase">
              {t.said(name.replaceAll('_', ' '))}
            </dt>
            <dd className="figures min-w-0 break-words text-right">{written(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
