import { groupSize, Pyramid } from './pyramid'

/** A line as it is drawn: a value at each time (seconds, ascending). */
export type Stretch = { times: Float64Array; values: Float64Array }

/** Lines that can be looked at in any stretch of time and at any width. */
export interface Curves {
  readonly first: number
  readonly last: number
  /** The shortest stretch of time worth a look: about a dozen bars. */
  readonly shortest: number
  view(from: number, to: number, columns: number): readonly Stretch[]
  /** Each line's value at the last bar that is not after `time` (the first where all are later), and when that bar is. */
  at(time: number): { time: number; values: readonly (number | null)[] }
}

/** The first position whose time is not before `time`. */
export function positionOf(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) < time) low = middle + 1
    else high = middle
  }
  return low
}

const FEWEST_BARS = 12

export const shortestOf = (first: number, last: number, bars: number): number =>
  Math.max(1, ((last - first) * FEWEST_BARS) / Math.max(FEWEST_BARS, bars))

function placeOf(times: Float64Array, time: number): number {
  const after = positionOf(times, time)
  return times[after] === time ? after : Math.max(0, after - 1)
}

export function valueAt({ times, values }: Stretch, time: number): number | null {
  const value = values[placeOf(times, time)]
  return value === undefined || Number.isNaN(value) ? null : value
}

export const timeAt = ({ times }: Pick<Stretch, 'times'>, time: number): number =>
  times[placeOf(times, time)] ?? time

/** Lines that are wholly here. Extremes survive at every width, and groups keep their place, so that nothing flickers while panning. */
export class HeldCurves implements Curves {
  readonly first: number
  readonly last: number
  readonly shortest: number
  private readonly pyramids: readonly Pyramid[]

  constructor(
    readonly times: Float64Array,
    lines: readonly Float64Array[],
  ) {
    this.first = times[0] ?? 0
    this.last = times.at(-1) ?? 0
    this.shortest = shortestOf(this.first, this.last, times.length)
    this.pyramids = lines.map((line) => new Pyramid(line))
  }

  view(from: number, to: number, columns: number): Stretch[] {
    const { times, pyramids } = this
    const start = Math.max(0, positionOf(times, from) - 1)
    const end = Math.min(times.length, positionOf(times, to) + 2)
    const size = groupSize(end - start, Math.max(1, columns))
    if (size === 1) {
      const shown = times.subarray(start, end)
      return pyramids.map(({ values }) => ({ times: shown, values: values.subarray(start, end) }))
    }
    const first = Math.floor(start / size)
    const count = Math.ceil(end / size) - first
    const shown = new Float64Array(count * 2)
    for (let group = 0; group < count; group += 1) {
      const at = (first + group) * size
      shown[group * 2] = times[at] as number
      shown[group * 2 + 1] = times[Math.min(times.length - 1, at + (size >> 1))] as number
    }
    return pyramids.map((pyramid) => {
      const values = new Float64Array(count * 2)
      for (let group = 0; group < count; group += 1) {
        pyramid.write((first + group) * size, size, values, group * 2)
      }
      return { times: shown, values }
    })
  }

  at(time: number): { time: number; values: (number | null)[] } {
    const { times, pyramids } = this
    return {
      time: timeAt({ times }, time),
      values: pyramids.map(({ values }) => valueAt({ times, values }, time)),
    }
  }
}
