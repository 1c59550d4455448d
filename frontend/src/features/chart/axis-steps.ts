const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8]

/** Round values for a logarithmic axis, at most `most` of them, as logarithms. */
export function logSteps(low: number, high: number, most = 7): number[] {
  const found: number[] = []
  for (let power = Math.floor(low / Math.LN10); power <= Math.ceil(high / Math.LN10); power += 1) {
    for (const step of STEPS) {
      const at = Math.log(step * 10 ** power)
      if (at >= low && at <= high) found.push(at)
    }
  }
  const every = Math.ceil(found.length / most)
  return found.filter((_, index) => index % every === 0)
}

/** The stretch that is shown after a step: never outside of what there is, never shorter than `shortest`. */
export function within(
  [from, to]: readonly [number, number],
  [first, last]: readonly [number, number],
  shortest: number,
): [number, number] {
  const width = Math.min(Math.max(to - from, shortest), last - first)
  const start = Math.min(Math.max(from + (to - from - width) / 2, first), last - width)
  return [start, start + width]
}
