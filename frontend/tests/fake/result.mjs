import { encode } from '@msgpack/msgpack'
import { average, bars } from './history.mjs'

const INITIAL = 100_000

/** Simulates a crossover of two averages the simple way: long between crosses, filled at the next open. */
function simulate(history, fast, slow) {
  const closes = history.map((bar) => bar.close)
  const [quick, calm] = [average(closes, fast), average(closes, slow)]
  const trades = []
  const equity = {}
  const returns = {}
  let [cash, held, before] = [INITIAL, null, INITIAL]
  history.forEach((bar, index) => {
    const above = (at) => quick[at] !== null && calm[at] !== null && quick[at] > calm[at]
    if (index > 1 && above(index - 1) !== above(index - 2) && calm[index - 2] !== null) {
      if (above(index - 1) && !held)
        held = { entry: index, price: bar.open, quantity: Math.floor(cash / bar.open) }
      else if (held) {
        trades.push(trade(history, held, index, bar.open, 'rule'))
        cash += held.quantity * (bar.open - held.price)
        held = null
      }
    }
    if (held && bar.low < held.price * 0.92) {
      trades.push(trade(history, held, index, held.price * 0.92, 'stop_loss'))
      cash += held.quantity * held.price * -0.08
      held = null
    }
    const value = cash + (held ? held.quantity * (bar.close - held.price) : 0)
    equity[bar.timestamp] = value
    returns[bar.timestamp] = value / before - 1
    before = value
  })
  if (held) trades.push(trade(history, held, history.length - 1, history.at(-1).close, 'end_of_data'))
  return { trades, equity, returns, quick, calm }
}

function trade(history, held, exit, price, reason) {
  const during = history.slice(held.entry, exit + 1)
  const pnl = held.quantity * (price - held.price)
  return {
    symbol: '^GSPC',
    side: 'long',
    entry_time: history[held.entry].timestamp,
    entry_price: held.price,
    exit_time: history[exit].timestamp,
    exit_price: price,
    quantity: held.quantity,
    pnl,
    return_pct: (price / held.price - 1) * 100,
    fees: 0,
    bars_held: exit - held.entry,
    exit_reason: reason,
    entry_rule: 'r1',
    exit_rule: reason === 'rule' ? 'r2' : null,
    stop_price: held.price * 0.92,
    target_price: null,
    mae_pct: (Math.min(...during.map((bar) => bar.low)) / held.price - 1) * 100,
    mfe_pct: (Math.max(...during.map((bar) => bar.high)) / held.price - 1) * 100,
  }
}

function drawdown(equity) {
  let peak = 0
  return Object.fromEntries(
    Object.entries(equity).map(([stamp, value]) => {
      peak = Math.max(peak, value)
      return [stamp, value / peak - 1]
    }),
  )
}

