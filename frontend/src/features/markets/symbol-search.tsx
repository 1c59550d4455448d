'use client'
import { Database } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { ProblemNote } from '@/components/ui/problem-note'
import { SkeletonRows } from '@/components/ui/waiting'
import { useRested } from '@/features/strategy/use-validation'
import { useText } from '@/language/language'
import { useSymbols } from './markets'

export const symbolHref = (symbol: string) => `/markets/?symbol=${encodeURIComponent(symbol)}`

/** Finds symbols by name; with nothing typed it lists what is on the server. */
export function SymbolSearch({ open }: { open: string | null }) {
  const t = useText()
  const router = useRouter()
  const [words, setWords] = useState('')
  const wanted = useRested(words.trim(), 250)
  const symbols = useSymbols(wanted)
  const items = symbols.data?.items ?? []
  const first = items[0]?.instrument.symbol

  useEffect(() => {
    // On wide screens an empty page is of no use: begin with the first series.
    if (!open && first && window.matchMedia('(min-width: 1024px)').matches) router.replace(symbolHref(first))
  }, [open, first, router])

  return (
    <Panel className="overflow-hidden">
      <div className="border-line border-b p-2.5">
        <Input
          type="search"
          aria-label={t.markets.search}
          placeholder={t.markets.search}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {symbols.isPending ? <SkeletonRows rows={6} label={t.common.loading} /> : null}
      {symbols.isError ? (
        <ProblemNote className="m-3" problem={symbols.error} onRetry={() => void symbols.refetch()} />
      ) : null}
      {symbols.isSuccess && items.length === 0 ? (
        wanted ? (
          <p className="px-4 py-8 text-center text-ink-soft">{t.library.nothingMatches}</p>
        ) : (
          <Empty icon={Database} title={t.markets.noSymbols}>
            {t.markets.noSymbolsNote}
          </Empty>
        )
      ) : null}
      <ul className="thin-scroll max-h-64 divide-y divide-line overflow-y-auto lg:max-h-[calc(100dvh-200px)]">
        {items.map(({ instrument }) => (
          <li key={instrument.symbol}>
            <Link
              href={symbolHref(instrument.symbol)}
              aria-current={instrument.symbol === open ? 'true' : undefined}
              className="flex items-baseline gap-2.5 px-3.5 py-2 hover:bg-sunken aria-[current]:bg-accent-wash focus-visible:outline-offset-[-2px]"
            >
              <span className="font-medium text-[13px]">{instrument.symbol}</span>
              <span className="min-w-0 flex-1 truncate text-right text-ink-faint text-xs">
                {instrument.name}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
