import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from 'lightweight-charts'
import type { Trade } from '@/api/types'
import { barAt, seconds } from './time-points'

export type TradePath = {
  from: UTCTimestamp
  to: UTCTimestamp
  entry: number
  exit: number
  stop: number | null
  target: number | null
  won: boolean
}
export type PathColours = { gain: string; loss: string }
type Attached = SeriesAttachedParameter<Time>
type Scope = { context: CanvasRenderingContext2D; horizontalPixelRatio: number; verticalPixelRatio: number }

/** The way of each trade that is in sight; what is still open stands at the last close. */
export function pathsOf(
  trades: readonly Trade[],
  times: readonly UTCTimestamp[],
  lastClose?: number,
): TradePath[] {
  return trades.flatMap((trade) => {
    const from = barAt(times, seconds(trade.entry_time))
    const to = trade.exit_time ? barAt(times, seconds(trade.exit_time)) : (times.at(-1) ?? null)
    if (from === null || to === null) return []
    const { entry_price: entry, stop_price: stop, target_price: target } = trade
    const exit = trade.exit_price ?? lastClose ?? entry
    return [{ from, to, entry, exit, stop, target, won: trade.pnl >= 0 }]
  })
}

/** Pixels from which the levels of a trade can be told from those of its neighbours. */
const LEVELS_FROM = 6

/** Draws each trade from entry to exit, with its stop and target as dashed levels. */
export class TradePaths implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  private attachedTo: Attached | null = null

  constructor(
    private readonly paths: readonly TradePath[],
    private readonly colours: PathColours,
  ) {}

  attached(parameters: Attached): void {
    this.attachedTo = parameters
    parameters.requestUpdate()
  }

  detached(): void {
    this.attachedTo = null
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this]
  }

  zOrder(): 'bottom' {
    return 'bottom'
  }

  renderer(): IPrimitivePaneRenderer {
    return this
  }

  draw(target: Parameters<IPrimitivePaneRenderer['draw']>[0]): void {
    const { attachedTo } = this
    if (!attachedTo) return
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the chart library, not a hook
    target.useBitmapCoordinateSpace((scope) => {
      for (const path of this.paths) this.drawPath(scope, attachedTo, path)
    })
  }

  private drawPath(scope: Scope, { chart, series }: Attached, path: TradePath): void {
    const left = chart.timeScale().timeToCoordinate(path.from)
    const right = chart.timeScale().timeToCoordinate(path.to)
    if (left === null || right === null) return
    const segment = (from: number, to: number, colour: string, dash: number[]) => {
      const top = series.priceToCoordinate(from)
      const bottom = series.priceToCoordinate(to)
      if (top === null || bottom === null) return
      const { context, horizontalPixelRatio: across, verticalPixelRatio: down } = scope
      context.save()
      context.strokeStyle = colour
      context.lineWidth = 1.5 * down
      context.setLineDash(dash.map((length) => length * across))
      context.beginPath()
      context.moveTo(left * across, top * down)
      context.lineTo(right * across, bottom * down)
      context.stroke()
      context.restore()
    }
    const { gain, loss } = this.colours
    segment(path.entry, path.exit, path.won ? gain : loss, [])
    if (right - left < LEVELS_FROM) return
    if (path.stop !== null) segment(path.stop, path.stop, loss, [3, 3])
    if (path.target !== null) segment(path.target, path.target, gain, [3, 3])
  }
}
