import type { Result, Run } from '@/api/types'
import { chance, number, percent, signedPercent } from '@/design/figures'
import type { Catalogue } from '@/language/language'
import { isWorrying } from './overfitting'

export type Remark = { weight: 'weak' | 'neutral' | 'good'; text: string }

type Words = Catalogue['result']['words']
type Said = false | string

const FEW_TRADES = 30
const FEW_BARS = 30
const LARGE_SHARE = 0.5
const DEEP_FALL = -0.25
const LIKELY = 0.95
const LATE_SHARE = 0.1
const MOST_NAMED = 4
const PARTS_A_POSITION = 1.5

function yearsOf(result: Result): number {
  return result.summary_stats.bars / result.summary_stats.periods_per_year
}

/** The share of all profit that the best trade made; null where there is no profit. */
export function shareOfBest(result: Result): number | null {
  const profits = result.trade_log.map((trade) => trade.pnl).filter((pnl) => pnl > 0)
  const sum = profits.reduce((total, pnl) => total + pnl, 0)
  return sum > 0 && profits.length > 1 ? Math.max(...profits) / sum : null
}

/** The account beside simply holding; null where there is nothing to hold it against or both read alike. */
export function againstHolding({ summary_stats, benchmark }: Result) {
  const mine = summary_stats.total_return
  const theirs = benchmark?.total_return ?? null
  if (mine === null || theirs === null || signedPercent(mine) === signedPercent(theirs)) return null
  return { isBehind: mine < theirs, mine: signedPercent(mine), theirs: signedPercent(theirs) }
}

/** What speaks against the numbers themselves: too little evidence, or luck. */
function weakEvidence({ summary_stats: stats, integrity }: Result, words: Words): Said[] {
  const { overfitting } = integrity
  const { deflated_sharpe: deflated } = stats
  return [
    stats.bars < FEW_BARS && words.fewBars(stats.bars),
    stats.trades < FEW_TRADES && words.fewTrades(stats.trades),
    deflated !== null && deflated < LIKELY && words.deflatedLow(chance(deflated), stats.trials),
    overfitting && isWorrying(overfitting) ? words.overfitted(percent(overfitting.probability, 0)) : false,
  ]
}

/** The symbols whose bars begin when more than a tenth of the run is over, with their first day. */
function lateOnes({ integrity, summary_stats }: Result): { symbol: string; first: string }[] {
  const series = integrity.data.map(({ origin, first }) => ({ symbol: origin.symbol, first }))
  const begun = series.map(({ first }) => Date.parse(first))
  const whole = Math.max(...integrity.data.map(({ last }) => Date.parse(last))) - Math.min(...begun)
  const bound = Math.min(...begun) + LATE_SHARE * whole
  return summary_stats.bars < FEW_BARS ? [] : series.filter(({ first }) => Date.parse(first) > bound)
}

function lateHistory(result: Result, words: Words): Said {
  const late = lateOnes(result)
  if (late.length === 0) return false
  const named = late.slice(0, MOST_NAMED).map(({ symbol, first }) => words.from(symbol, first.slice(0, 10)))
  return words.lateHistory(named, late.length - named.length)
}

/** How many positions the rows of the log are parts of. */
export function positionsIn({ trade_log }: Result): number {
  return new Set(trade_log.map(({ symbol, side, entry_time }) => `${symbol} ${side} ${entry_time}`)).size
}

function inParts(result: Result, words: Words): Said {
  const [rows, positions] = [result.trade_log.length, positionsIn(result)]
  return rows > positions * PARTS_A_POSITION && words.inParts(rows, positions)
}

/** What would hurt whoever trades it. */
function hurts(result: Result, words: Words): Said[] {
  const { max_drawdown: fall } = result.summary_stats
  const share = shareOfBest(result)
  const calls = result.trade_log.filter((trade) => trade.exit_reason === 'margin_call').length
  return [
    calls > 0 && words.marginCalls(calls),
    share !== null && share > LARGE_SHARE && words.concentrated(percent(share, 0)),
    fall !== null && fall < DEEP_FALL && words.deep(percent(-fall, 0)),
  ]
}

/** What the run assumes that no market gives. */
function tooKind(run: Run, { summary_stats }: Result, words: Words): Said[] {
  return [
    run.settings.overrides['execution.fill'] === 'same_close' && words.optimistic,
    summary_stats.costs_paid === 0 && words.noCosts,
  ]
}

function milder({ summary_stats, benchmark }: Result, words: Words): Said {
  const [mine, theirs] = [summary_stats.max_drawdown, benchmark?.max_drawdown ?? null]
  if (mine === null || theirs === null || mine <= theirs) return false
  const [own, held] = [percent(-mine, 0), percent(-theirs, 0)]
  return own !== held && words.milder(own, held)
}

/** What to say about a result in plain words; what is weak comes first, and before all that it lost. */
export function remarksOn(run: Run, result: Result, words: Words): Remark[] {
  const { summary_stats: stats, trade_log: log } = result
  const weigh = (weight: Remark['weight'], said: readonly Said[]) =>
    said.filter((text) => text !== false).map((text): Remark => ({ weight, text }))
  if (stats.trades === 0) {
    return weigh('weak', [words.noTrades, stats.bars < FEW_BARS && words.fewBars(stats.bars)])
  }
  const gained = (stats.total_return ?? -1) >= 0
  const beside = againstHolding(result)
  const open = log.filter((trade) => trade.exit_reason === 'end_of_data').length
  const total = signedPercent(stats.total_return)
  return [
    ...weigh('weak', [
      !gained && words.lost(total),
      beside?.isBehind ? words.behind(beside.mine, beside.theirs) : false,
      ...weakEvidence(result, words),
      lateHistory(result, words),
      ...hurts(result, words),
      ...tooKind(run, result, words),
    ]),
    ...weigh('neutral', [
      gained &&
        words.total(total, signedPercent(stats.cagr), number(yearsOf(result), 1), stats.costs_paid > 0),
      inParts(result, words),
      open > 0 && words.stillOpen(open),
    ]),
    ...weigh('good', [
      beside !== null && !beside.isBehind && words.ahead(beside.mine, beside.theirs),
      milder(result, words),
    ]),
    ...weigh('neutral', [result.integrity.data.some((series) => series.origin.is_sample) && words.sample]),
  ]
}
