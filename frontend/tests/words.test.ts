import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { telling } from '@/features/strategy/document-difference'
import { fieldWords, valueWords } from '@/features/strategy/field-words'
import { en } from '@/language/en'
import type { Catalogue } from '@/language/language'
import { zhHans } from '@/language/zh-hans'
import { zhHant } from '@/language/zh-hant'

const CATALOGUES: [string, Catalogue][] = [
  ['English', en],
  ['Simplified Chinese', zhHans],
  ['Traditional Chinese', zhHant],
]
const read = (path: string) => readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8')
const engine = (path: string) => read(`backtest-engine/src/backtest_engine/domain/${path}`)
const schema = JSON.parse(read('docs/reference/strategy.schema.json')) as Schema
const api = JSON.parse(read('docs/reference/openapi.json')) as {
  components: { schemas: Record<string, Schema & { enum?: string[] }> }
}

type Schema = { properties?: Record<string, Schema>; $defs?: Record<string, Schema> }

/** The strings of the first Python literal after a name. */
function literal(source: string, name: string, end: string): string[] {
  const after = source.slice(source.indexOf(name))
  return [...after.slice(0, after.indexOf(end)).matchAll(/^\s+"([a-z_]+)",?/gm)].map(([, word]) => word ?? '')
}

const EXIT_REASONS = literal(engine('position/reasons.py'), 'EXIT_REASONS', '\n)')
const HARSHER = [...engine('band/assumptions.py').matchAll(/Assumption\(\s*"([a-z_]+)"/g)].map(
  ([, name]) => name ?? '',
)
const KEYS = [
  ...new Set(
    [schema, ...Object.values(schema.$defs ?? {})].flatMap((part) => Object.keys(part.properties ?? {})),
  ),
]
const STATUSES = api.components.schemas.RunStatus?.enum ?? []
const TIMEFRAMES = api.components.schemas.Timeframe?.enum ?? []

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}.${key}`))
}

describe.each(CATALOGUES)('the words in %s', (_name, words) => {
  test('every exit reason of the engine has one', () => {
    expect(EXIT_REASONS.length).toBeGreaterThanOrEqual(14)
    expect(Object.keys(words.document.reasons).sort()).toEqual([...EXIT_REASONS].sort())
  })

  test('every harsher assumption has a name and a meaning', () => {
    expect(HARSHER.length).toBeGreaterThanOrEqual(4)
    expect(Object.keys(words.document.band).sort()).toEqual([...HARSHER].sort())
  })

  test('every key of the document has one', () => {
    expect(KEYS.length).toBeGreaterThan(100)
    expect(KEYS.filter((key) => !(key in words.document.keys))).toEqual([])
  })

  test('every state of a run and every timeframe has one', () => {
    expect(STATUSES.length).toBeGreaterThanOrEqual(7)
    expect(STATUSES.filter((status) => !(status in words.run.status))).toEqual([])
    expect(TIMEFRAMES.filter((timeframe) => !(timeframe in words.document.choices))).toEqual([])
  })

  test('every figure of a result has a name and a definition', () => {
    const figures = Object.keys(api.components.schemas.SummaryStats?.properties ?? {})
    const told = words.statistics.names as Record<string, { label: string }>
    expect(figures.length).toBeGreaterThan(20)
    // How many bars a year has, and why figures are undefined, is told beside the figures.
    const beside = ['periods_per_year', 'undefined']
    expect(figures.filter((figure) => !told[figure]?.label)).toEqual(beside)
  })

  test('says something everywhere; but for formulas and symbols where there is none', () => {
    const silent = leaves(words).filter(([path, leaf]) => leaf === '' && !/\.(formula|symbol)$/.test(path))
    expect(silent).toEqual([])
  })
})

test('the Chinese catalogues are not left in English', () => {
  const english = new Map(leaves(en))
  const same = leaves(zhHans).filter(
    ([path, leaf]) => typeof leaf === 'string' && /[a-z]{4,}/.test(leaf) && english.get(path) === leaf,
  )
  expect(same.map(([, leaf]) => leaf)).toEqual(same.map(() => 'VibeTrading'))
})

test('a place of the document is named by its words, and a value by its choice', () => {
  expect(fieldWords('costs.preset', en.document)).toBe('costs › preset')
  expect(fieldWords('risk.stop_loss', zhHans.document)).toBe('风险 › 止损')
  expect(fieldWords('average volume', en.document)).toBe('average volume')
  expect(valueWords('hk_equities', en.document)).toBe('Hong Kong shares')
  expect(valueWords(14, en.document)).toBe('14')
  expect(valueWords({ kind: 'percent', value: 6 }, en.document)).toBe('6%')
  expect(valueWords([{ kind: 'atr', multiple: 2, length: 14, fraction: 0.5 }], en.document)).toBe(
    '2 × ATR(14) · part of the position: 0.5',
  )
  expect(valueWords({ kind: 'percent_of_equity', value: 50, max_quantity: null }, en.document)).toBe(
    'share of equity, %: 50',
  )
  expect(valueWords({ id: 'r2', action: 'exit_long', when: 'close > 5', order: null }, en.document)).toBe(
    'action: sell · when: close > 5',
  )
  expect(valueWords({ field: 'ATR length', value: 14, why: 'the usual one' }, en.document)).toBe(
    '14 (the usual one)',
  )
})

test('a list of changes leaves out what only follows from them', () => {
  const change = (path: string) => ({ path, before: 1, after: 2 })
  const changes = ['rules.r1.when', 'rules.r1.source', 'assumptions.costs.preset.value', 'unused_words'].map(
    change,
  )
  expect(telling(changes).map(({ path }) => path)).toEqual(['rules.r1.when'])
  expect(telling(changes.slice(1))).toHaveLength(3)
})
