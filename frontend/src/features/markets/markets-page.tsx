'use client'
import { useSearchParams } from 'next/navigation'
import { PageFrame } from '@/features/shell/page-frame'
import { useText } from '@/language/language'
import { SymbolSearch } from './symbol-search'
import { SymbolView } from './symbol-view'
import { TopAssets } from './top-assets'

export function MarketsPage() {
  const t = useText()
  const symbol = useSearchParams().get('symbol')
  return (
    <PageFrame title={t.markets.title}>
      <div className="grid items-start gap-5 lg:grid-cols-[280px_minmax(0,1fr)]">
        <SymbolSearch open={symbol} />
        <div className="flex min-w-0 flex-col gap-5">
          {symbol ? <SymbolView key={symbol} symbol={symbol} /> : null}
          <TopAssets />
        </div>
      </div>
    </PageFrame>
  )
}
