import { useMemo } from 'react'
import type { Result, Run, Trade } from '@/api/types'
import { barsOf, useLines, usePrices } from './prices'

/** More bars than these are drawn from a thinned line: as JSON, a million bars are 150 MB. */
const ROOM_FOR_BARS = 60_000
const AROUND_DAYS = 2
const MOST_AROUND = 20_000
const DAY = 86_400_000

const shifted = (iso: string, days: number) =>
  new Date(Date.parse(iso) + days * DAY).toISOString().slice(0, 10)

/** The prices of one symbol of a run: all its bars; of a very long run a line, and every bar around the trade that was jumped to. */
export function useRunPrices(run: Run, result: Result, symbol: string, focus: Trade | null) {
  const origin = result.integrity.data.find((one) => one.origin.symbol === symbol)
  const { start, end, adjustment } = run.settings
  const timeframe = origin?.origin.timeframe ?? '1d'
  const isLong = (origin?.bars ?? 0) > ROOM_FOR_BARS
  const around = isLong && focus?.symbol === symbol ? focus : null
  const stretch = around
    ? {
        start: shifted(around.entry_time, -AROUND_DAYS),
        end: shifted(around.exit_time ?? around.entry_time, AROUND_DAYS),
        limit: MOST_AROUND,
      }
    : { start, end }
  const bars = usePrices({ symbol, timeframe, adjustment, ...stretch }, !isLong || around !== null)
  const asksLine = isLong && around === null
  const lines = useLines(asksLine ? { symbol, timeframe, start, end, adjustment } : null, ['close'])
  const [line] = lines.data ?? []
  const thinned = useMemo(() => (line ? barsOf(line) : undefined), [line])
  return asksLine
    ? { data: thinned, isThinned: true, error: lines.error, refetch: lines.refetch }
    : { data: bars.data, isThinned: false, error: bars.error, refetch: bars.refetch }
}
