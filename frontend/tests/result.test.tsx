import type { UseQueryResult } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import type { Result, Run, Trade } from '@/api/types'
import { AnalysisPanel } from '@/features/result/analysis-panel'
import { BandPanel } from '@/features/result/band-panel'
import { ChartLegend } from '@/features/result/chart-legend'
import { EquityPanel } from '@/features/result/equity-panel'
import { Headline } from '@/features/result/headline'
import { IntegrityPanel } from '@/features/result/integrity-panel'
import { PlainWords } from '@/features/result/plain-words'
import type { RunSeries } from '@/features/result/run-series'
import { RunView } from '@/features/result/run-view'
import { sharePage } from '@/features/result/share-page'
import { StatisticsPanel } from '@/features/result/statistics-panel'
import { TradeStepper } from '@/features/result/trade-stepper'
import { remarksOn } from '@/features/result/verdict'
import { en } from '@/language/en'
import { problem, result, run, series, serve, show } from './fixtures'

test('the plain words name what is weak before what is good', () => {
  const { container } = show(<PlainWords run={run()} result={result()} />)
  const said = [...container.querySelectorAll('li')].map((item) => item.textContent ?? '')
  expect(said[0]).toContain('lost money')
  expect(said.findIndex((text) => text.includes('Only 8 trades'))).toBeLessThan(
    said.findIndex((text) => text.includes('beat')),
  )
})

test('one trade is told as one, and what reads alike is neither better nor worse than holding', () => {
  const same = result()
  same.summary_stats = { ...same.summary_stats, trades: 1, total_return: 0.7112, max_drawdown: -0.567 }
  if (same.benchmark) same.benchmark = { ...same.benchmark, total_return: 0.7108, max_drawdown: -0.568 }
  const { container } = show(<PlainWords run={run()} result={same} />)
  expect(container).toHaveTextContent('Only one trade: far too few')
  expect(container).not.toHaveTextContent(/beat simply holding|Simply holding did better|milder/)
})

test('what lost against holding says so before anything else, and in the figures too', () => {
  const behind = result()
  behind.summary_stats = { ...behind.summary_stats, trades: 400, total_return: 0.5, deflated_sharpe: 0.2 }
  if (behind.benchmark) behind.benchmark = { ...behind.benchmark, total_return: 2 }
  const { container } = show(<PlainWords run={run()} result={behind} />)
  expect(container.querySelector('li')).toHaveTextContent(
    'Simply holding did better: +200.0% against +50.0%.',
  )
  const { container: figures } = show(<Headline result={behind} />)
  expect(figures).toHaveTextContent('+200.0% · behind holding')
  const { container: ahead } = show(<Headline result={result()} />)
  expect(ahead).not.toHaveTextContent('behind holding')
})

test('no costs, margin calls, a single bar and positions left open are each told', () => {
  const odd = result()
  const calls = odd.trade_log.map((one, index) => ({
    ...one,
    exit_reason: index === 0 ? 'end_of_data' : 'margin_call',
  }))
  odd.trade_log = calls as typeof odd.trade_log
  odd.summary_stats = { ...odd.summary_stats, costs_paid: 0, bars: 1 }
  const { container } = show(<PlainWords run={run()} result={odd} />)
  expect(container).toHaveTextContent('No costs were charged')
  expect(container).toHaveTextContent(`${calls.length - 1} were closed by margin call`)
  expect(container).toHaveTextContent('Only one bar of history')
  expect(container).toHaveTextContent('One position was still open at the end')
  expect(container).not.toHaveTextContent('after costs')
})

test('the account of a single bar is told to be too short instead of drawn', () => {
  const one = series()
  const short = { ...one, times: one.times.slice(0, 1) }
  const query = { data: short, isError: false, error: null } as unknown as UseQueryResult<RunSeries>
  show(<EquityPanel result={result()} series={query} />)
  expect(screen.getByText(en.result.tooShort)).toBeVisible()
})

test('the legend names what ended a trade where no rule did', () => {
  const called = result().trade_log.map((one) => ({ ...one, exit_rule: null, exit_reason: 'margin_call' }))
  show(<ChartLegend trades={called as Trade[]} indicators={[]} />)
  expect(screen.getByText('Other exit: Margin call')).toBeVisible()
})

