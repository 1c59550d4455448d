import type { UTCTimestamp } from 'lightweight-charts'
import type { Series } from '@/api/types'

export type Point = { time: UTCTimestamp; value: number }

export const seconds = (iso: string): UTCTimestamp => Math.floor(Date.parse(iso) / 1000) as UTCTimestamp

/** A series (timestamp -> value) as points in order of time, without undefined values. */
export function pointsOf(series: Series): Point[] {
  return Object.entries(series)
    .filter(([, value]) => value !== null && Number.isFinite(value))
    .map(([iso, value]) => ({ time: seconds(iso), value }))
    .sort((a, b) => a.time - b.time)
}

/** The last of the sorted times that is not after `time`; the first where all are later. */
export function barAt(times: readonly UTCTimestamp[], time: UTCTimestamp): UTCTimestamp | null {
  let low = 0
  let high = times.length - 1
  if (high < 0) return null
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((times[middle] ?? 0) <= time) low = middle
    else high = middle - 1
  }
  return times[low] ?? null
}
