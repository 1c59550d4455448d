import type { Trade } from '@/api/types'

export type Dot = { x: number; y: number; good: boolean }
type Looks = {
  gain: string
  loss: string
  line: string
  text: string
  unit: string
  xTitle: string
  yTitle: string
}

const LEFT = 44
const BOTTOM = 38
const TOP = 24
const RIGHT = 10

/** The dots of a scatter: bars held against return, or worst against best excursion. */
export function dotsOf(trades: readonly Trade[], across: 'bars' | 'excursions'): Dot[] {
  return trades.flatMap((trade) => {
    const good = trade.pnl > 0
    if (across === 'bars') return [{ x: trade.bars_held, y: trade.return_pct, good }]
    if (trade.mae_pct === null || trade.mfe_pct === null) return []
    return [{ x: Math.abs(trade.mae_pct), y: trade.mfe_pct, good }]
  })
}

/** A round step that gives four to eight ticks. */
export function niceStep(span: number): number {
  const raw = span / 5
  const power = 10 ** Math.floor(Math.log10(raw))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw) ?? 10
  return factor * power
}

function ticks(low: number, high: number): number[] {
  const step = niceStep(high - low)
  const first = Math.ceil(low / step) * step
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, index) =>
    Number((first + index * step).toPrecision(12)),
  )
}

export function drawScatter(canvas: HTMLCanvasElement, dots: readonly Dot[], looks: Looks): void {
  const context = canvas.getContext('2d')
  const { clientWidth: width, clientHeight: height } = canvas
  if (!context || width === 0) return
  const ratio = window.devicePixelRatio || 1
  canvas.width = width * ratio
  canvas.height = height * ratio
  context.scale(ratio, ratio)
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`

  let [right, low, high] = [1, 0, 0]
  for (const { x, y } of dots) {
    right = Math.max(right, x)
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  if (high === low) high = low + 1
  const across = (x: number) => LEFT + (x / right) * (width - LEFT - RIGHT)
  const down = (y: number) => TOP + ((high - y) / (high - low)) * (height - TOP - BOTTOM)

  context.fillStyle = looks.text
  context.strokeStyle = looks.line
  context.lineWidth = 1
  for (const y of ticks(low, high)) {
    context.globalAlpha = y === 0 ? 1 : 0.4
    context.beginPath()
    context.moveTo(LEFT, down(y))
    context.lineTo(width - RIGHT, down(y))
    context.stroke()
    context.globalAlpha = 1
    context.textAlign = 'right'
    context.fillText(`${y}%`.replace('-', '\u2212'), LEFT - 6, down(y) + 4)
  }
  context.textAlign = 'center'
  for (const x of ticks(0, right)) context.fillText(`${x}${looks.unit}`, across(x), height - BOTTOM + 16)
  context.fillText(looks.xTitle, LEFT + (width - LEFT - RIGHT) / 2, height - 6)
  context.textAlign = 'left'
  context.fillText(looks.yTitle, 2, 12)
  for (const dot of dots) {
    context.fillStyle = dot.good ? looks.gain : looks.loss
    context.beginPath()
    // Losses are squares, so that colour is not alone in telling them apart.
    if (dot.good) context.arc(across(dot.x), down(dot.y), 3.2, 0, 7)
    else context.rect(across(dot.x) - 2.8, down(dot.y) - 2.8, 5.6, 5.6)
    context.fill()
  }
}
