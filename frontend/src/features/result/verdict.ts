import type { Result, Run } from '@/api/types'
import { number, percent, signedPercent } from '@/design/figures'
import type { Catalogue } from '@/language/language'

import { isWorrying } from './overfitting'

export type Remark = { weight: 'weak' | 'neutral' | 'good'; text: string }

const FEW_TRADES = 30
const LARGE_SHARE = 0.5

function yearsOf(result: Result): number {
  return result.summary_stats.bars / result.summary_stats.periods_per_year
}

/** The share of all profit that the best trade made; null where there is no profit. */
export function shareOfBest(result: Result): number | null {
  const profits = result.trade_log.map((trade) => trade.pnl).filter((pnl) => pnl > 0)
  const sum = profits.reduce((total, pnl) => total + pnl, 0)
  return sum > 0 && profits.length > 1 ? Math.max(...profits) / sum : null
}

/** What to say about a result in plain words; what is weak comes first. */
export function remarksOn(run: Run, result: Result, words: Catalogue['result']['words']): Remark[] {
  const stats = result.summary_stats
  const { benchmark } = result
  if (stats.trades === 0) return [{ weight: 'weak', text: words.noTrades }]
  const remarks: Remark[] = []
  const say = (weight: Remark['weight'], text: string) => remarks.push({ weight, text })

  if ((stats.total_return ?? 0) < 0) say('weak', words.lost(signedPercent(stats.total_return)))
  if (stats.trades < FEW_TRADES) say('weak', words.fewTrades(stats.trades))
  if (stats.deflated_sharpe !== null && stats.deflated_sharpe < 0.95) {
    say('weak', words.deflatedLow(percent(stats.deflated_sharpe, 0), stats.trials))
  }
  const { overfitting } = result.integrity
  if (overfitting && isWorrying(overfitting))
    say('weak', words.overfitted(percent(overfitting.probability, 0)))
  const mine = stats.total_return
  const theirs = benchmark?.total_return ?? null
  const told = [signedPercent(mine), signedPercent(theirs)] as const
  const differ = mine !== null && theirs !== null && told[0] !== told[1]
  if (differ && mine < theirs) {
    say('weak', words.behind(...told))
  }
  const share = shareOfBest(result)
  if (share !== null && share > LARGE_SHARE) say('weak', words.concentrated(percent(share, 0)))
  if (stats.max_drawdown !== null && stats.max_drawdown < -0.25) {
    say('weak', words.deep(percent(-stats.max_drawdown, 0)))
  }
  if (run.settings.overrides['execution.fill'] === 'same_close') say('weak', words.optimistic)
  if ((stats.total_return ?? -1) >= 0) {
    say('neutral', words.total(signedPercent(mine), signedPercent(stats.cagr), number(yearsOf(result), 1)))
  }
  if (differ && mine > theirs) {
    say('good', words.ahead(...told))
  }
  const fall = benchmark?.max_drawdown ?? null
  if (fall !== null && stats.max_drawdown !== null && stats.max_drawdown > fall) {
    const [own, held] = [percent(-stats.max_drawdown, 0), percent(-fall, 0)]
    if (own !== held) say('good', words.milder(own, held))
  }
  if (result.integrity.data.some((series) => series.origin.is_sample)) say('neutral', words.sample)
  return remarks
}
