import type { DrawnLine } from './run-series'

const PARAMETER = /^# Parameter (\w+) is (-?[\d.]+)/gm
const NUMBER = String.raw`(-?\d+(?:\.\d+)?|p\.\w+)`
/** What follows a level that stands alone: nothing that goes on computing. */
const ALONE = String.raw`(?!\s*[-+*/.\w(])`
const FRESH = String.raw`(?<![-+*/.\w]\s*)`

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** How the executed code names the columns, as the lines of a chart do. */
const asWritten = (code: string) => code.replaceAll('bars.', '').replaceAll('(bars, ', '(')

/** The fixed levels that the rules hold a line against (the 30 of an RSI below 30), read from the code that ran. */
export function levelsOf(
  line: Pick<DrawnLine, 'name' | 'expression'>,
  code: string,
  overrides: Readonly<Record<string, unknown>> = {},
): number[] {
  const values = new Map(
    [...code.matchAll(PARAMETER)].map(([, name = '', value]) => [
      name,
      Number(overrides[`parameters.${name}`] ?? value),
    ]),
  )
  const rules = asWritten(code)
  const series = `(?:${escaped(line.expression)}|${escaped(line.name)})`
  const patterns = [
    `${FRESH}${series}\\s*[<>]=?\\s*${NUMBER}${ALONE}`,
    `${FRESH}${NUMBER}\\s*[<>]=?\\s*${series}${ALONE}`,
    `crosses_(?:above|below)\\(${series},\\s*${NUMBER}\\)`,
  ]
  const found = patterns.flatMap((pattern) =>
    [...rules.matchAll(new RegExp(pattern, 'g'))].map(([, level = '']) =>
      level.startsWith('p.') ? values.get(level.slice(2)) : Number(level),
    ),
  )
  return [...new Set(found)].filter((level) => level !== undefined).sort((one, other) => one - other)
}
