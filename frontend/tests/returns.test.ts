import { expect, test } from 'vitest'
import { histogram, monthTable, openPositions, rolling } from '@/features/result/returns'
import { trade } from './fixtures'

test('months compound to their year', () => {
  const table = monthTable(
    { '2020-01-31T00:00:00Z': 110, '2020-02-28T00:00:00Z': 99, '2021-01-29T00:00:00Z': 198 },
    100,
  )
  expect(table[0]?.months[0]).toBeCloseTo(0.1)
  expect(table[0]?.months[1]).toBeCloseTo(-0.1)
  expect(table[0]?.whole).toBeCloseTo(-0.01)
  expect(table[1]?.whole).toBeCloseTo(1)
})

test('a histogram loses no value', () => {
  const values = Array.from({ length: 1000 }, (_, index) => Math.sin(index))
  expect(histogram(values, 20).reduce((sum, bin) => sum + bin.count, 0)).toBe(1000)
  expect(histogram([], 20)).toEqual([])
  expect(histogram([1, 1, 1], 20)).toEqual([])
})

test('the rolling figures equal those of the window alone', () => {
  const returns = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `2020-01-${String(index + 1).padStart(2, '0')}`,
      Math.sin(index) / 50,
    ]),
  )
  const { sharpe, volatility } = rolling(returns, 10, 252)
  const window = Object.values(returns).slice(20)
  const mean = window.reduce((sum, value) => sum + value, 0) / 10
  const deviation = Math.sqrt(window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9)
  expect(volatility['2020-01-30']).toBeCloseTo(deviation * Math.sqrt(252), 10)
  expect(sharpe['2020-01-30']).toBeCloseTo((mean / deviation) * Math.sqrt(252), 8)
  expect(Object.keys(sharpe)).toHaveLength(21)
})

test('open positions rise at the entry and fall at the exit', () => {
  const stamps = ['2020-01-01', '2020-01-02', '2020-01-03'].map((day) => `${day}T00:00:00Z`)
  const one = trade({ entry_time: stamps[1] ?? '', exit_time: stamps[2] ?? '' })
  expect(Object.values(openPositions(stamps, [one]))).toEqual([0, 1, 0])
})
