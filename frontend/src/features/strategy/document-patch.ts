import type { Strategy } from '@/api/types'

type Json = unknown
type Operation = { op?: unknown; path?: unknown; value?: unknown }

function setIn(target: Json, [head, ...rest]: string[], write: (slot: Json) => Json, insert: boolean): Json {
  if (head === undefined) return write(target)
  if (Array.isArray(target)) {
    const copy = [...target]
    const at = head === '-' ? copy.length : Number(head)
    if (rest.length === 0 && insert) copy.splice(at, 0, write(undefined))
    else copy[at] = setIn(copy[at], rest, write, insert)
    return copy
  }
  const record = (target ?? {}) as Record<string, Json>
  return { ...record, [head]: setIn(record[head], rest, write, insert) }
}

function removeIn(target: Json, [head, ...rest]: string[]): Json {
  if (head === undefined || target === null || target === undefined) return target
  if (Array.isArray(target)) {
    if (rest.length === 0) return target.filter((_, index) => index !== Number(head))
    return target.map((item, index) => (index === Number(head) ? removeIn(item, rest) : item))
  }
  const record = target as Record<string, Json>
  if (rest.length > 0) return { ...record, [head]: removeIn(record[head], rest) }
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== head))
}

const pointer = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The document after a JSON Patch (RFC 6902: add, replace, remove). Throws on an operation it does not know. */
export function applyPatch(strategy: Strategy, patch: readonly Operation[]): Strategy {
  let document: Json = strategy
  for (const { op, path, value } of patch) {
    if (typeof path !== 'string') throw new Error('A patch operation needs a path.')
    if (op === 'add') document = setIn(document, pointer(path), () => value, true)
    else if (op === 'replace') document = setIn(document, pointer(path), () => value, false)
    else if (op === 'remove') document = removeIn(document, pointer(path))
    else throw new Error(`A patch operation "${String(op)}" is not known.`)
  }
  return document as Strategy
}

/** The steps to a place by its dotted path; rules may be named by id, parameters by name. */
function stepsTo(strategy: Strategy, path: string): string[] {
  const parts = path.replace(/\[(\w+)\]/g, '.$1').split('.')
  const [first, second] = parts
  if (first === 'rules' && second && !/^\d+$/.test(second)) {
    parts[1] = String(strategy.rules.findIndex((rule) => rule.id === second))
  }
  if (first === 'parameters' && second && !/^\d+$/.test(second)) {
    parts.splice(1, 1, String(strategy.parameters.findIndex((parameter) => parameter.name === second)))
    if (parts.length === 2) parts.push('value')
  }
  return parts
}

/** The value at a dotted path; undefined where the document has no such place. */
export function valueAt(strategy: Strategy, path: string): Json {
  return stepsTo(strategy, path).reduce<Json>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string, Json>)[step] : undefined,
    strategy,
  )
}

/** The document with the value at a dotted path changed. */
export function setAt(strategy: Strategy, path: string, value: Json): Strategy {
  return setIn(strategy, stepsTo(strategy, path), () => value, false) as Strategy
}
