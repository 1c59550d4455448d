import uPlot from 'uplot'
import { logSteps, within } from './axis-steps'
import { type ChartTheme, faded } from './chart-theme'
import type { Curves, Stretch } from './curves'
import { followHand } from './plot-hand'

export type PlotLine = {
  name: string
  colour: keyof ChartTheme
  width?: number
  fill?: boolean
  step?: boolean
  /** An undefined value breaks the line. */
  gaps?: boolean
}
export type PlotPane = {
  /** The lines of the curves that this pane draws, in their order. */
  lines: readonly PlotLine[]
  weight: number
  write: (value: number) => string
  log?: boolean
  /** Zero is the upper edge: how deep the account is below its peak. */
  hangs?: boolean
}
export type Mark = { time: number; value: number; up: boolean; opens: boolean }
export type Marks = { pane: number; marks: readonly Mark[] }
type Listeners = {
  onView: (from: number, to: number, columns: number) => void
  onHover: (time: number | null) => void
}

const AXIS = 64
const CLOCK = 26
const DAY = 86_400
const HALF_LABEL = 26

const iso = (time: number) => new Date(time * 1000).toISOString()

function clock(plot: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  return splits.map((time) => {
    // Half a label at the left edge would tell nothing.
    if (plot.valToPos(time, 'x') < HALF_LABEL) return ''
    const text = iso(time)
    if (step >= 365 * DAY) return text.slice(0, 4)
    if (step >= 28 * DAY) return text.slice(0, 7)
    return step >= DAY || text.slice(11, 16) === '00:00' ? text.slice(0, 10) : text.slice(11, 16)
  })
}

/** One table of what all lines of a pane draw; lines over other times are laid over each other's. */
function aligned(lines: readonly Stretch[], log: boolean): uPlot.AlignedData {
  const shown = lines.map(({ values }) =>
    Array.from(values, (value) =>
      Number.isNaN(value) || (log && value <= 0) ? null : log ? Math.log(value) : value,
    ),
  )
  const [first] = lines
  if (!first) return [[]]
  if (lines.every(({ times }) => times === first.times)) return [first.times, ...shown] as uPlot.AlignedData
  return uPlot.join(lines.map(({ times }, index) => [times, shown[index]] as uPlot.AlignedData))
}

