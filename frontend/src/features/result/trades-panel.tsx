'use client'
import { ListX } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Trade } from '@/api/types'
import { Empty } from '@/components/ui/empty'
import { Input } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { count } from '@/design/figures'
import { useText } from '@/language/language'
import { ruleWords } from './rule-words'
import { type Outcome, rowsOf, type Sorting } from './trade-rows'
import { TradeTable } from './trade-table'

type TradesPanelProps = { trades: readonly Trade[]; code?: string; onJump: (trade: Trade) => void }

/** All trades: sort, filter, and jump to the bar. */
export function TradesPanel({ trades, code = '', onJump }: TradesPanelProps) {
  const t = useText()
  const [words, setWords] = useState('')
  const [outcome, setOutcome] = useState<Outcome>('all')
  const [sorting, setSorting] = useState<Sorting>({ key: 'number', down: false })
  const rules = useMemo(() => ruleWords(code), [code])
  const rows = useMemo(() => rowsOf(trades, words, outcome, sorting), [trades, words, outcome, sorting])
  if (trades.length === 0) {
    return (
      <Panel>
        <Empty icon={ListX} title={t.result.noTrades}>
          {t.result.noTradesNote}
        </Empty>
      </Panel>
    )
  }
  return (
    <Panel>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2.5">
        <Input
          type="search"
          aria-label={t.result.filter}
          placeholder={t.result.filter}
          className="h-8 w-44"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Segmented<Outcome>
          label={t.result.filter}
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'all', label: t.result.filterAll },
            { value: 'wins', label: t.result.filterWins },
            { value: 'losses', label: t.result.filterLosses },
          ]}
        />
        <p className="ml-auto text-ink-faint text-xs">{t.result.zone}</p>
        <p role="status" className="figures text-ink-faint text-xs">
          {t.result.rowsShown(count(rows.length), count(trades.length))}
        </p>
      </div>
      <TradeTable rows={rows} rules={rules} sorting={sorting} onSort={setSorting} onJump={onJump} />
    </Panel>
  )
}
