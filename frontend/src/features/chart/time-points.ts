import type { UTCTimestamp } from 'lightweight-charts'
import type { Stretch } from './curves'

type Point = { time: UTCTimestamp; value: number }

export const seconds = (iso: string): UTCTimestamp => Math.floor(Date.parse(iso) / 1000) as UTCTimestamp

/** A line as points, without its undefined values. */
export function pointsOf({ times, values }: Stretch): Point[] {
  const points: Point[] = []
  times.forEach((time, index) => {
    const value = values[index] as number
    if (Number.isFinite(value)) points.push({ time: time as UTCTimestamp, value })
  })
  return points
}

/** The position of the last of the sorted times that is not after `time`; 0 where all are later. */
export function positionAt(times: readonly UTCTimestamp[], time: UTCTimestamp): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((times[middle] ?? 0) <= time) low = middle
    else high = middle - 1
  }
  return low
}

/** The last of the sorted times that is not after `time`; the first where all are later. */
export function barAt(times: readonly UTCTimestamp[], time: UTCTimestamp): UTCTimestamp | null {
  return times[positionAt(times, time)] ?? null
}
