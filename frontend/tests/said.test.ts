import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { phrasebook } from '@/language/phrasebook'
import { zhHans } from '@/language/zh-hans'
import { said as simplified } from '@/language/zh-hans/said'
import { zhHant } from '@/language/zh-hant'
import { said as traditional } from '@/language/zh-hant/said'

const ROOT = join(import.meta.dirname, '..', '..')
const ROOMS = [
  'backtest-engine/src',
  'strategy-ai-worker/src',
  'market-research-service/src',
  'market-data-service/src',
  'libs/strategy-language/src',
  'libs/contracts/src',
  'libs/service-kit/src',
]

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

/** Everything the services say, literals over several lines joined, names as words. */
const SERVER = ROOMS.flatMap((room) => sources(join(ROOT, room)))
  .join('\n')
  .replace(/"\s*\n\s*f?"/g, '')
  .replaceAll('_', ' ')
  .toLowerCase()
const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort()

describe.each([
  ['Simplified', simplified],
  ['Traditional', traditional],
] as const)('what the server says, in %s Chinese', (_name, book) => {
  test('is something that the server still says', () => {
    const fragments = book.flatMap(([english]) =>
      english
        .split(/\{\w+\}|(?<=[a-z]): /)
        .map((part) =>
          part
            .replace(/^[\s(,]+|[\s(,]+$/g, '')
            .replaceAll('_', ' ')
            .toLowerCase(),
        )
        .filter((part) => part.length >= 12),
    )
    expect(fragments.length).toBeGreaterThan(100)
    expect(fragments.filter((part) => !SERVER.includes(part))).toEqual([])
  })

  test('names what the English names, and is Chinese', () => {
    expect(book.filter(([english, said]) => gaps(english).join() !== gaps(said).join())).toEqual([])
    expect(
      book.filter(
        ([, said]) =>
          !/\p{Script=Han}/u.test(said.replace(/\{\w+\}/g, '')) &&
          !/（.+）/.test(said) &&
          !said.startsWith('{'),
      ),
    ).toEqual([])
  })
})

test('both scripts hold the same sentences', () => {
  expect(traditional.map(([english]) => english)).toEqual(simplified.map(([english]) => english))
})

test('no simplified sign stands in the traditional book', () => {
  const text = traditional.map(([, said]) => said).join('')
  expect(
    [...text].filter(
      (sign) => '没说为与时线开盘价这个单据险动长关数权资费账户规则'.includes(sign) && !'盤價'.includes(sign),
    ),
  ).toEqual([])
})

test('a sentence is read with its gaps, a gap with its own words, several sentences one by one', () => {
  expect(zhHans.said('costs of the US market, because none were named')).toBe('没有说明费用，按美国市场计')
  expect(zhHans.said('RSI below, percent')).toBe('RSI低于（%）')
  expect(zhHans.said('Stop loss, percent')).toBe('止损（%）')
  expect(
    zhHans.said('Apple (as of 2013-03-01) is falling (100% of the signs agree). Overall risk: medium.'),
  ).toBe('Apple (as of 2013-03-01)下跌（100% 的迹象一致）。总体风险：中。')
  expect(zhHant.said('No trade was closed.')).toBe('沒有已平倉的交易。')
})

test('what the book does not hold stays as it was said', () => {
  expect(zhHans.said('Ada’s own number')).toBe('Ada’s own number')
  expect(phrasebook([['a (b) {c}?', '{c}']])('a (b) x?')).toBe('x')
})
