import { encode } from '@msgpack/msgpack'
import { expect, test } from 'vitest'
import { indicatorName, panesOfLines } from '@/features/chart/indicator-name'
import { overlaid } from '@/features/chart/overlaid'
import { readSeries } from '@/features/result/run-series'
import { result, series } from './fixtures'

test('the series arrive as the result has them, on a clock in seconds', () => {
  const told = result()
  const { times, account, benchmark, lines } = series(told)
  expect(times[0]).toBe(Date.parse(Object.keys(told.equity_curve)[0] ?? '') / 1000)
  expect([...account.equity]).toEqual(Object.values(told.equity_curve))
  expect([...account.drawdown]).toEqual(Object.values(told.drawdown_series))
  expect([...(benchmark?.equity ?? [])]).toEqual(Object.values(told.benchmark?.equity_curve ?? {}))
  expect(lines.map(({ name, values }) => [name, values.length])).toEqual(
    told.indicators.map(({ name, values }) => [name, Object.keys(values).length]),
  )
})

test('a million bars are read whole, wherever their buffers lie in the message', () => {
  const length = 1_000_000
  const bytes = (values: Float64Array<ArrayBuffer>) => new Uint8Array(values.buffer)
  const ramp = Float64Array.from({ length }, (_, index) => index)
  const account = { time: bytes(ramp), equity: bytes(ramp), drawdown: bytes(ramp), returns: bytes(ramp) }
  // Texts of odd lengths before the buffers: none of them is aligned.
  for (const odd of ['', 'a', 'abc']) {
    const read = readSeries(encode({ odd, ...account, benchmark: null, lines: [] }).slice().buffer)
    expect(read.account.equity).toHaveLength(length)
    expect(read.account.equity[999_999]).toBe(999_999)
    expect(read.times[999_999]).toBe(999.999)
  }
})

test('lines over clocks of their own share one, and what a line lacks is undefined', () => {
  const { times, values } = overlaid([
    { times: Float64Array.of(1, 3), values: Float64Array.of(10, 30) },
    { times: Float64Array.of(2, 3, 4), values: Float64Array.of(5, 6, 7) },
  ])
  expect([...times]).toEqual([1, 2, 3, 4])
  expect(values.map((line) => [...line])).toEqual([
    [10, Number.NaN, 30, Number.NaN],
    [Number.NaN, 5, 6, 7],
  ])
})

test.each([
  ['rsi(close, 14)', 'RSI 14'],
  ['macd(close, 12, 26, 9).macd', 'MACD 12, 26, 9'],
  ['macd(close, 12, 26, 9).signal', 'MACD 12, 26, 9 signal'],
  ['highest(high, 20)', 'Highest high, 20'],
  ['fast_ma', 'fast ma'],
  ['ema(close, 10) - ema(close, 20)', 'ema(close, 10) - ema(close, 20)'],
])('%s is named %s on a chart', (written, name) => {
  expect(indicatorName(written)).toBe(name)
})

test('the outputs of one indicator share a pane; what lies over the prices has none of its own', () => {
  const line = (expression: string, overlay = false) => ({ expression, overlay })
  const lines = [
    line('macd(close, 12, 26, 9).macd'),
    line('sma(close, 50)', true),
    line('rsi(close, 14)'),
    line('macd(close, 12, 26, 9).signal'),
    line('ema(close, 10) * 1.5'),
  ]
  expect(panesOfLines(lines)).toEqual([1, 0, 2, 1, 3])
})
