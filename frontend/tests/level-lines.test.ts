import { expect, test } from 'vitest'
import { levelsOf } from '@/features/result/level-lines'

const CODE = `# Parameter low_level is 30, from 10 to 40 in steps of 1.
def signals(bars, p):
    strength = rsi(bars.close, 14)
    return {
        "r1.when": (rsi(bars.close, 14) < p.low_level) & (bars.close > sma(bars.close, 200)),
        "r2.when": crosses_above(strength, 70) | (55 < rsi(bars.close, 14)),
        "r3.when": (strength < p.low_level - 10) & (atr(bars, 14) > 2.5),
    }
`
const strength = { name: 'strength', expression: 'rsi(close, 14)' }

test('the levels that a line is held against are found on both sides, in crossings and as parameters', () => {
  expect(levelsOf(strength, CODE)).toEqual([30, 55, 70])
  expect(levelsOf({ name: 'atr(14)', expression: 'atr(14)' }, CODE)).toEqual([2.5])
})

test('a moved parameter moves its level', () => {
  expect(levelsOf(strength, CODE, { 'parameters.low_level': 25 })).toEqual([25, 55, 70])
})

test('a line that is held against another line has no level, and neither has one whose level is computed', () => {
  expect(levelsOf({ name: 'sma(close, 200)', expression: 'sma(close, 200)' }, CODE)).toEqual([])
  expect(levelsOf(strength, '"r1.when": rsi(bars.close, 14) < 30 + atr(bars, 14)')).toEqual([])
})

test('another length of the same indicator is another line', () => {
  expect(levelsOf({ name: 'rsi(close, 2)', expression: 'rsi(close, 2)' }, CODE)).toEqual([])
})
