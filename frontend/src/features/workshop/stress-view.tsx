'use client'
import type { ShortFigures, ValidationPart } from '@/api/types'
import { classNames } from '@/design/class-names'
import { count, number, percent, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { PartBlock } from './part-block'
import { SmallCurve } from './small-curve'

type Row = { name: string } & ShortFigures

function Table({ rows }: { rows: readonly Row[] }) {
  const t = useText()
  const { names } = t.statistics
  const beside = rows.some(({ held }) => held !== undefined)
  return (
    <div className="thin-scroll overflow-x-auto" tabIndex={0}>
      <table className="figures w-full min-w-[460px] text-[13px]">
        <thead className="text-ink-faint text-xs">
          <tr className="border-line border-b text-right">
            <td />
            <th className="px-3 py-1.5 font-medium">{names.total_return.label}</th>
            {beside ? <th className="px-3 font-medium">{t.workshop.held}</th> : null}
            <th className="px-3 font-medium">{names.sharpe.label}</th>
            <th className="px-3 font-medium">{names.max_drawdown.label}</th>
            <th className="pl-3 font-medium">{names.trades.label}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.name} className="text-right">
              <th scope="row" className="py-1.5 text-left font-normal first-letter:uppercase">
                {row.name}
              </th>
              <td className={classNames('px-3', tone(row.total_return))}>
                {signedPercent(row.total_return)}
              </td>
              {beside ? <td className="px-3 text-ink-soft">{signedPercent(row.held)}</td> : null}
              <td className="px-3">{number(row.sharpe)}</td>
              <td className="px-3">{percent(row.max_drawdown)}</td>
              <td className="pl-3">{count(row.trades)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const asPercent = (value: number) => signedPercent(value, 0)

function Answer({ part }: { part: ValidationPart }) {
  const t = useText()
  const { figures, method } = part
  const unit = t.statistics.names.total_return.label
  if (method === 'shocks' || method === 'stress') {
    const scenes = Object.entries(figures as Record<string, ShortFigures>)
    return (
      <Table rows={scenes.map(([name, short]) => ({ name: t.workshop.shocks[name] ?? name, ...short }))} />
    )
  }
  if (method === 'delay') {
    const runs = figures.by_bars as ShortFigures[]
    return (
      <div className="max-w-xs">
        <SmallCurve
          title={t.workshop.barsLater}
          unit={unit}
          own={0}
          points={runs.map(({ total_return }, bars) => ({ x: bars, y: total_return }))}
          writeY={asPercent}
        />
      </div>
    )
  }
  if (method === 'noise') {
    const found = (figures.runs as ShortFigures[])
      .map(({ total_return }) => total_return ?? 0)
      .sort((a, b) => a - b)
    return (
      <div className="max-w-xs">
        <SmallCurve
          title={t.workshop.noiseRuns}
          unit={unit}
          points={found.map((value, index) => ({ x: index + 1, y: value }))}
          writeX={(place) => (place === 1 || place === found.length || place % 5 === 0 ? String(place) : '')}
          writeY={asPercent}
        />
      </div>
    )
  }
  const points = figures.points as { cash: number; total_return: number | null }[]
  return (
    <div className="max-w-xs">
      <SmallCurve
        title={t.run.cash}
        unit={unit}
        own={points[0]?.cash}
        points={points.map(({ cash, total_return }) => ({ x: cash, y: total_return }))}
        writeX={(cash) => new Intl.NumberFormat('en-US', { notation: 'compact' }).format(cash)}
        writeY={asPercent}
      />
    </div>
  )
}

/** The strategy through made-up bad times. */
export function StressView({ parts }: { parts: readonly ValidationPart[] }) {
  const t = useText()
  return parts.map((part) => (
    <PartBlock key={part.method} title={t.workshop.methods[part.method] ?? part.method} detail={part.detail}>
      <Answer part={part} />
    </PartBlock>
  ))
}
