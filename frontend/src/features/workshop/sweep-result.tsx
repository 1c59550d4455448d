'use client'
import { useState } from 'react'
import type { HeatMapValues, Parameter, SweepResult } from '@/api/types'
import { Button } from '@/components/ui/button'
import { chance, count, number, percent, quantity, signedPercent, tone } from '@/design/figures'
import { OverfittingWords } from '@/features/result/overfitting-words'
import { useText } from '@/language/language'
import { bestCell, type Cell, cellOf, neighbourMean, neighboursOf, pointOf } from './heat-cells'
import { HeatMap } from './heat-map'
import { Fact } from './part-block'
import { SmallCurve } from './small-curve'

type SweepResultProps = {
  found: SweepResult
  parameters: readonly Parameter[]
  onChoose: (values: Record<string, number>) => void
}

const labelOf = (parameters: readonly Parameter[], name: string) =>
  parameters.find((one) => one.name === name)?.label || name

function Mapped({ found, map, parameters, onChoose }: SweepResultProps & { map: HeatMapValues }) {
  const t = useText()
  const [chosen, setChosen] = useState<Cell>(() => bestCell(map))
  const own = Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
  const asPercent = found.objective === 'total_return'
  const write = (value: number | null) => (asPercent ? signedPercent(value) : number(value))
  const value = map.values[chosen[0]]?.[chosen[1]] ?? null
  const mean = neighbourMean(map, chosen)
  const worst = Math.min(...neighboursOf(map, chosen))
  const point = pointOf(found.points, map, chosen)
  const values = { [map.x]: map.x_values[chosen[1]] ?? 0, [map.y]: map.y_values[chosen[0]] ?? 0 }
  const labels = { x: t.said(labelOf(parameters, map.x)), y: t.said(labelOf(parameters, map.y)) }
  const alone = value !== null && mean !== null && value > 0 && mean < value / 2
  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-[minmax(0,1fr)_216px]">
      <HeatMap
        map={map}
        label={t.statistics.names[found.objective].label}
        labels={labels}
        asPercent={asPercent}
        chosen={chosen}
        saved={cellOf(map, own)}
        onChoose={setChosen}
      />
      <div className="flex flex-col gap-3" data-testid="chosen-cell">
        <h3 className="font-semibold text-[13px]">{t.workshop.chosen}</h3>
        <p className="figures text-[13px] text-ink-soft">
          {labels.x} <strong className="text-ink">{quantity(values[map.x])}</strong>
          <br />
          {labels.y} <strong className="text-ink">{quantity(values[map.y])}</strong>
        </p>
        <dl className="grid grid-cols-2 gap-x-2 gap-y-2.5">
          <Fact label={t.statistics.names[found.objective].label} value={write(value)} />
          <Fact label={t.workshop.neighbours} value={write(mean)} />
          <Fact
            label={t.statistics.names.total_return.label}
            value={signedPercent(point?.total_return)}
            tone={tone(point?.total_return)}
          />
          <Fact label={t.statistics.names.max_drawdown.label} value={percent(point?.max_drawdown)} />
          <Fact label={t.statistics.names.trades.label} value={count(point?.trades)} />
          <Fact label={t.workshop.worstNeighbour} value={write(Number.isFinite(worst) ? worst : null)} />
        </dl>
        {alone ? <p className="text-caution text-xs">{t.workshop.alone}</p> : null}
        <Button size="small" onClick={() => onChoose(values)}>
          {t.workshop.useValues}
        </Button>
      </div>
    </div>
  )
}

/** What a sweep found: as a map over two numbers, or as a curve over one; and what so many attempts make of the best. */
export function SweepFound({ found, parameters, onChoose }: SweepResultProps) {
  const t = useText()
  const [name = ''] = Object.keys(found.points[0]?.parameters ?? {}).filter(
    (one) => new Set(found.points.map((point) => point.parameters[one])).size > 1,
  )
  return (
    <div className="px-4 pb-4">
      {found.heat_map ? (
        <Mapped found={found} map={found.heat_map} parameters={parameters} onChoose={onChoose} />
      ) : (
        <div className="max-w-xl">
          <SmallCurve
            title={t.said(labelOf(parameters, name))}
            unit={t.statistics.names[found.objective].label}
            own={parameters.find((one) => one.name === name)?.value}
            points={found.points.map((point) => ({
              x: point.parameters[name] ?? 0,
              y: point[found.objective],
            }))}
          />
        </div>
      )}
      <div className="figures mt-3 max-w-3xl space-y-1.5 border-line border-t pt-3 text-[13px] text-ink-soft">
        <p>{t.workshop.afterTrials(chance(found.deflated_sharpe), found.trials)}</p>
        {found.overfitting ? <OverfittingWords found={found.overfitting} /> : null}
      </div>
    </div>
  )
}
