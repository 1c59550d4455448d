import { expect, test } from 'vitest'
import { deepestFalls, histogram, monthTable, openPositions, rolling } from '@/features/result/returns'
import { trade } from './fixtures'

const moments = (...days: string[]) => Float64Array.from(days, (day) => Date.parse(day) / 1000)

test('months compound to their year', () => {
  const times = moments('2020-01-30', '2020-01-31', '2020-02-28', '2021-01-29')
  const table = monthTable(times, Float64Array.of(70, 110, 99, 198), 100)
  expect(table[0]?.months[0]).toBeCloseTo(0.1)
  expect(table[0]?.months[1]).toBeCloseTo(-0.1)
  expect(table[0]?.whole).toBeCloseTo(-0.01)
  expect(table[1]?.whole).toBeCloseTo(1)
})

test('a histogram loses no value', () => {
  const values = Float64Array.from({ length: 1000 }, (_, index) => Math.sin(index))
  expect(histogram(values, 20).reduce((sum, bin) => sum + bin.count, 0)).toBe(1000)
  expect(histogram(Float64Array.of(), 20)).toEqual([])
  expect(histogram(Float64Array.of(1, 1, 1), 20)).toEqual([])
})

test('the rolling figures equal those of the window alone', () => {
  const returns = Float64Array.from({ length: 30 }, (_, index) => Math.sin(index) / 50)
  const { sharpe, volatility } = rolling(returns, 10, 252)
  const window = returns.slice(20)
  const mean = window.reduce((sum, value) => sum + value, 0) / 10
  const deviation = Math.sqrt(window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9)
  expect(volatility[29]).toBeCloseTo(deviation * Math.sqrt(252), 10)
  expect(sharpe[29]).toBeCloseTo((mean / deviation) * Math.sqrt(252), 8)
  expect(sharpe.filter((value) => !Number.isNaN(value))).toHaveLength(21)
})

test('where nothing moved there is no Sharpe ratio, also after something did', () => {
  const returns = Float64Array.from({ length: 60 }, (_, index) => (index < 20 ? Math.sin(index) / 7 : 0))
  const { sharpe, volatility } = rolling(returns, 10, 252)
  expect(sharpe.slice(30).every(Number.isNaN)).toBe(true)
  expect(volatility[59]).toBeCloseTo(0, 6)
})

test('open positions rise at the entry and fall at the exit', () => {
  const days = ['2020-01-01', '2020-01-02', '2020-01-03'].map((day) => `${day}T00:00:00Z`)
  const one = trade({ entry_time: days[1] ?? '', exit_time: days[2] ?? '' })
  expect([...openPositions(moments(...days), [one])]).toEqual([0, 1, 0])
})

test('falls are told from the peak until it was reached again, deepest first', () => {
  const times = moments('2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04', '2020-01-05', '2020-01-06')
  const falls = deepestFalls(times, Float64Array.of(0, -0.1, -0.05, 0, -0.3, -0.2), 5)
  expect(falls).toEqual([
    { depth: -0.3, from: times[3], bottom: times[4], to: null },
    { depth: -0.1, from: times[0], bottom: times[1], to: times[3] },
  ])
  expect(deepestFalls(times, new Float64Array(6), 5)).toEqual([])
})
