'use client'
import { percent } from '@/design/figures'
import { useText } from '@/language/language'
import type { Bin } from './returns'

const WIDTH = 560
const HEIGHT = 200

/** How often which return occurred. */
export function Histogram({ bins }: { bins: readonly Bin[] }) {
  const t = useText()
  const tallest = Math.max(1, ...bins.map((bin) => bin.count))
  const step = WIDTH / bins.length
  const low = bins[0]?.from ?? 0
  const high = bins.at(-1)?.to ?? 1
  const zero = ((0 - low) / (high - low)) * WIDTH
  return (
    <div className="px-4 py-3">
      <svg
        role="img"
        aria-label={`${t.result.distribution}: ${percent(low, 2)} – ${percent(high, 2)}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`}
        className="figures block w-full"
      >
        {bins.map((bin, index) => {
          const size = (bin.count / tallest) * (HEIGHT - 8)
          const middle = (bin.from + bin.to) / 2
          return (
            <rect
              key={bin.from}
              x={index * step + 0.75}
              y={HEIGHT - size}
              width={Math.max(1, step - 1.5)}
              height={size}
              rx={1.5}
              style={{ fill: middle >= 0 ? 'var(--gain)' : 'var(--loss)', opacity: 0.8 }}
            >
              <title>{`${percent(bin.from, 2)} – ${percent(bin.to, 2)}: ${bin.count}`}</title>
            </rect>
          )
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} style={{ stroke: 'var(--line-strong)' }} />
        {zero > 0 && zero < WIDTH ? (
          <line
            x1={zero}
            x2={zero}
            y1={0}
            y2={HEIGHT}
            strokeDasharray="3 3"
            style={{ stroke: 'var(--ink-faint)' }}
          />
        ) : null}
        {[low, (low + high) / 2, high].map((value, index) => (
          <text
            key={value}
            x={(index * WIDTH) / 2}
            y={HEIGHT + 14}
            fontSize={11}
            textAnchor={index === 0 ? 'start' : index === 1 ? 'middle' : 'end'}
            style={{ fill: 'var(--ink-faint)' }}
          >
            {percent(value, 1)}
          </text>
        ))}
      </svg>
    </div>
  )
}
