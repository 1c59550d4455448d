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

/** Several series over the times (seconds) of the first one; a value that another lacks is NaN. */
export function columnsOf(main: Series, ...others: readonly Series[]): [Float64Array, ...Float64Array[]] {
  const stamps = Object.keys(main).sort()
  const column = (series: Series) => Float64Array.from(stamps, (stamp) => series[stamp] ?? Number.NaN)
  return [Float64Array.from(stamps, seconds), column(main), ...others.map(column)]
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
