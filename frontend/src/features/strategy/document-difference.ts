import type { DocumentChange } from '@/api/types'

/** What a document says of its own making: it follows from the changes, and is none. */
const NOTES = ['assumptions', 'unused_words']

/** The changes without those that only follow from others: what was assumed, and which words a rule came from. */
export function telling(changes: readonly DocumentChange[]): readonly DocumentChange[] {
  const own = changes.filter(({ path }) => {
    const [first = '', ...rest] = path.split('.')
    return !NOTES.includes(first) && rest.at(-1) !== 'source'
  })
  return own.length > 0 ? own : changes
}

/** The differences between two documents, leaf by leaf. Rules, parameters and definitions are matched by name. */
export function differences(before: unknown, after: unknown, path = ''): DocumentChange[] {
  if (NOTES.includes(path)) return []
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const one = named(before)
  const two = named(after)
  if (one && two) {
    return [...new Set([...Object.keys(one), ...Object.keys(two)])].flatMap((key) =>
      differences(one[key] ?? null, two[key] ?? null, path ? `${path}.${key}` : key),
    )
  }
  return [{ path, before: before ?? null, after: after ?? null }]
}

function named(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return value as Record<string, unknown>
  const entries = value.map((item: unknown, index): [string, unknown] => {
    const record = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {}
    const name = record.id ?? record.name
    return [typeof name === 'string' ? name : String(index), item]
  })
  return Object.fromEntries(entries)
}
