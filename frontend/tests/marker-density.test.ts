import { expect, test } from 'vitest'
import { countWithin, densityOf } from '@/features/chart/marker-density'

test('marks are as large as there is room for them', () => {
  expect(densityOf(0, 700)).toBe('roomy')
  expect(densityOf(20, 700)).toBe('roomy')
  expect(densityOf(60, 700)).toBe('tight')
  expect(densityOf(515, 700)).toBe('crowded')
})

test('what is in sight is counted, both ends included', () => {
  const moments = [10, 20, 20, 30, 40]
  expect(countWithin(moments, 20, 30)).toBe(3)
  expect(countWithin(moments, 41, 90)).toBe(0)
  expect(countWithin(moments, 0, 90)).toBe(5)
  expect(countWithin([], 0, 90)).toBe(0)
})
