import { READBACK } from './result.mjs'

export const CODE = `def signals(bars, p):
    fast_ma = sma(bars.close, p.fast)
    slow_ma = sma(bars.close, p.slow)
    # r1: "when the 50-day average crosses above the 200-day average"
    r1_when = crosses_above(fast_ma, slow_ma)
    # r2: "sell when it crosses below"
    r2_when = crosses_below(fast_ma, slow_ma)
    return {"r1.when": r1_when, "r2.when": r2_when}
`

const none = {
  stop_loss: null,
  extra_stops: [],
  stop_trigger: 'touch',
  take_profit: [],
  trailing_stop: null,
  break_even: null,
  max_bars: null,
  session_exit: false,
}
const rule = (id, action, when, source) => ({
  id,
  action,
  when,
  source,
  order: null,
  fraction: null,
  setup: null,
  for_setups: [],
  risk: null,
  size: null,
  once: true,
  fill: null,
})

export function strategy(name = 'S&P 500 golden cross') {
  return {
    schema_version: 1,
    name,
    summary: 'Long while the 50-day average is above the 200-day average.',
    kind: 'signals',
    universe: ['^GSPC'],
    timeframe: '1d',
    parameters: [
      { name: 'fast', value: 50, low: 5, high: 100, step: 1, label: 'Fast average, bars', kind: 'number' },
      { name: 'slow', value: 200, low: 50, high: 400, step: 5, label: 'Slow average, bars', kind: 'number' },
    ],
    definitions: [
      { name: 'fast_ma', expr: 'sma(close, fast)' },
      { name: 'slow_ma', expr: 'sma(close, slow)' },
    ],
    rules: [
      rule(
        'r1',
        'enter_long',
        'crosses_above(fast_ma, slow_ma)',
        'when the 50-day average crosses above the 200-day average',
      ),
      rule('r2', 'exit_long', 'crosses_below(fast_ma, slow_ma)', 'sell when it crosses below'),
    ],
    risk: none,
    sizing: {
      kind: 'percent_of_equity',
      value: 100,
      length: 20,
      max_percent_of_equity: null,
      max_quantity: null,
      multiplier: null,
      base: 'current',
    },
    execution: {
      fill: 'next_open',
      order: 'market',
      allow_short: false,
      pyramiding: 1,
      max_participation: null,
      on_opposite: 'reverse',
      fractional: null,
      leverage: 1,
    },
    limits: {
      entries_per_day: null,
      losses_per_day: null,
      daily_loss_percent: null,
      max_drawdown_percent: null,
      cooldown_bars: null,
      max_open_positions: null,
    },
    costs: {
      preset: 'us_equities',
      percent: null,
      per_share: null,
      minimum: null,
      stamp_duty_percent: null,
      maker_percent: null,
      taker_percent: null,
      slippage: null,
      borrow_percent: null,
      cash_interest_percent: null,
      funding_percent: null,
    },
    rotation: null,
    pairs: null,
    allocation: null,
    code: null,
    benchmark: '^GSPC',
    assumptions: [
      { field: 'timeframe', value: '1d', why: 'Averages were given in days.' },
      { field: 'sizing.value', value: 100, why: 'No size was named, so the whole account is used.' },
    ],
    unused_words: ['please'],
  }
}

export function reply(message, ids) {
  const span = (words, path) => {
    const start = message.toLowerCase().indexOf(words)
    return start < 0 ? [] : [{ start, end: start + words.length, path }]
  }
  return {
    conversation_id: ids.conversation,
    kind: 'strategy',
    strategy_id: ids.strategy,
    version: 1,
    strategy: strategy(),
    readback: READBACK,
    code: CODE,
    explanation:
      'You want to hold the **S&P 500** while its trend points up.\n\n- It buys when the 50-day average crosses above the 200-day average.\n- It sells when it crosses below.\n\nNothing protects a position between the crosses; a stop is suggested beside the strategy.',
    metadata: {
      author: 'offline',
      language: 'en',
      sentences: null,
      market_conditions: {
        style: 'trend_following',
        title: 'Trend following',
        works_when: 'when prices run in one direction for months',
        struggles_when: 'when they swing sideways',
        because: 'crosses_above(sma(close, 50), sma(close, 200))',
      },
      risk_assumptions: ['There is no stop: a fall is borne until the averages cross.'],
      indicators: [{ name: 'sma', written: ['sma(close, 50)'], meaning: 'The mean of the last closes.' }],
      signal_frequency: {
        entries: 9,
        exits: 9,
        bars: 5031,
        years: 20,
        entries_per_year: 0.45,
        typical_bars_held: 210,
        symbols_counted: 1,
        warning: 'Few trades are to be expected: hardly enough to judge by.',
        missing: '',
      },
      data: [
        {
          symbol: '^GSPC',
          timeframe: '1d',
          source: 'sample',
          first: '1999-01-04T00:00:00Z',
          last: '2018-12-31T00:00:00Z',
          bars: 5031,
          online: [],
        },
      ],
      notices: ['The language model is away; the offline interpreter answered.'],
      model: null,
      knowledge_cutoff: null,
      tokens: null,
      cost_usd: null,
      cost_basis: null,
    },
    assumptions: strategy().assumptions,
    unused_words: ['please'],
    spans: [
      ...span('the s&p 500', 'universe'),
      ...span('when the 50-day average crosses above the 200-day average', 'rules.0'),
      ...span('sell when it crosses below', 'rules.1'),
      ...span('please', null),
    ],
    suggestions: [
      {
        title: 'Add a stop loss of 8 %',
        reason:
          'A cross can come long after a fall. In 1987 and 2008 the price fell by a fifth before the averages crossed.',
        patch: [{ op: 'replace', path: '/risk/stop_loss', value: { kind: 'percent', value: 8 } }],
      },
    ],
    safety_report: {
      passed: true,
      checks: ['imports', 'names', 'loops', 'complexity'].map((check) => ({
        check,
        passed: true,
        evidence: 'Nothing found.',
      })),
    },
    questions: [],
    changes: [],
  }
}
