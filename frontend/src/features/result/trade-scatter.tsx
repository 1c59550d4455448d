'use client'
import { useEffect, useRef } from 'react'
import type { Trade } from '@/api/types'
import { percent } from '@/design/figures'
import { faded, useChartTheme } from '@/features/chart/chart-theme'
import { useText } from '@/language/language'
import { dotsOf, drawScatter } from './scatter-drawing'

type TradeScatterProps = { trades: readonly Trade[]; across: 'bars' | 'excursions' }

/** Every trade as a dot, drawn on a canvas so that ten thousand of them are no burden. */
export function TradeScatter({ trades, across }: TradeScatterProps) {
  const t = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useChartTheme()
  const dots = dotsOf(trades, across)

  useEffect(() => {
    const element = canvas.current
    if (!element || !theme) return
    const draw = () =>
      drawScatter(element, dotsOf(trades, across), {
        gain: faded(theme.gain, 0.7),
        loss: faded(theme.loss, 0.7),
        line: theme['line-strong'],
        text: theme['ink-faint'],
        unit: across === 'bars' ? '' : '%',
        xTitle: across === 'bars' ? t.result.barsHeld : t.result.worstExcursion,
        yTitle: across === 'bars' ? t.result.table.returnPct : t.result.bestExcursion,
      })
    draw()
    const watch = new ResizeObserver(draw)
    watch.observe(element)
    return () => watch.disconnect()
  }, [trades, across, theme, t])

  if (dots.length === 0) return <p className="px-4 py-6 text-[13px] text-ink-faint">{t.result.tooShort}</p>
  const wins = dots.filter((dot) => dot.good).length
  const title = across === 'bars' ? t.result.scatter : t.result.excursions
  return (
    <div className="p-3">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${title}. ${dots.length}; ${t.statistics.names.win_rate.label} ${percent(wins / dots.length, 0)}`}
        className="block h-60 w-full"
      />
    </div>
  )
}
