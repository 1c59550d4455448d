const FIRST = 8
const FACTOR = 4

type Level = { size: number; low: Float64Array; high: Float64Array }

/** Extremes of every `size` values, from a finer level or from the values themselves. NaN counts for nothing. */
function level(size: number, group: number, low: Float64Array, high: Float64Array): Level {
  const length = Math.ceil(low.length / group)
  const made: Level = { size, low: new Float64Array(length), high: new Float64Array(length) }
  for (let at = 0; at < length; at += 1) {
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    const end = Math.min(low.length, (at + 1) * group)
    for (let from = at * group; from < end; from += 1) {
      const down = low[from] as number
      const up = high[from] as number
      if (down < least) least = down
      if (up > most) most = up
    }
    made.low[at] = least
    made.high[at] = most
  }
  return made
}

/** The extremes of a series over groups of 8, 32, 128 ... values: a view of any width costs about as much as it has pixels. */
export class Pyramid {
  private readonly levels: readonly Level[]

  constructor(readonly values: Float64Array) {
    const levels: Level[] = [{ size: 1, low: values, high: values }]
    for (let last = levels[0]; last && last.low.length > FIRST * 2; last = levels.at(-1)) {
      const group = last.size === 1 ? FIRST : FACTOR
      levels.push(level(last.size * group, group, last.low, last.high))
    }
    this.levels = levels
  }

  /** Writes the lowest and the highest of `size` values from `start` on into `into`, in the order in which they lead on. */
  write(start: number, size: number, into: Float64Array, at: number): void {
    const fine = this.levels.findLast((one) => one.size <= size) ?? (this.levels[0] as Level)
    const end = Math.min(fine.low.length, Math.ceil((start + size) / fine.size))
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    for (let from = Math.floor(start / fine.size); from < end; from += 1) {
      least = Math.min(least, fine.low[from] as number)
      most = Math.max(most, fine.high[from] as number)
    }
    const last = Math.min(this.values.length, start + size) - 1
    const falls = (this.values[last] as number) < (this.values[start] as number)
    const known = least <= most
    into[at] = known ? (falls ? most : least) : Number.NaN
    into[at + 1] = known ? (falls ? least : most) : Number.NaN
  }
}

/** The length of the groups that a view of so many values is drawn in: 1, or a power of two. */
export function groupSize(values: number, columns: number): number {
  if (values <= columns * 2) return 1
  return 2 ** Math.ceil(Math.log2(values / columns))
}
