'use client'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { HeatMapValues } from '@/api/types'
import { classNames } from '@/design/class-names'
import { number, quantity } from '@/design/figures'
import { useText } from '@/language/language'
import { bestCell, cellColour, neighbourMean, shares } from './heat-cells'

type HeatMapProps = { map: HeatMapValues; label: string; onChoose: (values: Record<string, number>) => void }

const MOVES: Record<string, [number, number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** A value for each pair of parameters. One cell is chosen; arrow keys move, Enter takes its values over. */
export function HeatMap({ map, label, onChoose }: HeatMapProps) {
  const t = useText()
  const [[row, column], setChosen] = useState(() => bestCell(map))
  const table = useRef<HTMLTableElement>(null)
  const share = shares(map)
  const take = (y: number, x: number) => {
    setChosen([y, x])
    onChoose({ [map.x]: map.x_values[x] ?? 0, [map.y]: map.y_values[y] ?? 0 })
  }
  const key = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    const y = Math.min(map.y_values.length - 1, Math.max(0, row + move[0]))
    const x = Math.min(map.x_values.length - 1, Math.max(0, column + move[1]))
    setChosen([y, x])
    table.current?.querySelector<HTMLElement>(`[data-cell="${y}-${x}"]`)?.focus()
  }
  const rows = map.y_values.map((_, index) => map.y_values.length - 1 - index)
  return (
    <div className="px-4 pb-4">
      <div className="thin-scroll overflow-x-auto">
        <table
          ref={table}
          aria-label={label}
          onKeyDown={key}
          className="figures border-separate border-spacing-0.5 text-center text-[11px]"
        >
          <tbody>
            {rows.map((y) => (
              <tr key={y}>
                <th
                  scope="row"
                  className="sticky left-0 bg-surface pr-2 text-right font-normal text-ink-faint"
                >
                  {quantity(map.y_values[y])}
                </th>
                {map.x_values.map((xValue, x) => {
                  const value = map.values[y]?.[x] ?? null
                  const isChosen = y === row && x === column
                  return (
                    <td key={xValue} className="p-0">
                      <button
                        type="button"
                        data-cell={`${y}-${x}`}
                        tabIndex={isChosen ? 0 : -1}
                        aria-pressed={isChosen}
                        aria-label={t.workshop.cell(
                          `${map.x} ${xValue}`,
                          `${map.y} ${map.y_values[y]}`,
                          number(value),
                        )}
                        onClick={() => take(y, x)}
                        style={{ background: value === null ? undefined : cellColour(share(value)) }}
                        className={classNames(
                          'h-8 w-13 rounded-[4px]',
                          isChosen && 'font-semibold ring-2 ring-ink',
                        )}
                      >
                        {number(value)}
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
      </div>
      <p className="figures mt-2 text-[13px] text-ink-soft">
        {t.workshop.chosen}: {map.x} {quantity(map.x_values[column])}, {map.y} {quantity(map.y_values[row])} →{' '}
        <strong>{number(map.values[row]?.[column] ?? null)}</strong> · {t.workshop.neighbours}{' '}
        <strong>{number(neighbourMean(map, row, column))}</strong>
      </p>
    </div>
  )
}
