import type { HeatMapValues, SweepPoint } from '@/api/types'

export type Cell = readonly [row: number, column: number]

/** The cells around one that have a value. */
export function neighboursOf(map: HeatMapValues, [row, column]: Cell): number[] {
  const around: number[] = []
  for (let y = row - 1; y <= row + 1; y += 1) {
    for (let x = column - 1; x <= column + 1; x += 1) {
      const value = map.values[y]?.[x]
      if ((y !== row || x !== column) && value !== null && value !== undefined) around.push(value)
    }
  }
  return around
}

/** The mean of the cells around one; a good cell among bad neighbours is luck. */
export function neighbourMean(map: HeatMapValues, cell: Cell): number | null {
  const around = neighboursOf(map, cell)
  return around.length > 0 ? around.reduce((sum, value) => sum + value, 0) / around.length : null
}

export const isBeside = ([row, column]: Cell, [y, x]: Cell): boolean =>
  Math.max(Math.abs(y - row), Math.abs(x - column)) === 1

/** The lowest and the highest value. */
export function spanOf(map: HeatMapValues): readonly [number, number] {
  const known = map.values.flat().filter((value) => value !== null)
  return known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)]
}

/** A value's place between the lowest and the highest, 0..1. */
export function shareOf([low, high]: readonly [number, number], value: number): number {
  return high > low ? (value - low) / (high - low) : 0.5
}

/** Low is the colour of loss, high that of gain, the middle pale. */
export function cellColour(share: number): string {
  const strength = Math.round(Math.abs(share - 0.5) * 2 * 50)
  return `color-mix(in oklch, var(${share >= 0.5 ? '--gain' : '--loss'}) ${strength}%, var(--surface))`
}

/** The cell of the highest value. */
export function bestCell(map: HeatMapValues): Cell {
  let best: Cell = [0, 0]
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

/** The cell of a set of values; null where no cell has it. */
export function cellOf(map: HeatMapValues, values: Record<string, number>): Cell | null {
  const row = map.y_values.indexOf(values[map.y] ?? Number.NaN)
  const column = map.x_values.indexOf(values[map.x] ?? Number.NaN)
  return row < 0 || column < 0 ? null : [row, column]
}

/** All figures of a cell. */
export function pointOf(points: readonly SweepPoint[], map: HeatMapValues, [row, column]: Cell) {
  return points.find(
    ({ parameters }) => parameters[map.x] === map.x_values[column] && parameters[map.y] === map.y_values[row],
  )
}
