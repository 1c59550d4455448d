type Level = Record<string, unknown>

/** How a key and a choice of the contracts are called in a language. */
export interface Naming {
  key: (name: string) => string
  choice: (name: string) => string
}

const AS_WRITTEN: Naming = { key: (name) => name.replaceAll('_', ' '), choice: (name) => name }

/** Distances of a stop or a target as traders write them; they read the same in every language. */
const LEVELS: Record<string, { parts: readonly string[]; write: (level: Level) => string }> = {
  percent: { parts: ['value'], write: ({ value }) => `${value}%` },
  atr: { parts: ['multiple', 'length'], write: ({ multiple, length }) => `${multiple} × ATR(${length})` },
  r_multiple: { parts: ['value'], write: ({ value }) => `${value}R` },
}

/** Any JSON value on one line: plain values by their choice, structures without their quotes and braces. */
export function asWords(value: unknown, naming: Naming = AS_WRITTEN): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return value.map((one) => asWords(one, naming)).join(', ')
  if (typeof value === 'object') return ofStructure(value as Level, naming)
  return naming.choice(String(value))
}

function ofStructure(value: Level, naming: Naming): string {
  if (typeof value.field === 'string' && typeof value.why === 'string')
    return `${asWords(value.value, naming)} (${value.why})`
  const [head, told] = headOf(value, naming)
  const others = Object.entries(value)
    .filter(([key, part]) => !told.includes(key) && asWords(part, naming) !== '' && part !== null)
    .map(([key, part]) => `${naming.key(key)}: ${asWords(part, naming)}`)
  return [...head, ...others].join(' · ')
}

/** What a structure is called as a whole, and the parts that are said with it: "2 × ATR(14)", "risk a trade, %: 1". */
function headOf(value: Level, naming: Naming): [string[], string[]] {
  if (typeof value.kind !== 'string') return [[], ['id']]
  const level = Object.hasOwn(LEVELS, value.kind) ? LEVELS[value.kind] : undefined
  if (level?.parts.every((part) => typeof value[part] === 'number'))
    return [[level.write(value)], ['kind', ...level.parts]]
  if (typeof value.value === 'number')
    return [[`${naming.choice(value.kind)}: ${value.value}`], ['kind', 'value']]
  return [[], []]
}
