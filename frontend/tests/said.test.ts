import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Phrase, phrasebook } from '@/language/phrasebook'
import { zhHans } from '@/language/zh-hans'
import { reading as readSimplified } from '@/language/zh-hans/reading'
import { said as simplified } from '@/language/zh-hans/said'
import { zhHant } from '@/language/zh-hant'
import { reading as readTraditional } from '@/language/zh-hant/reading'
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
  ['Simplified', simplified, readSimplified],
  ['Traditional', traditional, readTraditional],
] as const)('what the server says, in %s Chinese', (_name, phrases, readings) => {
  const book = [...phrases, ...readings]

  test('is something that the server still says', () => {
    const fragments = phrases.flatMap(([english]) =>
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
  const english = (book: readonly Phrase[]) => book.map(([said]) => said)
  expect(english(traditional)).toEqual(english(simplified))
  expect(english(readTraditional)).toEqual(english(readSimplified))
})

test('no simplified sign stands in the traditional book', () => {
  const text = [...traditional, ...readTraditional].map(([, said]) => said).join('')
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

test.each([
  ['Use daily bars of AAPL.', '使用 AAPL 的日K线。'],
  ['Buy AAPL when the 14-day RSI of the close is below 30.', '当收盘价的14日 RSI低于30时，买入 AAPL。'],
  [
    'the 50-day simple moving average of the close crosses above the 200-day simple moving average of the close',
    '收盘价的50日简单均线上穿收盘价的200日简单均线',
  ],
  [
    'Sell AAPL when the close is at or below the 10-day ATR times 2 and the volume is above 5 or the close is below 3.',
    '当收盘价不高于10日 ATR乘2，且成交量高于5，或收盘价低于3时，卖出 AAPL。',
  ],
  ['Place a stop loss 8% below the entry price.', '止损设在进场价下方 8%。'],
  [
    'Buy AAPL when the close is above 3. Sell AAPL when the close is below 2.',
    '当收盘价高于3时，买入 AAPL。当收盘价低于2时，卖出 AAPL。',
  ],
  ['Sell AAPL short when the close is above "fast".', '当收盘价高于"fast"时，做空 AAPL。'],
])('%s reads in Chinese', (english, chinese) => {
  expect(zhHans.reading(english)).toBe(chinese)
})

test.each([
  'Buy AAPL when the number of bars since the close is above 3 is below 5.',
  'Buy half of the full size of AAPL when the close is above 3.',
  'Buy AAPL, filled at the next close, when the close is above 3.',
  'the 14-day RSI of (the close plus 5) is below 30',
])('a reading that cannot be had in full stays English: %s', (english) => {
  expect(zhHans.reading(english)).toBe(english)
})

test('what the book does not hold stays as it was said', () => {
  expect(zhHans.said('Ada’s own number')).toBe('Ada’s own number')
  expect(phrasebook([['a (b) {c}?', '{c}']])('a (b) x?')).toBe('x')
})
