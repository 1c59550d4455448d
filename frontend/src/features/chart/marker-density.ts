export type Density = 'roomy' | 'tight' | 'crowded'

const ROOMY = 24
const TIGHT = 9

/** How the marks of so many trades stand on a width in pixels: at their size, smaller, or over one another. */
export function densityOf(trades: number, width: number): Density {
  const room = width / Math.max(1, trades)
  if (room >= ROOMY) return 'roomy'
  return room >= TIGHT ? 'tight' : 'crowded'
}

/** How many of some sorted moments lie within two others. */
export function countWithin(moments: readonly number[], from: number, to: number): number {
  return firstAfter(moments, to) - firstAfter(moments, from - 1)
}

function firstAfter(moments: readonly number[], limit: number): number {
  let low = 0
  let high = moments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((moments[middle] ?? Number.POSITIVE_INFINITY) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
