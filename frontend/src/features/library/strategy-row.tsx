'use client'
import Link from 'next/link'
import type { StoredStrategy } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { localMoment } from '@/design/figures'
import { StrategyMenu } from '@/features/strategy/strategy-menu'
import { useText } from '@/language/language'

/** What the read-back says after the line about the market, which the badges tell already. */
const rulesOf = (readback: string) => {
  const [market = '', ...rules] = readback.split('\n').filter((line) => line.trim())
  return rules.slice(0, 2).join(' ') || market
}

export function StrategyRow({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const { strategy } = stored
  return (
    <li className="relative flex items-center gap-4 px-4 py-3 hover:bg-sunken/60">
      <div className="min-w-0 flex-1">
        <Link
          href={`/library/?s=${stored.id}`}
          className="font-medium after:absolute after:inset-0 hover:underline"
        >
          <span className="break-words">{stored.name}</span>
        </Link>
        <p className="line-clamp-2 text-[13px] text-ink-soft">
          {strategy.summary || t.reading(rulesOf(stored.readback))}
        </p>
      </div>
      <div className="hidden shrink-0 flex-wrap justify-end gap-1.5 sm:flex">
        {strategy.universe.slice(0, 3).map((symbol) => (
          <Badge key={symbol}>{symbol}</Badge>
        ))}
        <Badge>{strategy.timeframe}</Badge>
      </div>
      <p className="figures hidden w-36 shrink-0 text-right text-ink-faint text-xs md:block">
        {t.strategy.version(stored.version)}
        <br />
        {localMoment(stored.updated_at)}
      </p>
      <div className="relative z-10">
        <StrategyMenu stored={stored} />
      </div>
    </li>
  )
}
