import type { HeatMapValues } from '@/api/types'

/** The mean of the cells around one; a good cell among bad neighbours is luck. */
export function neighbourMean(map: HeatMapValues, row: number, column: number): number | null {
  const around: number[] = []
  for (let y = row - 1; y <= row + 1; y += 1) {
    for (let x = column - 1; x <= column + 1; x += 1) {
      const value = map.values[y]?.[x]
      if ((y !== row || x !== column) && value !== null && value !== undefined) around.push(value)
    }
  }
  return around.length > 0 ? around.reduce((sum, value) => sum + value, 0) / around.length : null
}

/** A value's place between the lowest and the highest, 0..1. */
export function shares(map: HeatMapValues): (value: number) => number {
  const known = map.values.flat().filter((value) => value !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  return (value) => (high > low ? (value - low) / (high - low) : 0.5)
}

/** Low is the colour of loss, high that of gain, the middle pale. */
export function cellColour(share: number): string {
  const strength = Math.round(Math.abs(share - 0.5) * 2 * 62)
  return `color-mix(in oklch, var(${share >= 0.5 ? '--gain' : '--loss'}) ${strength}%, var(--surface))`
}

/** The cell of the highest value. */
export function bestCell(map: HeatMapValues): [number, number] {
  let best: [number, number] = [0, 0]
  let highest = Number.NEGATIVE_INFINITY
  map.values.forEach((row, y) => {
    row.forEach((value, x) => {
      if (value !== null && value > highest) {
        highest = value
        best = [y, x]
      }
    })
  })
  return best
}
