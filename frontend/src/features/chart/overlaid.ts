import type { Stretch } from './curves'

/** Lines over clocks of their own, laid over one clock with every time of each; a value that a line lacks is NaN. */
export function overlaid(lines: readonly Stretch[]): { times: Float64Array; values: Float64Array[] } {
  const times = Float64Array.from(new Set(lines.flatMap((line) => [...line.times]))).sort()
  const values = lines.map((line) => {
    const column = new Float64Array(times.length).fill(Number.NaN)
    let at = 0
    line.times.forEach((time, index) => {
      while ((times[at] as number) < time) at += 1
      column[at] = line.values[index] as number
    })
    return column
  })
  return { times, values }
}
