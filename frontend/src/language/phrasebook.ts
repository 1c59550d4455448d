/** A sentence of the server, `{gaps}` where it names something, and the same sentence in another language. */
export type Phrase = readonly [english: string, translated: string]

const GAP = /\{(\w+)\}/g
const SENTENCES = /(?<=[.!?]) (?=\p{Lu})/u
const ESCAPED = /[.*+?^$()|[\]\\]/g

type Compiled = { pattern: RegExp; names: readonly string[]; translated: string }

function compile([english, translated]: Phrase): Compiled {
  const names = [...english.matchAll(GAP)].map(([, name]) => name ?? '')
  const pattern = new RegExp(`^${english.replace(ESCAPED, '\\$&').replace(GAP, '(.+?)')}$`, 's')
  return { pattern, names, translated }
}

/**
 * A reader of what the server says in English. What stands in a gap is looked up in turn, several sentences one by one;
 * what the book does not hold stays as it was said.
 */
export function phrasebook(phrases: readonly Phrase[]): (text: string) => string {
  const fixed = new Map(phrases.filter(([english]) => !english.includes('{')))
  const known = new Map<string, string>()
  let open: Compiled[] | null = null

  function found(text: string): string | undefined {
    const whole = fixed.get(text)
    if (whole !== undefined) return whole
    const sentences = text.split(SENTENCES)
    if (sentences.length > 1) return sentences.map(read).join('')
    open ??= phrases.filter(([english]) => english.includes('{')).map(compile)
    for (const { pattern, names, translated } of open) {
      const match = pattern.exec(text)
      if (match) {
        const gaps = Object.fromEntries(names.map((name, at) => [name, read(match[at + 1] ?? '')]))
        return translated.replace(GAP, (gap, name: string) => gaps[name] ?? gap)
      }
    }
    return undefined
  }

  function read(text: string): string {
    const before = known.get(text)
    if (before !== undefined) return before
    const said = found(text) ?? text
    known.set(text, said)
    return said
  }
  return read
}

const QUOTED = /"[^"]*"/g
const LEFT_IN_ENGLISH = /[a-z]{2,}/

/** A reader that gives a text in full or as it was said: half a rule in each language is none. */
export function wholly(read: (text: string) => string): (text: string) => string {
  return (text) => {
    const said = read(text)
    return LEFT_IN_ENGLISH.test(said.replace(QUOTED, '')) ? text : said
  }
}
