import { decode, encode } from '@msgpack/msgpack'
import type { Parameter, ProblemDocument, RunRequest, Strategy, SummaryStats } from '@/api/types'
import type { Stretch } from '@/features/chart/curves'

/** Bars [from, to) of the run's clock, drawn with so many points at most. */
export type Viewport = { from: number; to: number; points: number }
export type Values = Record<string, number>

export type Asked =
  | { type: 'open'; request: RunRequest & { strategy?: Strategy }; viewport?: Viewport }
  | { type: 'set'; seq: number; parameters?: Values; viewport?: Viewport }

type Curve = { time: Uint8Array; value: Uint8Array; exact: boolean }
type Columns = Record<'time' | 'price' | 'quantity' | 'side' | 'opens' | 'symbol', Uint8Array>
type Numbers = Omit<{ [Name in keyof SummaryStats]: SummaryStats[Name] }, 'undefined'>

export type Ready = {
  type: 'ready'
  session: string
  strategy: Strategy
  parameters: Parameter[]
  symbols: string[]
  bars: number
  start: number
  end: number
  warnings: string[]
  benchmark: string | null
}
type SentFrame = {
  type: 'frame'
  seq: number
  parameters: Values
  bars: number
  from: number
  to: number
  stats: Numbers
  undefined: Record<string, string>
  trials: number
  equity: Curve
  drawdown: Curve
  price: Curve
  benchmark?: Curve
  lines: (Curve & { name: string; expression: string; overlay: boolean })[]
  markers: Columns & { total: number }
  took: { total: number }
}
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
export type Answered = Ready | Frame | SentProblem

/** Bytes lie anywhere in a frame; only a copy is aligned for eight-byte numbers. */
const floats = (bytes: Uint8Array) => new Float64Array(bytes.slice().buffer)

const stretch = ({ time, value }: Curve): Stretch => ({
  times: floats(time).map((milliseconds) => milliseconds / 1000),
  values: floats(value),
})

function markersOf({ time, price, side, opens }: Columns): Marker[] {
  const [prices, sides, opening] = [floats(price), floats(side), floats(opens)]
  return Array.from(floats(time), (milliseconds, index) => ({
    time: milliseconds / 1000,
    price: prices[index] as number,
    up: (sides[index] as number) > 0,
    opens: (opening[index] as number) > 0,
  }))
}

export function write(asked: Asked): Uint8Array<ArrayBuffer> {
  return encode(asked, { ignoreUndefined: true })
}

/** Reads a frame of the engine. Throws on bytes that are no MessagePack. */
export function read(bytes: ArrayBuffer): Answered {
  const sent = decode(bytes) as Ready | SentFrame | SentProblem
  if (sent.type !== 'frame') return sent
  return {
    type: 'frame',
    seq: sent.seq,
    parameters: sent.parameters,
    bars: sent.bars,
    from: sent.from,
    to: sent.to,
    stats: { ...sent.stats, trials: sent.trials, undefined: sent.undefined },
    equity: stretch(sent.equity),
    drawdown: stretch(sent.drawdown),
    price: stretch(sent.price),
    benchmark: sent.benchmark ? stretch(sent.benchmark) : null,
    lines: sent.lines.map((line) => ({
      name: line.name,
      expression: line.expression,
      overlay: line.overlay,
      ...stretch(line),
    })),
    markers: markersOf(sent.markers),
    markersInSight: sent.markers.total,
    took: sent.took.total,
  }
}
