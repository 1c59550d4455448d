/** Where values stand in a JSON text: path -> [from, to), the paths in dotted form (`rules.0.when`). */
export function jsonPlaces(text: string): Map<string, [number, number]> {
  const places = new Map<string, [number, number]>()
  let at = 0
  const space = () => {
    while (/\s/.test(text[at] ?? '')) at += 1
  }
  const string = (): string => {
    const from = at
    at += 1
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at += 1
    return text.slice(from + 1, at - 1)
  }
  const items = (path: string, close: string, next: (index: number) => string) => {
    at += 1
    space()
    for (let index = 0; at < text.length && text[at] !== close; index += 1) {
      const name = next(index)
      value(path ? `${path}.${name}` : name)
      space()
      if (text[at] === ',') at += 1
      space()
    }
    at += 1
  }
  function value(path: string) {
    space()
    const from = at
    if (text[at] === '{') {
      items(path, '}', () => {
        const name = string()
        space()
        at += 1
        return name
      })
    } else if (text[at] === '[') items(path, ']', String)
    else if (text[at] === '"') string()
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1
    places.set(path, [from, at])
  }
  value('')
  return places
}

/** The place of a path, or of the nearest thing around it; inside a text the column (from 1) counts. */
export function placeOf(
  places: Map<string, [number, number]>,
  path: string,
  column: number | null,
): [number, number] | null {
  const parts = path
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
  for (let length = parts.length; length >= 0; length -= 1) {
    const place = places.get(parts.slice(0, length).join('.'))
    if (!place) continue
    if (column && length === parts.length) {
      const from = Math.min(place[0] + column, place[1] - 1)
      return [from, Math.min(from + 1, place[1])]
    }
    return place
  }
  return null
}
