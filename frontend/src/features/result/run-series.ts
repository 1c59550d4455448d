import { decode } from '@msgpack/msgpack'

/** What an account was worth, bar by bar. */
export type AccountSeries = { equity: Float64Array; drawdown: Float64Array; returns: Float64Array }
/** A series that the rules read, on one symbol. Times are seconds since 1970; an undefined value is NaN. */
export type DrawnLine = {
  symbol: string
  name: string
  expression: string
  overlay: boolean
  /** Fixed levels that the rules hold it against. */
  levels?: readonly number[]
  times: Float64Array
  values: Float64Array
}
/** The long series of a result as columns over one clock: seconds since 1970, ascending. */
export type RunSeries = {
  times: Float64Array
  account: AccountSeries
  benchmark: AccountSeries | null
  lines: readonly DrawnLine[]
}

type PackedAccount = Record<'time' | 'equity' | 'drawdown' | 'returns', Uint8Array>
type PackedLine = Pick<DrawnLine, 'symbol' | 'name' | 'expression' | 'overlay'> & {
  time: Uint8Array
  values: Uint8Array
}
type Packed = PackedAccount & { benchmark: PackedAccount | null; lines: PackedLine[] }

/** The buffers of a message are not aligned: they are copied once, without a look at a single number. */
const floats = (bytes: Uint8Array) => new Float64Array(bytes.slice().buffer)
const times = (bytes: Uint8Array) => floats(bytes).map((milliseconds) => milliseconds / 1000)

const account = ({ equity, drawdown, returns }: PackedAccount): AccountSeries => ({
  equity: floats(equity),
  drawdown: floats(drawdown),
  returns: floats(returns),
})

/** The series of a run from `series.msgpack`. */
export function readSeries(content: ArrayBuffer): RunSeries {
  const packed = decode(content) as Packed
  return {
    times: times(packed.time),
    account: account(packed),
    benchmark: packed.benchmark ? account(packed.benchmark) : null,
    lines: packed.lines.map(({ time, values, ...line }) => ({
      ...line,
      times: times(time),
      values: floats(values),
    })),
  }
}
