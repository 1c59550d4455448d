'use client'
import { number, quantity } from '@/design/figures'

type Point = { x: number; y: number | null }
type SmallCurveProps = {
  title: string
  points: readonly Point[]
  unit: string
  own?: number
  writeX?: (value: number) => string
  writeY?: (value: number) => string
}

const WIDTH = 280
const HEIGHT = 104
const LEFT = 38
const TOP = 10
const BOTTOM = 20

/** One figure over one number; the number's own value is the filled dot. Zero is always in sight. */
export function SmallCurve({
  title,
  points,
  unit,
  own,
  writeX = quantity,
  writeY = (value) => number(value),
}: SmallCurveProps) {
  const known = points.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]))
  const ys = known.map(({ y }) => y)
  const low = Math.min(0, ...ys)
  const high = Math.max(0, ...ys, low + 1e-9)
  // Evenly spaced: what is compared is one value beside the next.
  const x = (index: number) => LEFT + 8 + (index / Math.max(1, known.length - 1)) * (WIDTH - LEFT - 28)
  const y = (value: number) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const said = known.map((point) => `${writeX(point.x)}: ${writeY(point.y)}`).join(', ')
  return (
    <figure>
      <figcaption className="flex justify-between gap-2 text-xs">
        <span className="break-words font-medium">{title}</span>
        <span className="text-ink-faint">{unit}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}, ${unit}. ${said}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="figures block w-full"
      >
        {[low, high].map((value) => (
          <text
            key={value}
            x={LEFT - 4}
            y={y(value) + 4}
            fontSize={10}
            textAnchor="end"
            style={{ fill: 'var(--ink-faint)' }}
          >
            {writeY(value)}
          </text>
        ))}
        <line x1={LEFT} x2={WIDTH} y1={y(0)} y2={y(0)} style={{ stroke: 'var(--line-strong)' }} />
        <polyline
          points={known.map((point, index) => `${x(index)},${y(point.y)}`).join(' ')}
          fill="none"
          strokeWidth={1.5}
          style={{ stroke: 'var(--series-1)' }}
        />
        {known.map((point, index) => (
          <g key={point.x}>
            <circle
              cx={x(index)}
              cy={y(point.y)}
              r={point.x === own ? 4.5 : 3}
              strokeWidth={1.5}
              style={{
                fill: point.x === own ? 'var(--series-1)' : 'var(--surface)',
                stroke: 'var(--series-1)',
              }}
            >
              <title>{`${writeX(point.x)}: ${writeY(point.y)}`}</title>
            </circle>
            <text
              x={x(index)}
              y={HEIGHT - 5}
              fontSize={10}
              textAnchor="middle"
              style={{ fill: 'var(--ink-faint)', fontWeight: point.x === own ? 700 : 400 }}
            >
              {writeX(point.x)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}
