import type { Catalogue } from '@/language/language'
import { asWords } from './as-words'

type Words = Catalogue['document']

const known = (words: Record<string, string>, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined

/** A place in the document as a person names it: `risk.stop_loss` is "risk › stop loss". */
export function fieldWords(path: string, { keys }: Words): string {
  return path
    .split('.')
    .map((part) => known(keys, part) ?? part.replaceAll('_', ' '))
    .join(' › ')
}

/** A value of the document in words; what is no choice stays as it is written. */
export function valueWords(value: unknown, { keys, choices }: Words): string {
  return asWords(value, {
    key: (name) => known(keys, name) ?? name.replaceAll('_', ' '),
    choice: (name) => known(choices, name) ?? name,
  })
}
