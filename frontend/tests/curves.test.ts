import { expect, test } from 'vitest'
import { logSteps, within } from '@/features/chart/axis-steps'
import { HeldCurves } from '@/features/chart/curves'
import { equityLines } from '@/features/chart/equity-lines'
import { groupSize } from '@/features/chart/pyramid'

/** A calm line with one deep spike, a value a second. */
const spiked = (length: number, at: number) => {
  const times = Float64Array.from({ length }, (_, second) => second)
  const values = Float64Array.from({ length }, (_, second) => Math.sin(second / 1e4))
  values[at] = -50
  return new HeldCurves(times, [values])
}

test('one bar among a hundred thousand is still seen when all of them are in sight', () => {
  const [line] = spiked(100_000, 61_803).view(0, 100_000, 500)
  expect(Math.min(...(line?.values ?? []))).toBe(-50)
  expect(line?.values.length).toBeLessThan(1_100)
})

test('from near, every value is drawn as it is', () => {
  const [line] = spiked(100_000, 5).view(1_000, 1_400, 500)
  expect(line?.values.length).toBe(403)
  expect(line?.times[0]).toBe(999)
  expect(line?.values[1]).toBeCloseTo(Math.sin(0.1))
})

test('what is drawn of a bar does not change while panning', () => {
  const curves = spiked(200_000, 77_777)
  const [here] = curves.view(10_000, 110_000, 400)
  const [moved] = curves.view(10_001, 110_001, 400)
  const middle = 200
  const place = moved?.times.indexOf(here?.times[middle] ?? -1) ?? -1
  expect(place).toBeGreaterThanOrEqual(0)
  expect(moved?.values[place]).toBe(here?.values[middle])
})

test('extremes are those of a plain search, in any stretch and at any width', () => {
  const times = Float64Array.from({ length: 20_000 }, (_, second) => second)
  let seed = 7
  const values = times.map(() => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  })
  const curves = new HeldCurves(times, [values])
  for (const [from, to, columns] of [
    [0, 19_999, 300],
    [3_333, 17_017, 97],
    [128, 9_000, 1_000],
  ] as const) {
    const [line] = curves.view(from, to, columns)
    const start = line?.times[0] ?? 0
    const shown = values.subarray(start, to + 1)
    expect(Math.max(...(line?.values ?? []))).toBeGreaterThanOrEqual(Math.max(...shown))
    expect(Math.min(...(line?.values ?? []))).toBeLessThanOrEqual(Math.min(...shown))
  }
})

test('values that are not there are left out of the extremes', () => {
  const times = Float64Array.from({ length: 64 }, (_, second) => second)
  const values = times.map((second) => (second < 32 ? Number.NaN : second))
  const [line] = new HeldCurves(times, [values]).view(0, 63, 2)
  expect(line?.values.filter((value) => !Number.isNaN(value))).toContain(63)
})

test('the value under the cursor is the last one that was known then', () => {
  const curves = new HeldCurves(Float64Array.of(10, 20, 30), [Float64Array.of(1, 2, Number.NaN)])
  expect(curves.at(25)).toEqual({ time: 20, values: [2] })
  expect(curves.at(5)).toEqual({ time: 10, values: [1] })
  expect(curves.at(99)).toEqual({ time: 30, values: [null] })
})

test('groups double so that a view never draws more than two groups a pixel', () => {
  for (const values of [1_000, 50_000, 3_000_000]) {
    expect(values / groupSize(values, 1_000)).toBeLessThanOrEqual(2_000)
  }
  expect(groupSize(1_500, 1_000)).toBe(1)
})

test('a view cannot leave what there is, nor shrink to nothing', () => {
  expect(within([-50, 50], [0, 1_000], 10)).toEqual([0, 100])
  expect(within([500, 501], [0, 1_000], 10)).toEqual([495.5, 505.5])
  expect(within([-5_000, 5_000], [0, 1_000], 10)).toEqual([0, 1_000])
})

test('a logarithmic axis has round values', () => {
  const steps = logSteps(Math.log(90_000), Math.log(410_000)).map((step) => Math.round(Math.exp(step)))
  expect(steps).toEqual([100_000, 150_000, 200_000, 300_000, 400_000])
})

test('each line of an equity chart stands with its own values, in the order in which panes draw them', () => {
  const account = { equity: Float64Array.of(1), drawdown: Float64Array.of(2) }
  const held = { name: 'Holding', equity: Float64Array.of(3), drawdown: Float64Array.of(4) }
  const words = { account: 'Account', drawdown: 'Drawdown' }
  const { panes, values } = equityLines(account, held, words, false)
  const names = panes.flatMap(({ lines }) => lines.map(({ name }) => name))
  expect(names.map((name, index) => [name, values[index]?.[0]])).toEqual([
    ['Holding', 3],
    ['Account', 1],
    ['Drawdown, Holding', 4],
    ['Drawdown', 2],
  ])
  expect(equityLines(account, null, words, true).values.map(([value]) => value)).toEqual([1, 2])
})
