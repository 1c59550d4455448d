type Level = Record<string, unknown>

/** Distances of a stop or a target as traders write them; they read the same in every language. */
const LEVELS: Record<string, { parts: readonly string[]; write: (level: Level) => string }> = {
  percent: { parts: ['value'], write: ({ value }) => `${value}%` },
  atr: { parts: ['multiple', 'length'], write: ({ multiple, length }) => `${multiple} × ATR(${length})` },
  r_multiple: { parts: ['value'], write: ({ value }) => `${value}R` },
}

/** Any JSON value on one line: plain values as they are, structures without their quotes and braces. */
export function asWords(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return value.map(asWords).join(', ')
  if (typeof value === 'object') return ofStructure(value as Level)
  return String(value)
}

function ofStructure(value: Level): string {
  const level =
    typeof value.kind === 'string' && Object.hasOwn(LEVELS, value.kind) ? LEVELS[value.kind] : undefined
  const written = level?.parts.every((part) => typeof value[part] === 'number') ? level : undefined
  const told = new Set(written ? ['kind', ...written.parts] : [])
  const others = Object.entries(value)
    .filter(([key, part]) => part !== null && part !== '' && !told.has(key))
    .map(([key, part]) => `${key.replaceAll('_', ' ')} ${asWords(part)}`)
  return [...(written ? [written.write(value)] : []), ...others].join(' · ')
}
