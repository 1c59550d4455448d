'use client'
import { Explained } from '@/components/ui/explained'
import { classNames } from '@/design/class-names'
import { DASH, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { COLOURED, type FigureName, writeFigure } from './figure-line'

type FigureProps = { name: FigureName; value: number | null; why?: string; note?: string }

export function FigureExplanation({ name, why, note }: Omit<FigureProps, 'value'>) {
  const t = useText()
  const { label, meaning, formula } = t.statistics.names[name]
  return (
    <>
      <p className="font-medium text-ink">{label}</p>
      <p>{meaning}</p>
      {formula ? (
        <p className="mt-1.5 text-xs">
          {t.statistics.formula}: <span className="font-mono">{formula}</span>
        </p>
      ) : null}
      {note ? <p className="mt-1.5 text-xs">{note}</p> : null}
      {why ? (
        <p className="mt-1.5 text-caution text-xs">
          {t.common.notDefined}: {t.said(why)}
        </p>
      ) : null}
    </>
  )
}

/** One line of the statistics: a name that explains itself, and its value. */
export function FigureRow({ name, value, why, note }: FigureProps) {
  const t = useText()
  const written = writeFigure(name, value)
  return (
    <div className="flex items-baseline justify-between gap-3 py-[5px]">
      <dt className="text-[13px] text-ink-soft">
        <Explained explanation={<FigureExplanation name={name} why={why} note={note} />}>
          {t.statistics.names[name].label}
        </Explained>
      </dt>
      <dd
        data-statistic={name}
        className={classNames(
          'figures whitespace-nowrap font-medium text-[13px]',
          COLOURED.has(name) && tone(value),
          written === DASH && 'text-ink-faint',
        )}
      >
        {written}
      </dd>
    </div>
  )
}
