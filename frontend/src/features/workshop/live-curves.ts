import { type Curves, positionOf, type Stretch, shortestOf, timeAt, valueAt } from '@/features/chart/curves'
import { panesOfLines } from '@/features/chart/indicator-name'
import type { Frame, Viewport } from './session-wire'

const MOST_POINTS = 4000
const FEWEST_POINTS = 16

/** The bar of the run's clock at a time, from a frame whose points are spread evenly over its bars. */
export function barAt({ equity, from, to }: Frame, time: number): number {
  const { times } = equity
  const after = positionOf(times, time)
  const [left, right] = [times[after - 1], times[after]]
  const share = left === undefined || right === undefined ? 0 : (time - left) / (right - left || 1)
  const place = Math.min(Math.max(0, after - 1 + share), times.length - 1)
  return from + (place / Math.max(1, times.length - 1)) * (to - from)
}

/** The stretch of bars to ask for, a screen more on either side, so that panning on finds it there; null is all of them. */
export function viewportOf(whole: Frame, from: number, to: number, columns: number): Viewport | null {
  const start = barAt(whole, from)
  const end = barAt(whole, to)
  const width = end - start
  if (width > 0.9 * whole.bars) return null
  const first = Math.max(0, Math.floor(start - width))
  const last = Math.min(whole.bars, Math.ceil(end + width) + 1)
  const points = Math.round((2 * columns * (last - first)) / Math.max(1, width))
  return { from: first, to: last, points: Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, points)) }
}

/** The lines below the account, those of one pane beside each other. */
export function linesBelow({ lines }: Frame): Frame['lines'][number][] {
  const below = lines.filter(({ overlay }) => !overlay)
  const panes = panesOfLines(below)
  return below
    .map((line, index) => ({ line, pane: panes[index] ?? 0 }))
    .sort((one, other) => one.pane - other.pane)
    .map(({ line }) => line)
}

/** All lines of a frame: benchmark first, so that the account lies above it. */
export const linesOf = (frame: Frame): Stretch[] => [
  frame.price,
  ...frame.lines.filter(({ overlay }) => overlay),
  ...(frame.benchmark ? [frame.benchmark] : []),
  frame.equity,
  frame.drawdown,
  ...linesBelow(frame),
]

function glued(around: Stretch, inner: Stretch): Stretch {
  const first = inner.times[0]
  const last = inner.times.at(-1)
  if (first === undefined || last === undefined) return around
  const before = positionOf(around.times, first)
  const after = positionOf(around.times, last + 1e-6)
  const join = (of: (stretch: Stretch) => Float64Array) =>
    Float64Array.of(...of(around).subarray(0, before), ...of(inner), ...of(around).subarray(after))
  return { times: join(({ times }) => times), values: join(({ values }) => values) }
}

const same = (a: Frame, b: Frame) => JSON.stringify(a.parameters) === JSON.stringify(b.parameters)

/** What the engine sent of a run: the part in sight finely, the rest coarsely where it is of the same parameters. */
export class LiveCurves implements Curves {
  readonly first: number
  readonly last: number
  readonly shortest: number
  private readonly lines: readonly Stretch[]

  constructor(whole: Frame, inner: Frame) {
    this.first = whole.equity.times[0] ?? 0
    this.last = whole.equity.times.at(-1) ?? 0
    this.shortest = shortestOf(this.first, this.last, whole.bars)
    const around = linesOf(whole)
    const lines = linesOf(inner)
    const fits = whole !== inner && same(whole, inner) && around.length === lines.length
    this.lines = fits ? lines.map((line, index) => glued(around[index] as Stretch, line)) : lines
  }

  view(from: number, to: number): Stretch[] {
    return this.lines.map(({ times, values }) => {
      const start = Math.max(0, positionOf(times, from) - 1)
      const end = positionOf(times, to) + 1
      return { times: times.subarray(start, end), values: values.subarray(start, end) }
    })
  }

  at(time: number): { time: number; values: (number | null)[] } {
    const [price] = this.lines
    return {
      time: price ? timeAt(price, time) : time,
      values: this.lines.map((line) => valueAt(line, time)),
    }
  }
}
