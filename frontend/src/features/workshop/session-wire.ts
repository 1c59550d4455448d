import { decode, encode } from '@msgpack/msgpack'
import type { ProblemDocument, RunRequest, Strategy, SummaryStats } from '@/api/types'
import type { Stretch } from '@/features/chart/curves'

/** Bars [from, to) of the run's clock, drawn with so many points at most. */
export type Viewport = { from: number; to: number; points: number }
export type Values = Record<string, number>

export type Asked =
  | { type: 'load'; request: RunRequest; viewport?: Viewport }
  | { type: 'set'; seq: number; parameters?: Values; viewport: Viewport | null }

type CurveName = 'equity' | 'drawdown' | 'price' | 'benchmark'
type Columns = Record<'time' | 'price' | 'side' | 'kind', Uint8Array>

export type Loaded = {
  type: 'loaded'
  session: string
  strategy: Strategy
  parameters: Values
  symbols: string[]
  bars: number
  benchmark: string | null
  warnings: string[]
}
type SentFrame = {
  type: 'frame'
  seq: number
  parameters: Values
  bars: number
  from: number
  to: number
  stats: SummaryStats
  time: Uint8Array
  lines: { name: string; expression: string; overlay: boolean; time: Uint8Array; value: Uint8Array }[]
  markers: Columns & { total: number }
  took: { total: number }
} & Record<Exclude<CurveName, 'benchmark'>, Uint8Array> & { benchmark?: Uint8Array }
type SentProblem = { type: 'problem'; seq: number | null; problem: ProblemDocument }

export type Line = Stretch & { name: string; expression: string; overlay: boolean }
export type Marker = { time: number; price: number; up: boolean; opens: boolean }

/** What a set of parameters did, as far as it is in sight; times in seconds. */
export type Frame = {
  type: 'frame'
  seq: number
  parameters: Values
  bars: number
  from: number
  to: number
  stats: SummaryStats
  equity: Stretch
  drawdown: Stretch
  price: Stretch
  benchmark: Stretch | null
  lines: Line[]
  markers: Marker[]
  markersInSight: number
  took: number
}
export type Answered = Loaded | Frame | SentProblem

/** Bytes lie anywhere in a frame; only a copy is aligned for eight-byte numbers. */
const floats = (bytes: Uint8Array) => new Float64Array(bytes.slice().buffer)

const times = (bytes: Uint8Array) => floats(bytes).map((milliseconds) => milliseconds / 1000)

function markersOf({ time, price, side, kind }: Columns): Marker[] {
  const [prices, sides, kinds] = [floats(price), floats(side), floats(kind)]
  return Array.from(times(time), (moment, index) => ({
    time: moment,
    price: prices[index] as number,
    up: (sides[index] as number) > 0,
    opens: kinds[index] === 0,
  }))
}

export function write(asked: Asked): Uint8Array<ArrayBuffer> {
  return encode(asked, { ignoreUndefined: true })
}

/** Reads a frame of the engine. Throws on bytes that are no MessagePack. */
export function read(bytes: ArrayBuffer): Answered {
  const sent = decode(bytes) as Loaded | SentFrame | SentProblem
  if (sent.type !== 'frame') return sent
  const shown = times(sent.time)
  const over = (values: Uint8Array): Stretch => ({ times: shown, values: floats(values) })
  return {
    type: 'frame',
    seq: sent.seq,
    parameters: sent.parameters,
    bars: sent.bars,
    from: sent.from,
    to: sent.to,
    stats: sent.stats,
    equity: over(sent.equity),
    drawdown: over(sent.drawdown),
    price: over(sent.price),
    benchmark: sent.benchmark ? over(sent.benchmark) : null,
    lines: sent.lines.map(({ name, expression, overlay, time, value }) => ({
      name,
      expression,
      overlay,
      times: times(time),
      values: floats(value),
    })),
    markers: markersOf(sent.markers),
    markersInSight: sent.markers.total,
    took: sent.took.total,
  }
}
