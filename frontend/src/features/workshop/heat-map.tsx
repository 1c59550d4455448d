'use client'
import { type KeyboardEvent, useRef } from 'react'
import type { HeatMapValues } from '@/api/types'
import { classNames } from '@/design/class-names'
import { number, percent, quantity } from '@/design/figures'
import { useText } from '@/language/language'
import { type Cell, cellColour, isBeside, shareOf, spanOf } from './heat-cells'

type HeatMapProps = {
  map: HeatMapValues
  label: string
  labels: { x: string; y: string }
  asPercent: boolean
  chosen: Cell
  saved: Cell | null
  onChoose: (cell: Cell) => void
}

const MOVES: Record<string, Cell> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** A value for each pair of numbers. One cell is chosen, its neighbours are framed; arrow keys move. */
export function HeatMap({ map, label, labels, asPercent, chosen, saved, onChoose }: HeatMapProps) {
  const t = useText()
  const table = useRef<HTMLTableElement>(null)
  const span = spanOf(map)
  const write = (value: number | null) => (asPercent ? percent(value, 0) : number(value))
  const key = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    const y = Math.min(map.y_values.length - 1, Math.max(0, chosen[0] + move[0]))
    const x = Math.min(map.x_values.length - 1, Math.max(0, chosen[1] + move[1]))
    onChoose([y, x])
    table.current?.querySelector<HTMLElement>(`[data-cell="${y}-${x}"]`)?.focus()
  }
  const rows = map.y_values.map((_, index) => map.y_values.length - 1 - index)
  return (
    <div className="thin-scroll overflow-x-auto pb-1">
      <table
        ref={table}
        aria-label={label}
        onKeyDown={key}
        className="figures w-full border-separate border-spacing-0.5 text-center text-[11px]"
      >
        <caption className="pb-1.5 text-left text-ink-soft text-xs">
          {labels.y} <span aria-hidden>↑</span>
        </caption>
        <tbody>
          {rows.map((y) => (
            <tr key={y}>
              <th
                scope="row"
                className="sticky left-0 w-8 bg-surface pr-1.5 text-right font-normal text-ink-faint"
              >
                {quantity(map.y_values[y])}
              </th>
              {map.x_values.map((xValue, x) => {
                const value = map.values[y]?.[x] ?? null
                const isChosen = y === chosen[0] && x === chosen[1]
                const isSaved = saved !== null && y === saved[0] && x === saved[1]
                return (
                  <td key={xValue} className="p-0">
                    <button
                      type="button"
                      data-cell={`${y}-${x}`}
                      tabIndex={isChosen ? 0 : -1}
                      aria-pressed={isChosen}
                      aria-label={`${t.workshop.cell(
                        `${labels.x} ${xValue}`,
                        `${labels.y} ${map.y_values[y]}`,
                        write(value),
                      )}${isSaved ? `, ${t.workshop.savedCell}` : ''}`}
                      onClick={() => onChoose([y, x])}
                      style={{ background: value === null ? undefined : cellColour(shareOf(span, value)) }}
                      className={classNames(
                        'h-8 w-full min-w-9.5 rounded-[4px]',
                        isBeside(chosen, [y, x]) && 'ring-1 ring-ink/45 ring-inset',
                        isSaved && 'underline decoration-2 underline-offset-[3px]',
                        isChosen && 'relative z-10 font-semibold ring-2 ring-ink',
                      )}
                    >
                      {write(value)}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
          <tr className="text-ink-faint">
            <td />
            {map.x_values.map((value) => (
              <th key={value} scope="col" className="pt-1 font-normal">
                {quantity(value)}
              </th>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pt-1 pl-8 text-ink-soft text-xs">
        <span>
          {labels.x} <span aria-hidden>→</span>
        </span>
        <span className="figures flex items-center gap-1.5">
          {write(span[0])}
          <span
            aria-hidden
            className="h-2.5 w-24 rounded-sm border border-line"
            style={{
              background: `linear-gradient(to right, ${cellColour(0)}, ${cellColour(0.5)}, ${cellColour(1)})`,
            }}
          />
          {write(span[1])}
        </span>
      </p>
    </div>
  )
}
