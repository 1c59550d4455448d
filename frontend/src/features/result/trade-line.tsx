'use client'
import type { Trade } from '@/api/types'
import { Explained } from '@/components/ui/explained'
import { classNames } from '@/design/class-names'
import { count, moment, price, quantity, signedNumber, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { exitReason } from './exit-reason'
import type { RuleWords } from './rule-words'
import type { TradeRow } from './trade-rows'

type TradeLineProps = {
  row: TradeRow
  rules: ReadonlyMap<string, RuleWords>
  onJump: (trade: Trade) => void
}
type FiredProps = { heading: string; id: string; words: RuleWords | undefined }

function Fired({ heading, id, words }: FiredProps) {
  return (
    <div className="not-first:mt-2">
      <p className="font-medium text-ink">
        {heading} <code className="font-mono text-xs">{id}</code>
      </p>
      {words?.said ? <p>“{words.said}”</p> : null}
      {words?.code ? <p className="break-words font-mono text-xs">{words.code}</p> : null}
    </div>
  )
}

/** One trade; its number leads to the bar on the chart. */
export function TradeLine({ row: { number, trade }, rules, onJump }: TradeLineProps) {
  const t = useText()
  const rule = trade.exit_rule ?? trade.entry_rule
  const reason = exitReason(trade, t.document)
  const cell = 'h-9 whitespace-nowrap px-3'
  return (
    <tr className="border-line border-b last:border-b-0 hover:bg-sunken" aria-rowindex={number + 1}>
      <td className={classNames(cell, 'text-right')}>
        <button
          type="button"
          title={t.result.showOnChart}
          aria-label={`${t.result.showOnChart}: ${number}`}
          onClick={() => onJump(trade)}
          className="rounded-sm text-accent underline-offset-2 hover:underline"
        >
          {number}
        </button>
      </td>
      <td className={classNames(cell, 'text-right', tone(trade.return_pct))}>
        {signedPercent(trade.return_pct / 100, 2)}
      </td>
      <td className={classNames(cell, 'text-right', tone(trade.pnl))}>{signedNumber(trade.pnl)}</td>
      <td className={cell}>{trade.symbol}</td>
      <td className={cell}>{t.result.sides[trade.side]}</td>
      <td className={cell}>{moment(trade.entry_time)}</td>
      <td className={classNames(cell, 'text-right')}>{price(trade.entry_price)}</td>
      <td className={cell}>{moment(trade.exit_time)}</td>
      <td className={classNames(cell, 'text-right')}>{price(trade.exit_price)}</td>
      <td className={classNames(cell, 'text-right')}>{quantity(trade.quantity)}</td>
      <td className={classNames(cell, 'text-right')}>{count(trade.bars_held)}</td>
      <td className={cell}>
        {reason}
        {rule ? (
          <Explained
            className="ml-1.5 font-mono text-[11px] text-ink-faint"
            label={`${t.result.table.rule} ${rule}`}
            explanation={
              <>
                {trade.entry_rule ? (
                  <Fired
                    heading={t.result.table.entry}
                    id={trade.entry_rule}
                    words={rules.get(trade.entry_rule)}
                  />
                ) : null}
                {trade.exit_rule ? (
                  <Fired
                    heading={t.result.table.exit}
                    id={trade.exit_rule}
                    words={rules.get(trade.exit_rule)}
                  />
                ) : null}
              </>
            }
          >
            {rule}
          </Explained>
        ) : null}
      </td>
    </tr>
  )
}
