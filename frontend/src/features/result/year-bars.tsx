'use client'
import { signedPercent } from '@/design/figures'
import { useText } from '@/language/language'
import type { MonthTable } from './returns'

type YearBarsProps = { table: MonthTable; benchmark: MonthTable; benchmarkName: string }

const HEIGHT = 200
const EDGE = 26

/** A bar for each year, beside it a thin one for the benchmark. */
export function YearBars({ table, benchmark, benchmarkName }: YearBarsProps) {
  const t = useText()
  const held = new Map(benchmark.map((row) => [row.year, row.whole]))
  const largest = Math.max(
    0.01,
    ...table.map((row) => Math.abs(row.whole)),
    ...benchmark.map((row) => Math.abs(row.whole)),
  )
  const hasFall = [...table, ...benchmark].some((row) => row.whole < 0)
  const zero = hasFall ? HEIGHT / 2 : HEIGHT - EDGE
  const scale = (zero - EDGE) / largest
  const step = Math.max(34, Math.min(108, 1060 / Math.max(1, table.length)))
  const width = step * table.length
  return (
    <div className="thin-scroll overflow-x-auto px-4 py-3" tabIndex={0}>
      <svg
        role="img"
        aria-label={`${t.result.years}: ${table.map((row) => `${row.year} ${signedPercent(row.whole)}`).join(', ')}`}
        width={width}
        height={HEIGHT + 20}
        className="figures block"
      >
        {table.map((row, index) => {
          const x = index * step
          const size = Math.abs(row.whole) * scale
          const other = held.get(row.year)
          return (
            <g key={row.year}>
              <rect
                x={x + step * 0.16}
                y={row.whole >= 0 ? zero - size : zero}
                width={step * 0.44}
                height={Math.max(1, size)}
                rx={2}
                style={{ fill: row.whole >= 0 ? 'var(--gain)' : 'var(--loss)' }}
              />
              {other === undefined ? null : (
                <rect
                  x={x + step * 0.66}
                  y={other >= 0 ? zero - Math.abs(other) * scale : zero}
                  width={step * 0.16}
                  height={Math.max(1, Math.abs(other) * scale)}
                  rx={1}
                  style={{ fill: 'var(--series-2)' }}
                />
              )}
              <text
                x={x + step * 0.4}
                y={row.whole >= 0 ? zero - size - 5 : zero + size + 12}
                textAnchor="middle"
                fontSize={10}
                style={{ fill: 'var(--ink-soft)' }}
              >
                {signedPercent(row.whole, 0).replace('%', '')}
              </text>
              <text
                x={x + step * 0.45}
                y={HEIGHT + 14}
                textAnchor="middle"
                fontSize={10}
                style={{ fill: 'var(--ink-faint)' }}
              >
                {row.year}
              </text>
            </g>
          )
        })}
        <line x1={0} x2={width} y1={zero} y2={zero} style={{ stroke: 'var(--line-strong)' }} />
      </svg>
      {benchmarkName ? (
        <p className="mt-1 flex items-center gap-1.5 text-ink-soft text-xs">
          <span aria-hidden className="h-3 w-1.5 rounded-sm bg-[var(--series-2)]" /> {benchmarkName}
        </p>
      ) : null}
    </div>
  )
}
