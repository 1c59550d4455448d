import { decode, encode } from '@msgpack/msgpack'
import { beforeEach, expect, test, vi } from 'vitest'
import { LiveCurves, viewportOf } from '@/features/workshop/live-curves'
import { LiveSession, type LiveState } from '@/features/workshop/live-session'
import type { Frame } from '@/features/workshop/session-wire'

type Sent = {
  type: string
  seq?: number
  parameters?: Record<string, number>
  viewport?: { from: number; to: number }
}

const bytes = (values: readonly number[]) => new Uint8Array(Float64Array.from(values).buffer)
const days = (count: number) => bytes(Array.from({ length: count }, (_, day) => day * 86_400_000))
const sentFrame = (seq: number, parameters: Record<string, number>, bars = 4) => ({
  type: 'frame',
  seq,
  parameters,
  bars,
  from: 0,
  to: bars,
  exact: true,
  stats: { total_return: 0.1 * seq, trades: 1, trials: 1, undefined: {} },
  time: days(4),
  equity: bytes([100, 110, 90, 120]),
  drawdown: bytes([0, 0, -0.18, 0]),
  position: bytes([0, 1, 1, 0]),
  price: bytes([1, 2, 3, 4]),
  lines: [],
  markers: {
    time: bytes([86_400_000]),
    price: bytes([2]),
    equity: bytes([110]),
    quantity: bytes([1]),
    side: bytes([1]),
    kind: bytes([0]),
    symbol: bytes([0]),
    total: 1,
  },
  trades: 1,
  took: { total: 3 },
})
const loaded = {
  type: 'loaded',
  session: 's',
  strategy: {},
  parameters: { fast: 10 },
  symbols: ['SPY'],
  bars: 4,
  warnings: [],
}

/** A line whose other end the test plays. */
class FakeLine {
  sent: Sent[] = []
  handlers: ConstructorParameters<typeof LiveSession>[0] extends (handlers: infer Handlers) => unknown
    ? Handlers | null
    : never = null
  opened = 0

  open = (handlers: NonNullable<FakeLine['handlers']>) => {
    this.opened += 1
    this.handlers = handlers
    return { send: () => undefined, close: () => undefined }
  }
  stand() {
    this.handlers?.onOpen((frame) => this.sent.push(decode(frame) as Sent))
  }
  say(message: unknown) {
    this.handlers?.onBytes(encode(message).slice().buffer)
  }
  break(code = 1006) {
    this.handlers?.onClose(code)
  }
}

let line: FakeLine
let states: LiveState[]
let session: LiveSession
const now = () => states.at(-1) as LiveState

beforeEach(() => {
  vi.useFakeTimers()
  line = new FakeLine()
  states = []
  session = new LiveSession(line.open, { start: '2020-01-01', end: '2020-12-31' }, (state) =>
    states.push(state),
  )
  line.stand()
  line.say(loaded)
  line.say(sentFrame(0, { fast: 10 }))
})

test('opening shows the saved document and asks nothing more', () => {
  expect(line.sent.map(({ type }) => type)).toEqual(['load'])
  expect(now()).toMatchObject({ line: 'open', busy: false, saved: { seq: 0 }, frame: { seq: 0 } })
  expect([...(now().frame?.equity.values ?? [])]).toEqual([100, 110, 90, 120])
  expect([...(now().frame?.equity.times ?? [])]).toEqual([0, 86_400, 172_800, 259_200])
})

test('while an answer is out nothing else is asked, and then only the newest wish', () => {
  for (const fast of [11, 12, 13, 14, 15]) session.want({ parameters: { fast } })
  expect(line.sent.slice(1)).toHaveLength(1)
  expect(line.sent[1]?.parameters).toEqual({ fast: 11 })
  line.say(sentFrame(1, { fast: 11 }))
  expect(now().frame?.seq).toBe(1)
  expect(line.sent.slice(2).map(({ parameters }) => parameters)).toEqual([{ fast: 15 }])
  line.say(sentFrame(2, { fast: 15 }))
  expect(line.sent).toHaveLength(3)
  expect(now()).toMatchObject({ busy: false, frame: { seq: 2 }, saved: { seq: 0 } })
})

