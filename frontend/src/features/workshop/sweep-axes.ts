import type { Parameter } from '@/api/types'

/** About `cells` values over the range of a parameter, on its own steps, its own value among them. */
export function valuesOf({ low, high, step, value }: Parameter, cells: number): number[] {
  const every = Math.max(1, Math.round((high - low) / step / (cells - 1))) * step
  const made = new Set<number>()
  // Counted from the own value to both sides, so that the saved version is one of the cells.
  for (let next = value; next >= low - step / 1e6; next -= every) made.add(Number(next.toPrecision(12)))
  for (let next = value; next <= high + step / 1e6; next += every) made.add(Number(next.toPrecision(12)))
  return [...made].sort((a, b) => a - b)
}
