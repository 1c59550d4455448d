/** Any JSON value on one line: plain values as they are, structures without their quotes and braces. */
export function asWords(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return value.map(asWords).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, part]) => part !== null && part !== '')
      .map(([key, part]) => `${key.replaceAll('_', ' ')} ${asWords(part)}`)
      .join(' · ')
  }
  return String(value)
}
