import type { SeriesMarker, UTCTimestamp } from 'lightweight-charts'
import type { Trade } from '@/api/types'
import type { ChartTheme } from './chart-theme'
import { barAt, positionAt, seconds } from './time-points'

export type ExitKind = 'exit' | 'stop' | 'target' | 'open' | 'other'

const STOPS = ['stop_loss', 'trailing_stop', 'break_even', 'stop_step']

/** What ended a trade, as the legend names it. */
export function exitKind(trade: Trade): ExitKind {
  if (STOPS.includes(trade.exit_reason)) return 'stop'
  if (trade.exit_reason === 'take_profit') return 'target'
  if (trade.exit_reason === 'end_of_data') return 'open'
  return trade.exit_reason === 'rule' || trade.exit_rule ? 'exit' : 'other'
}

/** Shape and colour of each kind: the shape alone tells them apart. */
export function markerLooks(theme: ChartTheme) {
  return {
    entry: { shape: 'arrowUp', color: theme.accent },
    exit: { shape: 'arrowDown', color: theme.ink },
    stop: { shape: 'square', color: theme.loss },
    target: { shape: 'circle', color: theme.gain },
    open: { shape: 'circle', color: theme['ink-faint'] },
    other: { shape: 'arrowDown', color: theme['ink-faint'] },
  } as const
}

const MOST_WRITTEN = 5
const EDGE = 0.03

/** Whether a word centred on a bar is not cut by the edge of the chart. */
function hasRoom(times: readonly UTCTimestamp[], at: UTCTimestamp): boolean {
  const place = positionAt(times, at) / Math.max(1, times.length - 1)
  return place >= EDGE && place <= 1 - EDGE
}

/** Markers of all trades of a symbol, sorted by time; text only while there is room for it. */
export function markersOf(
  trades: readonly Trade[],
  times: readonly UTCTimestamp[],
  theme: ChartTheme,
  words: Record<'entry' | ExitKind, string>,
): SeriesMarker<UTCTimestamp>[] {
  const looks = markerLooks(theme)
  const written = trades.length <= MOST_WRITTEN
  const label = (at: UTCTimestamp, text: string) => (written && hasRoom(times, at) ? { text } : {})
  // Parts of one position have one entry.
  const entered = new Set<string>()
  const markers = trades.flatMap((trade): SeriesMarker<UTCTimestamp>[] => {
    const isLong = trade.side === 'long'
    const entry = barAt(times, seconds(trade.entry_time))
    const exit = trade.exit_time ? barAt(times, seconds(trade.exit_time)) : null
    const kind = exitKind(trade)
    const made: SeriesMarker<UTCTimestamp>[] = []
    const position = `${trade.side}${entry}`
    if (entry !== null && !entered.has(position)) {
      entered.add(position)
      made.push({
        time: entry,
        position: isLong ? 'belowBar' : 'aboveBar',
        shape: isLong ? 'arrowUp' : 'arrowDown',
        color: looks.entry.color,
        ...label(entry, words.entry),
      })
    }
    if (exit !== null) {
      made.push({
        time: exit,
        position: isLong ? 'aboveBar' : 'belowBar',
        shape: looks[kind].shape === 'arrowDown' && !isLong ? 'arrowUp' : looks[kind].shape,
        color: looks[kind].color,
        ...label(exit, words[kind]),
      })
    }
    return made
  })
  return markers.sort((a, b) => a.time - b.time)
}
