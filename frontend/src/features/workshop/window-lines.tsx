'use client'
import type { WalkForwardFold } from '@/api/types'
import { day, number } from '@/design/figures'
import { useText } from '@/language/language'

const ROW = 22
const WIDTH = 720

/** The windows as they follow each other: pale what was fitted on, solid what it was judged on. */
export function WindowLines({ folds }: { folds: readonly WalkForwardFold[] }) {
  const t = useText()
  const first = Math.min(...folds.map(({ fit_from }) => Date.parse(fit_from)))
  const last = Math.max(...folds.map(({ judge_to }) => Date.parse(judge_to)))
  const x = (iso: string) => ((Date.parse(iso) - first) / Math.max(1, last - first)) * WIDTH
  return (
    <div>
      <svg
        role="img"
        aria-label={t.workshop.windows(folds.length)}
        viewBox={`0 0 ${WIDTH} ${folds.length * ROW}`}
        className="figures block w-full max-w-4xl"
      >
        {folds.map((fold, row) => {
          const [fit, split, end] = [x(fold.fit_from), x(fold.judge_from), x(fold.judge_to)]
          const good = (fold.out_of_sample.sharpe ?? 0) > 0
          const colour = good ? 'var(--gain)' : 'var(--loss)'
          return (
            <g key={fold.judge_from} transform={`translate(0 ${row * ROW})`}>
              <rect
                x={fit}
                y={4}
                width={Math.max(1, split - fit - 1)}
                height={ROW - 8}
                rx={3}
                style={{ fill: 'var(--line)' }}
              />
              <rect
                x={split}
                y={4}
                width={Math.max(2, end - split)}
                height={ROW - 8}
                rx={3}
                style={{ fill: colour, opacity: 0.85 }}
              />
              <text x={fit + 6} y={ROW / 2 + 3.5} fontSize={10} style={{ fill: 'var(--ink-soft)' }}>
                {number(fold.in_sample.sharpe)}
              </text>
              <text x={split + 6} y={ROW / 2 + 3.5} fontSize={10} style={{ fill: 'var(--surface)' }}>
                {number(fold.out_of_sample.sharpe)}
              </text>
            </g>
          )
        })}
      </svg>
      <p className="figures mt-1 flex max-w-4xl flex-wrap justify-between gap-x-4 text-ink-faint text-xs">
        <span>{day(new Date(first).toISOString())}</span>
        <span>{t.workshop.windowLegend}</span>
        <span>{day(new Date(last).toISOString())}</span>
      </p>
    </div>
  )
}
