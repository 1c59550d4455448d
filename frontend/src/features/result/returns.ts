import type { Trade } from '@/api/types'

export type MonthTable = { year: number; months: (number | null)[]; whole: number }[]

/** Returns by calendar month and year, compounded from the account's value at each bar's close. */
export function monthTable(times: Float64Array, equity: Float64Array, initial: number): MonthTable {
  const table: MonthTable = []
  let before = initial
  let yearStart = initial
  for (const { year, month, close } of monthCloses(times, equity)) {
    let row = table.at(-1)
    if (row?.year !== year) {
      yearStart = before
      row = { year, months: Array.from({ length: 12 }, () => null), whole: 0 }
      table.push(row)
    }
    // Below zero there is nothing left to compound from.
    row.months[month] = before > 0 ? close / before - 1 : null
    row.whole = yearStart > 0 ? close / yearStart - 1 : 0
    before = close
  }
  return table
}

type MonthClose = { year: number; month: number; close: number }

function monthCloses(times: Float64Array, equity: Float64Array): MonthClose[] {
  const closes: MonthClose[] = []
  let ends = Number.NEGATIVE_INFINITY
  let last: MonthClose | null = null
  times.forEach((time, index) => {
    const close = equity[index] ?? 0
    if (last && time < ends) {
      last.close = close
      return
    }
    const date = new Date(time * 1000)
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    ends = Date.UTC(year, month + 1) / 1000
    last = { year, month, close }
    closes.push(last)
  })
  return closes
}

export type Bin = { from: number; to: number; count: number }

/** A histogram with bins of equal width; extremes beyond the 0.5th and 99.5th percentile fall into the outer bins. */
export function histogram(values: Float64Array, bins: number): Bin[] {
  const sorted = values.toSorted()
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

export type Rolling = { sharpe: Float64Array; volatility: Float64Array }

/** Sharpe ratio and volatility of a moving window, by running sums; NaN where they are undefined. */
export function rolling(returns: Float64Array, window: number, perYear: number): Rolling {
  const sharpe = new Float64Array(returns.length).fill(Number.NaN)
  const volatility = sharpe.slice()
  const year = Math.sqrt(perYear)
  let sum = 0
  let squares = 0
  returns.forEach((value, index) => {
    sum += value
    squares += value * value
    const old = returns[index - window]
    if (old !== undefined) {
      sum -= old
      squares -= old * old
    }
    if (index < window - 1) return
    const mean = sum / window
    const deviation = Math.sqrt(Math.max(0, (squares - window * mean * mean) / (window - 1)))
    volatility[index] = deviation * year
    // What running sums leave of a window without a movement is rounding.
    if (deviation > 1e-9) sharpe[index] = (mean / deviation) * year
  })
  return { sharpe, volatility }
}

/** How many positions were open at each bar. */
export function openPositions(times: Float64Array, trades: readonly Trade[]): Float64Array {
  const steps = trades.flatMap((trade) => [
    { at: Date.parse(trade.entry_time) / 1000, by: 1 },
    ...(trade.exit_time && trade.exit_reason !== 'end_of_data'
      ? [{ at: Date.parse(trade.exit_time) / 1000, by: -1 }]
      : []),
  ])
  steps.sort((a, b) => a.at - b.at)
  let open = 0
  let next = 0
  return times.map((time) => {
    for (let step = steps[next]; step && step.at <= time; step = steps[next]) {
      open += step.by
      next += 1
    }
    return Math.max(0, open)
  })
}

/** A fall from a peak: how deep, and when it began, was deepest and ended (null while it lasts); seconds since 1970. */
export type Fall = { depth: number; from: number; bottom: number; to: number | null }

/** The deepest falls of an account, deepest first. */
export function deepestFalls(times: Float64Array, drawdown: Float64Array, most: number): Fall[] {
  const falls: Fall[] = []
  let fall: Fall | null = null
  drawdown.forEach((depth, index) => {
    const time = times[index] ?? 0
    if (depth < 0) {
      fall ??= { depth: 0, from: times[index - 1] ?? time, bottom: time, to: null }
      if (depth < fall.depth) Object.assign(fall, { depth, bottom: time })
    } else if (fall) {
      falls.push({ ...fall, to: time })
      fall = null
    }
  })
  if (fall) falls.push(fall)
  return falls.sort((one, other) => one.depth - other.depth).slice(0, most)
}
