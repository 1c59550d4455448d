'use client'
import type { SensitivityFigures, Strategy, ValidationPart } from '@/api/types'
import { number, percent } from '@/design/figures'
import { useText } from '@/language/language'
import { Fact, PartBlock } from './part-block'
import { SmallCurve } from './small-curve'

type SensitivityViewProps = { parts: readonly ValidationPart[]; strategy: Strategy }

/** How much hangs on the exact numbers: each one moved a little while the others stay. */
export function SensitivityView({ parts, strategy }: SensitivityViewProps) {
  const t = useText()
  const words = t.workshop
  return parts.map((part) => {
    const figures = part.figures as SensitivityFigures
    const shown = strategy.parameters.filter(({ name }) => (figures.by_parameter[name]?.length ?? 0) > 1)
    return (
      <PartBlock key={part.method} title={words.methods[part.method] ?? part.method} detail={part.detail}>
        <dl className="mb-4 flex flex-wrap gap-x-8 gap-y-3">
          <Fact
            label={words.profitable}
            value={percent(figures.share_profitable, 0)}
            note={words.profitableNote(figures.sets.length)}
          />
          <Fact label={words.medianSharpe} value={number(figures.median_sharpe)} />
          <Fact label={words.worstSharpe} value={number(figures.worst_sharpe)} note={words.worstNote} />
        </dl>
        <ul className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
          {shown.map((parameter) => (
            <li key={parameter.name}>
              <SmallCurve
                title={t.said(parameter.label || parameter.name)}
                own={parameter.value}
                points={(figures.by_parameter[parameter.name] ?? []).map(({ value, sharpe }) => ({
                  x: value,
                  y: sharpe,
                }))}
                unit={t.statistics.names.sharpe.label}
              />
            </li>
          ))}
        </ul>
      </PartBlock>
    )
  })
}
