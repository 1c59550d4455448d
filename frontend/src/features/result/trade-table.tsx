'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Trade } from '@/api/types'
import { classNames } from '@/design/class-names'
import { useText } from '@/language/language'
import type { RuleWords } from './rule-words'
import { TradeLine } from './trade-line'
import type { Sorting, SortKey, TradeRow } from './trade-rows'

type TradeTableProps = {
  rows: readonly TradeRow[]
  rules: ReadonlyMap<string, RuleWords>
  sorting: Sorting
  onSort: (sorting: Sorting) => void
  onJump: (trade: Trade) => void
}

const ROW = 36
const HEIGHT = 560
const SPARE = 8

const COLUMNS: readonly {
  text:
    | 'number'
    | 'symbol'
    | 'side'
    | 'entry'
    | 'exit'
    | 'quantity'
    | 'entryPrice'
    | 'exitPrice'
    | 'returnPct'
    | 'pnl'
    | 'bars'
    | 'reason'
  sort?: SortKey
  left?: boolean
}[] = [
  { text: 'number', sort: 'number' },
  { text: 'returnPct', sort: 'returnPct' },
  { text: 'pnl', sort: 'pnl' },
  { text: 'symbol', left: true },
  { text: 'side', left: true },
  { text: 'entry', sort: 'entry', left: true },
  { text: 'entryPrice' },
  { text: 'exit', sort: 'exit', left: true },
  { text: 'exitPrice' },
  { text: 'quantity', sort: 'quantity' },
  { text: 'bars', sort: 'bars' },
  { text: 'reason', left: true },
]

/** A table that only draws the rows in sight, so that ten thousand trades scroll like ten. */
export function TradeTable({ rows, rules, sorting, onSort, onJump }: TradeTableProps) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const first = Math.max(0, Math.floor(top / ROW) - SPARE)
  const last = Math.min(rows.length, Math.ceil((top + HEIGHT) / ROW) + SPARE)
  return (
    <div
      ref={box}
      tabIndex={0}
      onScroll={() => setTop(box.current?.scrollTop ?? 0)}
      className="thin-scroll overflow-auto"
      style={{ maxHeight: HEIGHT }}
    >
      <table className="figures w-full min-w-[920px] text-[13px]" aria-rowcount={rows.length + 1}>
        <thead className="sticky top-0 z-10 bg-surface text-ink-faint text-xs">
          <tr className="border-line border-b">
            {COLUMNS.map(({ text, sort, left }) => {
              const active = sort === sorting.key
              return (
                <th
                  key={text}
                  scope="col"
                  aria-sort={active ? (sorting.down ? 'descending' : 'ascending') : undefined}
                  className={classNames(
                    'h-9 whitespace-nowrap px-3 font-medium',
                    left ? 'text-left' : 'text-right',
                  )}
                >
                  {sort ? (
                    <button
                      type="button"
                      className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
                      onClick={() => onSort({ key: sort, down: active ? !sorting.down : sort !== 'number' })}
                    >
                      {t.result.table[text]}
                      {active ? (
                        sorting.down ? (
                          <ArrowDown className="size-3" aria-hidden />
                        ) : (
                          <ArrowUp className="size-3" aria-hidden />
                        )
                      ) : null}
                    </button>
                  ) : (
                    t.result.table[text]
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {first > 0 ? <tr aria-hidden style={{ height: first * ROW }} /> : null}
          {rows.slice(first, last).map((row) => (
            <TradeLine key={row.number} row={row} rules={rules} onJump={onJump} />
          ))}
          {last < rows.length ? <tr aria-hidden style={{ height: (rows.length - last) * ROW }} /> : null}
        </tbody>
      </table>
    </div>
  )
}
