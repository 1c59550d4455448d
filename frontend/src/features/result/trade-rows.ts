import type { Trade } from '@/api/types'

export type SortKey = 'number' | 'entry' | 'exit' | 'pnl' | 'returnPct' | 'bars' | 'quantity'
export type Sorting = { key: SortKey; down: boolean }
export type Outcome = 'all' | 'wins' | 'losses'
export type TradeRow = { number: number; trade: Trade }

const read: Record<SortKey, (row: TradeRow) => number> = {
  number: (row) => row.number,
  entry: (row) => Date.parse(row.trade.entry_time),
  exit: (row) => (row.trade.exit_time ? Date.parse(row.trade.exit_time) : Number.POSITIVE_INFINITY),
  pnl: (row) => row.trade.pnl,
  returnPct: (row) => row.trade.return_pct,
  bars: (row) => row.trade.bars_held,
  quantity: (row) => row.trade.quantity,
}

/** The rows to show: numbered as the log has them, filtered, sorted. */
export function rowsOf(
  trades: readonly Trade[],
  words: string,
  outcome: Outcome,
  sorting: Sorting,
): TradeRow[] {
  const wanted = words.trim().toLowerCase()
  const rows = trades
    .map((trade, index) => ({ number: index + 1, trade }))
    .filter(({ trade }) => outcome === 'all' || (outcome === 'wins' ? trade.pnl > 0 : trade.pnl <= 0))
    .filter(({ trade }) => {
      if (!wanted) return true
      const text = [
        trade.symbol,
        trade.side,
        trade.entry_time,
        trade.exit_time,
        trade.exit_reason,
        trade.entry_rule,
        trade.exit_rule,
      ]
      return text.join(' ').toLowerCase().includes(wanted)
    })
  const value = read[sorting.key]
  return rows.sort((a, b) => (sorting.down ? value(b) - value(a) : value(a) - value(b)))
}
