import { createRoot } from 'react-dom/client'
import { HeldCurves } from '@/features/chart/curves'
import { LargeChart } from '@/features/chart/large-chart'
import type { PlotPane } from '@/features/chart/large-plot'

type Measured = { points: number; built: number; frames: number; fps: number; slowest: number }
declare global {
  interface Window {
    measure: (seconds: number) => Promise<Measured>
  }
}

const POINTS = Number(new URLSearchParams(window.location.search).get('points') ?? 3_000_000)
const FIRST = Date.UTC(2018, 0, 1) / 1000
const MINUTE = 60

/** A walk of minute bars: the account, and how deep it is below its peak. */
function walk(): [Float64Array, Float64Array, Float64Array] {
  const [times, equity, drawdown] = [0, 0, 0].map(() => new Float64Array(POINTS)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let [value, peak, seed] = [100_000, 100_000, 1]
  for (let bar = 0; bar < POINTS; bar += 1) {
    seed = (seed * 48_271) % 2_147_483_647
    value *= 1 + (seed / 2_147_483_647 - 0.49997) * 0.001
    peak = Math.max(peak, value)
    times[bar] = FIRST + bar * MINUTE
    equity[bar] = value
    drawdown[bar] = value / peak - 1
  }
  return [times, equity, drawdown]
}

const PANES: readonly PlotPane[] = [
  {
    weight: 2.4,
    write: (value) => value.toFixed(0),
    lines: [{ name: 'Account', colour: 'series-1', width: 2 }],
  },
  {
    weight: 1,
    hangs: true,
    write: (value) => `${(value * 100).toFixed(0)}%`,
    lines: [{ name: 'Drawdown', colour: 'loss', fill: true }],
  },
]

const [times, ...lines] = walk()
const began = performance.now()
const curves = new HeldCurves(times, lines)
const built = performance.now() - began
createRoot(document.getElementById('root') as HTMLElement).render(
  <LargeChart label="Equity" curves={curves} panes={PANES} height={420} />,
)

/** Drags the chart to and fro, a move a frame, and tells how the frames came. */
window.measure = (seconds) =>
  new Promise((done) => {
    const over = document.querySelector<HTMLElement>('.u-over') as HTMLElement
    const { left, top } = over.getBoundingClientRect()
    const send = (type: string, x: number) =>
      over.dispatchEvent(
        new PointerEvent(type, { pointerId: 1, clientX: left + x, clientY: top + 60, bubbles: true }),
      )
    over.setPointerCapture = () => undefined
    const frames: number[] = []
    send('pointerdown', 600)
    const start = performance.now()
    let last = start
    const step = (now: number) => {
      frames.push(now - last)
      last = now
      send('pointermove', 600 + 380 * Math.sin((now - start) / 260))
      if (now - start < seconds * 1000) {
        requestAnimationFrame(step)
        return
      }
      send('pointerup', 600)
      const spent = frames.slice(1)
      const mean = spent.reduce((sum, one) => sum + one, 0) / spent.length
      const sorted = [...spent].sort((a, b) => a - b)
      done({
        points: POINTS,
        built,
        frames: frames.length,
        fps: 1000 / mean,
        slowest: sorted[Math.floor(spent.length * 0.99)] ?? 0,
      })
    }
    requestAnimationFrame(step)
  })
