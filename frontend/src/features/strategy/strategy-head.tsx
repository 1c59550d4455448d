'use client'
import type { StoredStrategy } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { useText } from '@/language/language'
import { StrategyMenu } from './strategy-menu'

export function StrategyHead({ stored }: { stored: StoredStrategy }) {
  const t = useText()
  const { strategy } = stored
  return (
    <header className="flex items-start gap-3 px-4 pt-3.5 pb-1">
      <div className="min-w-0 flex-1">
        <h2 className="break-words font-semibold text-[17px] leading-snug tracking-[-0.015em]">
          {stored.name}
        </h2>
        <div className="mt-1 flex flex-wrap items-center gap-1.5">
          {strategy.universe.slice(0, 6).map((symbol) => (
            <Badge key={symbol}>{symbol}</Badge>
          ))}
          {strategy.universe.length > 6 ? <Badge>+{strategy.universe.length - 6}</Badge> : null}
          <Badge>{strategy.timeframe}</Badge>
          <Badge tone="accent">{t.strategy.version(stored.version)}</Badge>
        </div>
      </div>
      <StrategyMenu stored={stored} />
    </header>
  )
}