test('the trades are stepped through on the chart, to both ends and no further', async () => {
  const { trade_log: log } = result()
  const asked: Trade[] = []
  const step = (at: Trade | null) => (
    <TradeStepper trades={log} at={at} onStep={(trade) => asked.push(trade)} />
  )
  const { unmount } = show(step(null))
  await userEvent.click(screen.getByRole('button', { name: 'Next trade' }))
  await userEvent.click(screen.getByRole('button', { name: 'Previous trade' }))
  expect(asked).toEqual([log[0], log.at(-1)])
  unmount()
  show(step(log.at(-1) as Trade))
  expect(screen.getByText(`Trade ${log.length} of ${log.length}`)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Next trade' })).toBeDisabled()
})

test('without a trade there is one sentence and no verdict', () => {
  const none = result()
  none.trade_log = []
  none.summary_stats = { ...none.summary_stats, trades: 0 }
  const { container } = show(<PlainWords run={run()} result={none} />)
  expect(container.querySelectorAll('li')).toHaveLength(1)
})

test('an undefined figure is a dash, never a zero', () => {
  const odd = result()
  odd.summary_stats = {
    ...odd.summary_stats,
    sharpe: null,
    win_rate: null,
    undefined: { sharpe: 'Returns never changed.' },
  }
  const { container } = show(<Headline result={odd} />)
  expect(container.querySelector('[data-headline="sharpe"]')).toHaveTextContent('–')
  expect(container.querySelector('[data-headline="win_rate"]')).toHaveTextContent('–')
})

test('the Sharpe ratio stands beside its deflated value and the trials', () => {
  show(<Headline result={result()} />)
  expect(screen.getByText(/Deflated Sharpe 71.0% · Trials 4/)).toBeVisible()
})

test('every group of statistics is there, also against the benchmark', () => {
  show(<StatisticsPanel result={result()} />)
  for (const title of ['Growth', 'Risk', 'Reward for risk', 'Trades', 'Holding ^GSPC']) {
    expect(screen.getByRole('heading', { name: title })).toBeVisible()
  }
})

test('without a benchmark its group is left out', () => {
  show(<StatisticsPanel result={{ ...result(), benchmark: null }} />)
  expect(screen.queryByRole('heading', { name: /Holding/ })).toBeNull()
})

test('a failed look-ahead proof says so', () => {
  const peeking = result()
  peeking.integrity = {
    ...peeking.integrity,
    look_ahead: { ...peeking.integrity.look_ahead, passed: false, detail: 'Rule r1 at 2010-05-06.' },
  }
  show(<IntegrityPanel run={run()} result={peeking} />)
  expect(screen.getByText('Signals change when the future is removed.')).toBeVisible()
  expect(screen.getByText('Rule r1 at 2010-05-06.')).toBeVisible()
})

test('after a sweep the integrity tells how likely its best set is overfitted; without one it is silent', () => {
  const title = en.result.overfitting.title
  const told = (overfitting: Result['integrity']['overfitting']) => {
    const swept = result()
    swept.integrity = { ...swept.integrity, overfitting }
    const { unmount } = show(<IntegrityPanel run={run()} result={swept} />)
    const text = screen.queryByText(title)?.closest('li')?.textContent ?? null
    unmount()
    return text
  }
  const measured = { sets: 40, splits: 252, detail: '' }
  expect(told({ ...measured, probability: 0.62 })).toMatch(/overfitting: 62%.*best of 40 .*worrying/)
  expect(told({ ...measured, probability: 0.1 })).toMatch(/overfitting: 10%.*Luck alone/)
  expect(told({ ...measured, probability: null })).toContain('history is too short')
  expect(told(null)).toBeNull()
  const remark = (probability: number) => {
    const swept = result()
    swept.integrity = { ...swept.integrity, overfitting: { ...measured, probability } }
    const { container, unmount } = show(<PlainWords run={run()} result={swept} />)
    const text = container.textContent ?? ''
    unmount()
    return text
  }
  expect(remark(0.62)).toContain('likely overfitted (probability 62%)')
  expect(remark(0.5)).not.toContain('overfitted')
})

test('where nobody asked the second engine it can be asked, and its answer stays', async () => {
  const unasked = result()
  unasked.integrity = {
    ...unasked.integrity,
    engines: {
      used: 'kernel',
      checked_with: null,
      agrees: null,
      detail: 'The second engine has not looked.',
    },
  }
  serve({
    'POST /backtest/r/engines': {
      body: { used: 'kernel', checked_with: 'vectorbt', agrees: true, detail: '9 trades compared.' },
    },
  })
  show(<IntegrityPanel run={run()} result={unasked} />)
  expect(screen.getByText('The second engine has not looked.')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Ask the second engine' }))
  expect(await screen.findByText('vectorbt finds the same trades.')).toBeVisible()
  expect(screen.getByText('9 trades compared.')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Ask the second engine' })).toBeNull()
})

test('the data certificate marks sample data', () => {
  show(<IntegrityPanel run={run()} result={result()} />)
  expect(screen.getByText('Sample data')).toBeVisible()
})

test('the assumption band begins with the run as it was', () => {
  show(<BandPanel result={result()} />)
  expect(screen.getAllByRole('rowheader')[0]).toHaveTextContent('As run')
})

test('a single bar: the analysis says that it is too short, and breaks nothing', () => {
  const short = { ...result(), trade_log: [], benchmark: null }
  const one = (value: number) => Float64Array.of(value)
  const account = { equity: one(100_000), drawdown: one(0), returns: one(0) }
  const times = one(Date.parse('2010-01-04T00:00:00Z') / 1000)
  show(<AnalysisPanel result={short} series={{ times, account, benchmark: null, lines: [] }} />)
  expect(screen.getAllByText('Too few bars for this.').length).toBeGreaterThan(1)
})

test('negative equity: months after ruin are empty instead of nonsense', () => {
  const account = {
    equity: Float64Array.of(50_000, -10_000, -10_000),
    drawdown: Float64Array.of(0, -1.2, -1.2),
    returns: Float64Array.of(-0.5, -1.2, 0),
  }
  const days = ['2010-01-29', '2010-02-26', '2010-03-31']
  const times = Float64Array.from(days, (day) => Date.parse(day) / 1000)
  const ruined = { ...result(), benchmark: null }
  show(<AnalysisPanel result={ruined} series={{ times, account, benchmark: null, lines: [] }} />)
  expect(screen.getAllByText('−50.0').length).toBeGreaterThan(0)
  expect(screen.queryByText(/NaN|Infinity/)).toBeNull()
})

test('the shared page has no script and escapes what people wrote', () => {
  const named = run({ strategy_name: '<script>alert(1)</script>' })
  const page = sharePage({ run: named, result: result(), series: series(), language: 'en' }, en)
  expect(page).not.toMatch(/<script/i)
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toMatch(/https?:\/\//)
})

describe('a run, wherever it stands', () => {
  test('loading: a placeholder that says so', () => {
    vi.stubGlobal('fetch', () => new Promise<Response>(() => undefined))
    show(<RunView id="r" />)
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible()
  })

  test('unknown: the refusal, and no way to try what cannot succeed', async () => {
    serve({ 'GET /backtest/r': problem(404, 'unknown_run', 'There is no such run.') })
    show(<RunView id="r" />)
    expect(await screen.findByRole('alert')).toHaveTextContent('There is no such run.')
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })

  test('failed: why, in the words of the engine, however long they are', async () => {
    const detail = `Rule r1 looks ahead ${'and ahead '.repeat(80)}`
    const document = problem(422, 'look_ahead', detail).body as Run['problem']
    serve({ 'GET /backtest/r': { body: run({ status: 'failed', problem: document }) } })
    show(<RunView id="r" />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Rule r1 looks ahead')
  })

  test('stopped for taking too long: what happened, then the words of the engine', async () => {
    const document = problem(422, 'time_limit', 'It ran longer than 60 seconds and was stopped.')
      .body as Run['problem']
    serve({ 'GET /backtest/r': { body: run({ status: 'timed_out', problem: document }) } })
    show(<RunView id="r" />)
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Took too longIt ran longer than 60 seconds and was stopped.',
    )
  })

  test('on its way: how far, and it can be cancelled', async () => {
    const asked = serve({
      'GET /backtest/r': { body: run({ status: 'running', progress: 0.4, message: 'Simulating orders' }) },
      'GET /users/me': { status: 401, body: {} },
      'POST /auth/refresh': { status: 401, body: {} },
      'POST /backtest/r/cancel': { body: run({ status: 'cancelled' }) },
    })
    show(<RunView id="r" />)
    expect(await screen.findByText('Simulating orders')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel run' }))
    expect(asked.some(({ key }) => key === 'POST /backtest/r/cancel')).toBe(true)
  })
})

test('symbols whose bars begin late are named, and parts of positions are told from positions', () => {
  const made = result()
  const [series] = made.integrity.data
  if (!series) throw new Error('The made-up result has data.')
  const late = { ...series, origin: { ...series.origin, symbol: 'KO' }, first: '2012-09-04T00:00:00Z' }
  made.integrity = { ...made.integrity, data: [{ ...series, first: '2005-01-03T00:00:00Z' }, late] }
  const [one] = made.trade_log
  if (!one) throw new Error('The made-up result has trades.')
  made.trade_log = [one, one, one]
  const said = remarksOn(run(), made, en.result.words).map(({ text }) => text)
  expect(said).toContain(
    'Bars begin late for KO (from 2012-09-04): until then only the others could be traded.',
  )
  expect(said.some((text) => text.startsWith('The 3 trades are parts of one position'))).toBe(true)
  const whole = remarksOn(run(), result(), en.result.words).map(({ text }) => text)
  expect(whole.some((text) => text.includes('begin late') || text.includes('are parts of'))).toBe(false)
})
