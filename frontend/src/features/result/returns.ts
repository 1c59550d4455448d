import type { Series, Trade } from '@/api/types'

export type MonthTable = { year: number; months: (number | null)[]; whole: number }[]

/** Returns by calendar month and year, compounded from the account's value. */
export function monthTable(equity: Series, initial: number): MonthTable {
  const closes = new Map<string, number>()
  for (const iso of Object.keys(equity).sort()) closes.set(iso.slice(0, 7), equity[iso] ?? 0)
  const table: MonthTable = []
  let before = initial
  let yearStart = initial
  for (const [month, close] of closes) {
    const year = Number(month.slice(0, 4))
    let row = table.at(-1)
    if (row?.year !== year) {
      yearStart = before
      row = { year, months: Array.from({ length: 12 }, () => null), whole: 0 }
      table.push(row)
    }
    // Below zero there is nothing left to compound from.
    row.months[Number(month.slice(5, 7)) - 1] = before > 0 ? close / before - 1 : null
    row.whole = yearStart > 0 ? close / yearStart - 1 : 0
    before = close
  }
  return table
}

export type Bin = { from: number; to: number; count: number }

/** A histogram with bins of equal width; extremes beyond the 0.5th and 99.5th percentile fall into the outer bins. */
export function histogram(values: readonly number[], bins: number): Bin[] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const low = at(0.005)
  const high = at(0.995)
  const width = (high - low) / bins
  if (sorted.length === 0 || width <= 0) return []
  const made = Array.from({ length: bins }, (_, index) => ({
    from: low + index * width,
    to: low + (index + 1) * width,
    count: 0,
  }))
  for (const value of sorted) {
    const bin = made[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))]
    if (bin) bin.count += 1
  }
  return made
}

export type Rolling = { sharpe: Series; volatility: Series }

/** Sharpe ratio and volatility of a moving window, by running sums. */
export function rolling(returns: Series, window: number, perYear: number): Rolling {
  const stamps = Object.keys(returns).sort()
  const result: Rolling = { sharpe: {}, volatility: {} }
  let sum = 0
  let squares = 0
  stamps.forEach((stamp, index) => {
    const value = returns[stamp] ?? 0
    sum += value
    squares += value * value
    if (index >= window) {
      const old = returns[stamps[index - window] ?? ''] ?? 0
      sum -= old
      squares -= old * old
    }
    if (index < window - 1) return
    const mean = sum / window
    const deviation = Math.sqrt(Math.max(0, (squares - window * mean * mean) / (window - 1)))
    result.volatility[stamp] = deviation * Math.sqrt(perYear)
    if (deviation > 1e-12) result.sharpe[stamp] = (mean / deviation) * Math.sqrt(perYear)
  })
  return result
}

/** How many positions were open at each bar. */
export function openPositions(stamps: readonly string[], trades: readonly Trade[]): Series {
  const steps = trades.flatMap((trade) => [
    { at: Date.parse(trade.entry_time), by: 1 },
    ...(trade.exit_time && trade.exit_reason !== 'end_of_data'
      ? [{ at: Date.parse(trade.exit_time), by: -1 }]
      : []),
  ])
  steps.sort((a, b) => a.at - b.at)
  const series: Series = {}
  let open = 0
  let next = 0
  for (const stamp of stamps) {
    const now = Date.parse(stamp)
    for (let step = steps[next]; step && step.at <= now; step = steps[next]) {
      open += step.by
      next += 1
    }
    series[stamp] = Math.max(0, open)
  }
  return series
}
