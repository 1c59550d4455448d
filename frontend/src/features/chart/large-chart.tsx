'use client'
import { Maximize2, Minus, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DASH } from '@/design/figures'
import { useText } from '@/language/language'
import { useChartTheme } from './chart-theme'
import type { Curves } from './curves'
import { LargePlot, type Marks, type PlotPane } from './large-plot'
import { useSharedCursor } from './shared-cursor'
import 'uplot/dist/uPlot.min.css'

type LargeChartProps = {
  label: string
  curves: Curves
  panes: readonly PlotPane[]
  /** Other names of the lines, where they change more often than the panes. */
  names?: readonly string[]
  marks?: Marks | null
  height: number
  testId?: string
  onView?: (from: number, to: number, columns: number) => void
}

const LOOK = { line: 'h-[3px] w-3.5 rounded-full', area: 'h-2 w-3.5 rounded-sm opacity-40' }

/** When a hovered value was; the clock is shown where bars are shorter than a day. */
function written(time: number): string {
  const iso = new Date(time * 1000).toISOString()
  return iso.slice(11, 16) === '00:00' ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}

const writeValue = (value: number | null | undefined, write: (value: number) => string) =>
  value === null || value === undefined ? DASH : write(value)

/** Any number of points over time, in panes: drag, wheel, fingers or keys move and zoom; the names above tell the values under the cursor. */
export function LargeChart({
  label,
  curves,
  panes,
  names,
  marks = null,
  height,
  testId,
  onView,
}: LargeChartProps) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<LargePlot | null>(null)
  const theme = useChartTheme()
  const [hover, setHover] = useState<number | null>(null)
  const cursor = useSharedCursor()
  const tell = useRef<((time: number | null) => void) | null>(null)
  const latest = useRef({ curves, marks, onView })
  latest.current = { curves, marks, onView }

  useEffect(() => {
    if (!box.current || !theme) return
    const made = new LargePlot(box.current, panes, theme, {
      onView: (from, to, columns) => latest.current.onView?.(from, to, columns),
      onHover: (time) => {
        setHover(time)
        tell.current?.(time)
      },
    })
    plot.current = made
    made.draw(latest.current.curves, latest.current.marks)
    return () => {
      plot.current = null
      made.remove()
    }
  }, [panes, theme])

  useEffect(() => plot.current?.draw(curves, marks), [curves, marks])

  useEffect(() => {
    if (!cursor) return
    const follow = (time: number | null) => {
      plot.current?.point(time)
      setHover(time)
    }
    tell.current = (time) => cursor.point(time, follow)
    return cursor.follow(follow)
  }, [cursor])

  const under = hover === null ? null : curves.at(hover)
  const lines = panes.flatMap((pane) => pane.lines.map((line) => ({ ...line, write: pane.write })))
  return (
    <div className="px-1 pb-1" data-testid={testId}>
      <div className="flex items-start gap-2 pt-2 pr-2 pl-3">
        <ul className="figures flex min-h-10 flex-1 flex-wrap content-start gap-x-4 gap-y-0.5 text-ink-soft text-xs">
          {lines.map((line, index) => (
            <li key={`${line.name}${index}`} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className={line.fill ? LOOK.area : LOOK.line}
                style={{ background: `var(--${line.colour})` }}
              />
              {names?.[index] ?? line.name}
              {under ? (
                <span className="font-medium text-ink">{writeValue(under.values[index], line.write)}</span>
              ) : null}
            </li>
          ))}
          {under ? <li className="text-ink-faint">{written(under.time)}</li> : null}
        </ul>
        <div className="flex shrink-0">
          <Button
            look="quiet"
            size="icon"
            className="size-6"
            aria-label={t.result.zoomIn}
            onClick={() => plot.current?.zoom(0.6)}
          >
            <Plus className="size-3.5!" />
          </Button>
          <Button
            look="quiet"
            size="icon"
            className="size-6"
            aria-label={t.result.zoomOut}
            onClick={() => plot.current?.zoom(1 / 0.6)}
          >
            <Minus className="size-3.5!" />
          </Button>
          <Button
            look="quiet"
            size="icon"
            className="size-6"
            aria-label={t.result.fit}
            onClick={() => plot.current?.fit()}
          >
            <Maximize2 className="size-3!" />
          </Button>
        </div>
      </div>
      <div
        ref={box}
        role="img"
        tabIndex={0}
        aria-label={label}
        className="overflow-hidden rounded-md"
        style={{ height }}
      />
    </div>
  )
}