/** The lowest and the highest that is drawn between two times, with a little air. */
function heightOf(
  [times, ...lines]: uPlot.AlignedData,
  from: number,
  to: number,
  hangs: boolean,
): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const line of lines) {
    for (let at = 0; at < times.length; at += 1) {
      const time = times[at] as number
      const value = line[at]
      if (value === null || value === undefined || time < from || time > to) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (low > high) return hangs ? [-1, 0] : [0, 1]
  if (hangs) return [Math.min(low * 1.08, -0.001), 0]
  const air = (high - low || Math.abs(high) || 1) * 0.06
  return [low - air, high + air]
}

/** Several panes over one time. Draws from whatever `Curves` give for the stretch in sight, once a frame at most. */
export class LargePlot {
  private readonly plots: readonly uPlot[]
  private readonly letGo: () => void
  private readonly watch: ResizeObserver
  private curves: Curves | null = null
  private range: [number, number] = [0, 1]
  private marks: Marks | null = null
  private pending = 0

  constructor(
    private readonly box: HTMLElement,
    private readonly panes: readonly PlotPane[],
    private readonly theme: ChartTheme,
    private readonly listeners: Listeners,
  ) {
    const key = `large-${Math.random()}`
    this.plots = panes.map((pane, index) => new uPlot(this.options(pane, index, key), [[]], box))
    this.letGo = followHand(
      box,
      this.plots.map(({ over }) => over),
      {
        look: () => ({ range: this.range, width: this.width }),
        show: (from, to) => this.show(from, to),
        fit: () => this.fit(),
      },
    )
    this.watch = new ResizeObserver(() => this.resize())
    this.watch.observe(box)
  }

  private get width(): number {
    return Math.max(40, this.box.clientWidth - AXIS)
  }

  /** Draws other curves. The stretch in sight stays as it is while they cover the same time. */
  draw(curves: Curves, marks: Marks | null): void {
    const { curves: before } = this
    this.curves = curves
    this.marks = marks
    if (before?.first === curves.first && before.last === curves.last) this.plan()
    else this.fit()
  }

  fit(): void {
    if (this.curves) this.show(this.curves.first, this.curves.last)
  }

  /** Brings a stretch of time into sight. */
  show(from: number, to: number): void {
    const { curves } = this
    if (!curves) return
    // A single bar has no width of its own.
    const room = curves.first === curves.last ? DAY : 0
    this.range = within([from, to], [curves.first - room, curves.last + room], curves.shortest)
    this.listeners.onView(this.range[0], this.range[1], this.width)
    this.plan()
  }

  /** Shows the cursor at a time that another chart is pointed at; nobody is told. */
  point(time: number | null): void {
    for (const plot of this.plots) {
      const left = time === null ? -10 : plot.valToPos(time, 'x')
      plot.setCursor({ left, top: left < 0 ? -10 : 0 }, false)
    }
  }

  zoom(factor: number): void {
    const [from, to] = this.range
    const change = ((to - from) * (factor - 1)) / 2
    this.show(from - change, to + change)
  }

  remove(): void {
    cancelAnimationFrame(this.pending)
    this.watch.disconnect()
    this.letGo()
    for (const plot of this.plots) plot.destroy()
  }

  private plan(): void {
    cancelAnimationFrame(this.pending)
    this.pending = requestAnimationFrame(() => this.paint())
  }

  private paint(): void {
    if (!this.curves) return
    const [from, to] = this.range
    const lines = this.curves.view(from, to, this.width)
    let taken = 0
    for (const [index, plot] of this.plots.entries()) {
      const pane = this.panes[index] as PlotPane
      const own = lines.slice(taken, taken + pane.lines.length)
      taken += pane.lines.length
      const data = aligned(own, pane.log ?? false)
      const [min, max] = heightOf(data, from, to, pane.hangs ?? false)
      plot.batch(() => {
        plot.setData(data, false)
        plot.setScale('x', { min: from, max: to })
        plot.setScale('y', { min, max })
      })
    }
  }

  private resize(): void {
    for (const [index, plot] of this.plots.entries()) plot.setSize(this.sizeOf(index))
    this.show(...this.range)
  }

  private sizeOf(index: number): { width: number; height: number } {
    const weights = this.panes.reduce((sum, { weight }) => sum + weight, 0)
    const isLast = index === this.panes.length - 1
    const room = this.box.clientHeight - CLOCK
    const height = Math.floor((room * (this.panes[index]?.weight ?? 1)) / weights) + (isLast ? CLOCK : 0)
    return { width: Math.max(80, this.box.clientWidth), height: Math.max(40, height) }
  }

  private options(pane: PlotPane, index: number, key: string): uPlot.Options {
    const { theme } = this
    const font = `11px ${getComputedStyle(document.body).fontFamily}`
    const isLast = index === this.panes.length - 1
    const looks = { stroke: theme['ink-faint'], font, ticks: { show: false }, border: { show: false } }
    return {
      ...this.sizeOf(index),
      legend: { show: false },
      padding: [8, 0, isLast ? 0 : 4, 4],
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
      scales: { x: { time: true, auto: false }, y: { auto: false } },
      cursor: {
        drag: { x: false, y: false, setScale: false },
        points: { show: false },
        y: false,
        sync: { key, setSeries: false },
      },
      axes: [
        { ...looks, show: isLast, size: CLOCK, grid: { show: false }, space: 74, values: clock },
        {
          ...looks,
          side: 1,
          size: AXIS,
          space: 34,
          grid: { stroke: theme.line, width: 1, dash: [2, 4] },
          ...(pane.log
            ? { splits: (_plot: uPlot, _axis: number, min: number, max: number) => logSteps(min, max) }
            : {}),
          values: (_plot: uPlot, splits: number[]) =>
            splits.map((value) => pane.write(pane.log ? Math.exp(value) : value)),
        },
      ],
      series: [
        {},
        ...pane.lines.map((line) => ({
          stroke: theme[line.colour],
          width: line.width ?? 1,
          spanGaps: !line.gaps,
          points: { show: false },
          ...(line.fill ? { fill: faded(theme[line.colour], 0.2), fillTo: 0 } : {}),
          ...(line.step ? { paths: uPlot.paths.stepped?.({ align: 1 }) } : {}),
        })),
      ],
      hooks: {
        setCursor: [
          (plot) => {
            const { left = -1 } = plot.cursor
            this.listeners.onHover(left < 0 ? null : plot.posToVal(left, 'x'))
          },
        ],
        draw: [(plot) => this.drawMarks(plot, index)],
      },
    }
  }

  private drawMarks(plot: uPlot, pane: number): void {
    if (this.marks?.pane !== pane) return
    const log = this.panes[pane]?.log
    const [from, to] = this.range
    const seen = this.marks.marks.filter(({ time }) => time >= from && time <= to)
    const size = (seen.length > 120 ? 3 : 5) * devicePixelRatio
    const { ctx } = plot
    ctx.save()
    for (const { time, value, up, opens } of seen) {
      const x = plot.valToPos(time, 'x', true)
      const y = plot.valToPos(log ? Math.log(value) : value, 'y', true)
      const lean = up ? 1 : -1
      // Buying points up from below, selling down from above; opening is filled, closing is hollow.
      ctx.beginPath()
      ctx.moveTo(x, y + lean * size * 0.8)
      ctx.lineTo(x - size, y + lean * size * 2.6)
      ctx.lineTo(x + size, y + lean * size * 2.6)
      ctx.closePath()
      ctx.lineWidth = 1.2 * devicePixelRatio
      ctx.strokeStyle = ctx.fillStyle = up ? this.theme.accent : this.theme.caution
      if (opens) ctx.fill()
      ctx.stroke()
    }
    ctx.restore()
  }
}
