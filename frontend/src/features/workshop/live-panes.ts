import { amount, axisPrice, number, percent } from '@/design/figures'
import { indicatorName, panesOfLines } from '@/features/chart/indicator-name'
import type { Marks, PlotPane } from '@/features/chart/large-plot'
import type { Catalogue } from '@/language/language'
import { linesBelow } from './live-curves'
import type { Frame, Loaded } from './session-wire'

const OVERLAYS = ['series-3', 'series-4', 'series-5'] as const

type Shape = { symbol: string; benchmark: string | null; overlays: string[]; own: string[][] }

/** What the benchmark holds; without one of its own it is what the run itself trades. */
function holding({ benchmark, symbols }: Loaded, words: Catalogue['result']): string {
  if (benchmark && benchmark !== 'equal_weight') return words.benchmark(benchmark)
  const [only] = symbols
  return only !== undefined && symbols.length === 1 ? words.benchmark(only) : words.equalWeight
}

/** What lines a frame has: it stays the same while numbers are moved, and with it the chart. */
export function shapeOf(frame: Frame, loaded: Loaded, words: Catalogue['result']): Shape {
  const below = linesBelow(frame)
  const panes = panesOfLines(below)
  return {
    symbol: loaded.symbols[0] ?? '',
    benchmark: frame.benchmark ? holding(loaded, words) : null,
    overlays: frame.lines.filter((line) => line.overlay).map(({ name }) => name),
    own: [...new Set(panes)].map((pane) =>
      below.filter((_, index) => panes[index] === pane).map(({ name }) => name),
    ),
  }
}

const colour = (index: number) => OVERLAYS[index % OVERLAYS.length] ?? 'series-3'

/** The panes in the order of `linesOf`: price with the lines on it, account, how deep it fell, then lines of their own scale. */
export function panesOf({ symbol, benchmark, overlays, own }: Shape, words: Catalogue['result']): PlotPane[] {
  const account = { name: words.account, colour: 'series-1', width: 2 } as const
  return [
    {
      weight: 1.8,
      write: axisPrice,
      lines: [
        { name: symbol, colour: 'ink-soft' },
        ...overlays.map((name, index) => ({ name, colour: colour(index) })),
      ],
    },
    {
      weight: 1.6,
      write: amount,
      lines: benchmark === null ? [account] : [{ name: benchmark, colour: 'series-2' }, account],
    },
    {
      weight: 0.8,
      hangs: true,
      write: (value) => percent(value, 1),
      lines: [{ name: words.drawdown, colour: 'loss', fill: true }],
    },
    ...own.map(
      (names, index): PlotPane => ({
        weight: 0.7,
        write: (value) => number(value, Math.abs(value) < 10 ? 2 : 0),
        lines: names.map((name, place) => ({ name, colour: colour(index + place + overlays.length) })),
      }),
    ),
  ]
}

/** The names of all lines with the numbers as they stand: `sma(close, 50)`. */
export function namesOf(panes: readonly PlotPane[], frame: Frame): string[] {
  const written = frame.lines.map(({ name, expression }) => {
    const text = /^\w+$/.test(name) ? name : expression
    return [
      name,
      indicatorName(text.replace(/\w+/g, (word) => String(frame.parameters[word] ?? word))),
    ] as const
  })
  const known = new Map(written)
  return panes.flatMap(({ lines }) => lines.map(({ name }) => known.get(name) ?? name))
}

export const marksOf = ({ markers }: Frame): Marks => ({
  pane: 0,
  marks: markers.map(({ time, price: value, up, opens }) => ({ time, value, up, opens })),
})