test('a value taken back is sent as the value of the document', () => {
  session.want({ parameters: { fast: 20 } })
  line.say(sentFrame(1, { fast: 20 }))
  session.want({ parameters: {} })
  expect(line.sent.at(-1)?.parameters).toEqual({ fast: 10 })
})

test('a broken line is opened again and takes up the wish', () => {
  session.want({ parameters: { fast: 20 } })
  line.break()
  expect(now()).toMatchObject({ line: 'lost', busy: true, frame: { seq: 0 } })
  vi.advanceTimersByTime(600)
  expect(line.opened).toBe(2)
  line.sent = []
  line.stand()
  line.say(loaded)
  line.say(sentFrame(0, { fast: 10 }))
  expect(line.sent.map(({ type, parameters }) => [type, parameters?.fast])).toEqual([
    ['load', undefined],
    ['set', 20],
  ])
})

test('a refused value is told once, not asked for again, and the line stays open', () => {
  session.want({ parameters: { fast: 99 } })
  line.say({
    type: 'problem',
    seq: 1,
    problem: { title: 'Out of bounds', detail: 'fast is 2 to 50', errors: [] },
  })
  expect(now()).toMatchObject({ line: 'open', busy: false, problem: { title: 'Out of bounds' } })
  expect(line.sent.filter(({ type }) => type === 'set')).toHaveLength(1)
  session.want({ parameters: { fast: 30 } })
  line.say(sentFrame(2, { fast: 30 }))
  expect(now().problem).toBeNull()
})

test('what cannot be loaded is told, and not tried again', () => {
  const other = new FakeLine()
  const session = new LiveSession(other.open, { start: '2020-01-01', end: '2020-12-31' }, (state) =>
    states.push(state),
  )
  other.stand()
  other.say({ type: 'problem', seq: null, problem: { title: 'No bars', detail: '', errors: [] } })
  expect(now()).toMatchObject({ line: 'refused', busy: false, problem: { title: 'No bars' } })
  other.break()
  vi.advanceTimersByTime(60_000)
  expect(other.opened).toBe(1)
  session.close()
})

test('a session that fell asleep wakes with the next move', () => {
  line.break(4408)
  vi.advanceTimersByTime(60_000)
  expect(line.opened).toBe(1)
  session.want({ parameters: { fast: 12 } })
  expect(line.opened).toBe(2)
})

test('an engine without room is not pressed', () => {
  line.break(4429)
  vi.advanceTimersByTime(60_000)
  expect(line.opened).toBe(1)
  expect(now().line).toBe('refused')
})

test('a closed session stays closed', () => {
  session.close()
  line.break()
  vi.advanceTimersByTime(60_000)
  expect(line.opened).toBe(1)
})

const held = (from: number, to: number, value: number): Frame => {
  const times = Float64Array.from({ length: 11 }, (_, at) => from + ((to - from) * at) / 10)
  const stretch = { times, values: times.map(() => value) }
  return {
    ...(now().frame as Frame),
    bars: 1000,
    from,
    to,
    equity: stretch,
    drawdown: stretch,
    price: stretch,
    benchmark: null,
    lines: [],
  }
}

test('a stretch is asked for with a screen to spare on both sides, all of it without one', () => {
  const whole = held(0, 1000, 1)
  expect(viewportOf(whole, 400, 500, 300)).toEqual({ from: 300, to: 601, points: 1806 })
  expect(viewportOf(whole, 0, 50, 300)).toMatchObject({ from: 0, to: 101 })
  expect(viewportOf(whole, 0, 1000, 300)).toBeNull()
})

test('beside the fine part the coarse one is drawn, but never that of other parameters', () => {
  const whole = held(0, 1000, 1)
  const inner = held(400, 500, 2)
  expect(new LiveCurves(whole, inner).at(100).values[1]).toBe(1)
  expect(new LiveCurves(whole, inner).at(450).values[1]).toBe(2)
  const moved = { ...inner, parameters: { fast: 11 } }
  const [price] = new LiveCurves(whole, moved).view(0, 1000)
  expect([...new Set(price?.values)]).toEqual([2])
})
