import { expect, test } from 'vitest'
import { chance, percent, signedPercent } from '@/design/figures'

test('what is no whole hundred percent is not written as one', () => {
  expect(percent(0.9996, 0)).toBe('99%')
  expect(signedPercent(-0.99993)).toBe('−99.9%')
  expect(percent(-0.99996)).toBe('−99.9%')
  expect(percent(1, 0)).toBe('100%')
  expect(percent(-1)).toBe('−100.0%')
  expect(percent(1.0004)).toBe('100.0%')
})

test.each([
  [0.997, '99.7%'],
  [0.99963, '>99.9%'],
  [0.00004, '<0.1%'],
  [0.5, '50.0%'],
  [null, '–'],
])('a probability of %s is written %s', (probability, written) => {
  expect(chance(probability)).toBe(written)
})
