'use client'
import type { FanBands } from '@/api/types'
import { quantity, signedPercent } from '@/design/figures'
import { niceStep } from '@/features/result/scatter-drawing'
import { useText } from '@/language/language'

type FanProps = { bands: FanBands; label: string; across: string }

const WIDTH = 760
const HEIGHT = 260
const LEFT = 52
const BOTTOM = 24
const TOP = 8

/** Where nine of ten and half of all paths run, their middle, and the way that it really went. */
export function Fan({ bands, label, across }: FanProps) {
  const t = useText()
  const all = [...bands.p5, ...bands.p95, ...bands.own]
  const low = Math.min(1, ...all)
  const high = Math.max(1, ...all)
  const last = bands.at.at(-1) ?? 1
  const x = (at: number) => LEFT + (at / Math.max(1, last)) * (WIDTH - LEFT)
  const y = (value: number) => TOP + ((high - value) / Math.max(1e-9, high - low)) * (HEIGHT - TOP - BOTTOM)
  const point = (value: number, index: number) =>
    `${x(bands.at[index] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`
  const line = (values: readonly number[]) => `M${values.map(point).join('L')}`
  const area = (top: readonly number[], bottom: readonly number[]) =>
    `M${top.map(point).join('L')}L${bottom
      .map((value, index) => [value, index] as const)
      .reverse()
      .map(([value, index]) => point(value, index))
      .join('L')}Z`
  const step = niceStep(high - low)
  const first = Math.ceil(low / step) * step
  const ticks = Array.from(
    { length: Math.floor((high - first) / step) + 1 },
    (_, index) => first + index * step,
  )
  const legend = [
    { text: t.workshop.ownPath, look: { height: 3, background: 'var(--ink)' } },
    { text: t.workshop.middlePath, look: { height: 2, background: 'var(--accent)' } },
    { text: t.workshop.halfOfPaths, look: { height: 10, background: 'var(--accent)', opacity: 0.38 } },
    { text: t.workshop.mostPaths, look: { height: 10, background: 'var(--accent)', opacity: 0.18 } },
  ]
  return (
    <div className="max-w-4xl">
      <ul className="mb-1 flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-xs">
        {legend.map(({ text, look }) => (
          <li key={text} className="flex items-center gap-1.5">
            <span aria-hidden className="w-3.5 rounded-sm" style={look} /> {text}
          </li>
        ))}
      </ul>
      <svg
        role="img"
        aria-label={`${label}: ${signedPercent((bands.p5.at(-1) ?? 1) - 1)} – ${signedPercent((bands.p95.at(-1) ?? 1) - 1)}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="figures block w-full"
      >
        {ticks.map((value) => (
          <g key={value}>
            <line
              x1={LEFT}
              x2={WIDTH}
              y1={y(value)}
              y2={y(value)}
              strokeDasharray="2 4"
              style={{ stroke: 'var(--line)' }}
            />
            <text
              x={LEFT - 7}
              y={y(value) + 4}
              fontSize={11}
              textAnchor="end"
              style={{ fill: 'var(--ink-faint)' }}
            >
              {signedPercent(value - 1, step < 0.02 ? 1 : 0)}
            </text>
          </g>
        ))}
        <path d={area(bands.p95, bands.p5)} style={{ fill: 'var(--accent)', opacity: 0.16 }} />
        <path d={area(bands.p75, bands.p25)} style={{ fill: 'var(--accent)', opacity: 0.22 }} />
        <line x1={LEFT} x2={WIDTH} y1={y(1)} y2={y(1)} style={{ stroke: 'var(--line-strong)' }} />
        <path d={line(bands.p50)} fill="none" strokeWidth={1.5} style={{ stroke: 'var(--accent)' }} />
        <path d={line(bands.own)} fill="none" strokeWidth={2} style={{ stroke: 'var(--ink)' }} />
        {[0, 0.5, 1].map((share) => (
          <text
            key={share}
            x={x(last * share)}
            y={HEIGHT - 6}
            fontSize={11}
            textAnchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
            style={{ fill: 'var(--ink-faint)' }}
          >
            {share === 1 ? `${quantity(Math.round(last))} ${across}` : quantity(Math.round(last * share))}
          </text>
        ))}
      </svg>
    </div>
  )
}
