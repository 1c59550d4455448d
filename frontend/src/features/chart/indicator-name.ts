const CALL = /^(\w+)\(([^()]*)\)(?:\.(\w+))?$/
const LONGEST_SHORT_NAME = 5

/** The series that an output belongs to: `macd(close, 12, 26, 9)` of `macd(close, 12, 26, 9).signal`. */
export const rootOf = (expression: string): string => expression.replace(/\)\.[a-z_]+$/, ')')

/** An indicator as a chart names it: `macd(close, 12, 26, 9).signal` is "MACD 12, 26, 9 signal". */
export function indicatorName(written: string): string {
  const [, name, given, output] = CALL.exec(written.trim()) ?? []
  if (name === undefined || given === undefined) return written.replaceAll('_', ' ')
  const words = name.replaceAll('_', ' ')
  const title =
    name.length <= LONGEST_SHORT_NAME && !name.includes('_')
      ? name.toUpperCase()
      : words.charAt(0).toUpperCase() + words.slice(1)
  const numbers = given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'close')
    .join(', ')
  const which = output === undefined || output === name ? '' : output.replaceAll('_', ' ')
  return [title, numbers, which].filter(Boolean).join(' ')
}

type Shown = { expression: string; overlay: boolean }

/** The pane of each line: the prices' own (0), or one below for each indicator, whose outputs share it. */
export function panesOfLines(lines: readonly Shown[]): number[] {
  const roots: string[] = []
  return lines.map(({ expression, overlay }) => {
    if (overlay) return 0
    const root = rootOf(expression)
    if (!roots.includes(root)) roots.push(root)
    return roots.indexOf(root) + 1
  })
}