/** A result in the shape of the contract. */
export function result(runId, { fast = 50, slow = 200 } = {}) {
  const history = bars()
  const { trades, equity, returns, quick, calm } = simulate(history, fast, slow)
  const first = history[0]
  const last = history.at(-1)
  const holding = Object.fromEntries(
    history.map((bar) => [bar.timestamp, (INITIAL * bar.close) / first.close]),
  )
  const fall = drawdown(equity)
  const final = Object.values(equity).at(-1)
  const wins = trades.filter((one) => one.pnl > 0)
  const line = (name, values) => ({
    symbol: '^GSPC',
    name,
    expression: name,
    overlay: true,
    values: Object.fromEntries(
      history.flatMap((bar, index) => (values[index] === null ? [] : [[bar.timestamp, values[index]]])),
    ),
  })
  const hash = 'b3c1f0a94d27'.repeat(5)
  return {
    run_id: runId,
    summary_stats: {
      initial_cash: INITIAL,
      final_equity: final,
      total_return: final / INITIAL - 1,
      cagr: (final / INITIAL) ** (252 / history.length) - 1,
      volatility: 0.112,
      sharpe: 0.61,
      sortino: 0.84,
      calmar: 0.29,
      max_drawdown: Math.min(...Object.values(fall)),
      max_drawdown_days: 811,
      win_rate: trades.length ? wins.length / trades.length : null,
      profit_factor: 2.1,
      expectancy: 4312.5,
      exposure: 0.68,
      trades: trades.length,
      average_bars_held: 212.4,
      turnover: 1.4,
      costs_paid: 128.4,
      tail_ratio: 0.93,
      value_at_risk_95: -0.0113,
      conditional_value_at_risk_95: -0.0171,
      skew: -0.42,
      kurtosis: 5.1,
      probabilistic_sharpe: 0.962,
      deflated_sharpe: 0.71,
      trials: 4,
      best_trade_pct: 34.2,
      worst_trade_pct: -8,
      periods_per_year: 252,
      bars: history.length,
      undefined: {},
    },
    equity_curve: equity,
    drawdown_series: fall,
    returns_series: returns,
    trade_log: trades,
    benchmark: {
      symbol: '^GSPC',
      equity_curve: holding,
      drawdown_series: drawdown(holding),
      returns_series: returns,
      total_return: last.close / first.close - 1,
      cagr: 0.062,
      max_drawdown: Math.min(...Object.values(drawdown(holding))),
      sharpe: 0.42,
      alpha: 0.021,
      beta: 0.55,
      information_ratio: -0.08,
      undefined: {},
    },
    integrity: {
      look_ahead: {
        passed: true,
        cuts: [first.timestamp, last.timestamp, last.timestamp],
        rule: null,
        bar: null,
        detail: 'Signals were computed again on 3 histories.',
      },
      data: [
        {
          origin: {
            symbol: '^GSPC',
            timeframe: '1d',
            source: 'sample',
            adjustment: 'all',
            fetched_at: last.timestamp,
            is_sample: true,
            is_simulated: false,
            falls: [],
            notes: [],
          },
          first: first.timestamp,
          last: last.timestamp,
          bars: history.length,
          warmup_bars: 0,
          missing_sessions: 0,
          duplicates: 0,
          zero_volume: 0,
          outliers: 2,
          digest: hash,
        },
      ],
      trials: 4,
      digest: {
        value: hash,
        strategy: hash,
        code: hash,
        bars: hash,
        calendar: hash,
        engine: hash,
        settings: hash,
      },
      engines: { used: 'kernel', checked_with: 'vectorbt', agrees: true, detail: '' },
      warnings: ['The S&P 500 index itself cannot be bought; a fund that follows it can.'],
    },
    assumption_band: [
      {
        name: 'double_costs',
        meaning: 'Every cost twice',
        total_return: 0.4,
        sharpe: 0.55,
        max_drawdown: -0.22,
        trades: trades.length,
      },
      {
        name: 'one_bar_later',
        meaning: 'Every order fills one bar later',
        total_return: 0.37,
        sharpe: 0.52,
        max_drawdown: -0.23,
        trades: trades.length,
      },
    ],
    indicators: [line('fast_ma', quick), line('slow_ma', calm)],
    code: 'def signals(bars, p):\n    return {}\n',
    readback: READBACK,
  }
}

const floats = (values) => new Uint8Array(Float64Array.from(values).buffer)
const stamps = (values) => floats(Object.keys(values).map((stamp) => Date.parse(stamp)))
const account = (found) => ({
  time: stamps(found.equity_curve),
  equity: floats(Object.values(found.equity_curve)),
  drawdown: floats(Object.values(found.drawdown_series)),
  returns: floats(Object.values(found.returns_series)),
})

/** The long series of a result as the engine sends them: `series.msgpack`. */
export function seriesOf(found) {
  const packed = encode({
    ...account(found),
    benchmark: found.benchmark ? account(found.benchmark) : null,
    lines: found.indicators.map(({ values, ...line }) => ({
      ...line,
      time: stamps(values),
      values: floats(Object.values(values)),
    })),
  })
  // The encoder hands out a part of its own buffer.
  return packed.slice()
}

/** A result as it is read without its long series. */
export function shortOf(found) {
  const none = { equity_curve: {}, drawdown_series: {}, returns_series: {} }
  return { ...found, ...none, benchmark: found.benchmark && { ...found.benchmark, ...none }, indicators: [] }
}

export const READBACK = `Trade ^GSPC on daily bars.
Buy when the 50-bar simple moving average of the close crosses above the 200-bar simple moving average of the close.
Sell when the 50-bar simple moving average of the close crosses below the 200-bar simple moving average of the close.
Each position takes 100 % of the equity. Orders fill at the next open.`
