'use client'
import type { MonteCarloFigures, ValidationPart } from '@/api/types'
import { percent, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { Fan } from './fan'
import { Fact, PartBlock } from './part-block'

const written = (level: string) => percent(Number(level), 0)

/** The same returns or trades in another order: how much of the result was luck of the draw. */
export function MonteCarloView({ parts }: { parts: readonly ValidationPart[] }) {
  const t = useText()
  const words = t.workshop
  return parts.map((part) => {
    const title = words.methods[part.method] ?? part.method
    if (!('bands' in part.figures)) {
      return (
        <PartBlock key={part.method} title={title} detail={part.detail}>
          <p className="text-[13px] text-ink-soft">{words.nothingToDraw}</p>
        </PartBlock>
      )
    }
    const figures = part.figures as MonteCarloFigures
    const returns = Object.entries(figures.total_return)
    const falls = Object.entries(figures.max_drawdown)
    // The same trades in another order end at the same place: there is nothing to tell of the end.
    const endsDiffer = new Set(returns.map(([, value]) => value.toPrecision(6))).size > 1
    return (
      <PartBlock key={part.method} title={title} detail={part.detail}>
        <dl className="mb-3 flex flex-wrap gap-x-8 gap-y-3">
          <Fact label={words.ruin} value={percent(figures.risk_of_losing_half, 1)} note={words.ruinNote} />
          {endsDiffer ? (
            <Fact
              label={words.unlucky}
              value={signedPercent(figures.total_return['0.05'])}
              note={words.unluckyNote}
              tone={tone(figures.total_return['0.05'])}
            />
          ) : null}
          <Fact
            label={words.likelyFall}
            value={percent(figures.max_drawdown['0.95'])}
            note={words.likelyFallNote}
          />
        </dl>
        <Fan
          bands={figures.bands}
          label={title}
          across={part.method === 'shuffle' ? words.acrossTrades : words.acrossBars}
        />
        <div className="mt-3 grid gap-x-8 gap-y-3 sm:grid-cols-2">
          {[
            {
              name: words.endReturn,
              rows: endsDiffer ? returns : [],
              level: words.levelOf,
              write: (value: number) => signedPercent(value),
            },
            {
              name: words.deepest,
              rows: falls,
              level: words.levelShallower,
              write: (value: number) => percent(value),
            },
          ]
            .filter(({ rows }) => rows.length > 0)
            .map(({ name, rows, level: said, write }) => (
              <table key={name} className="figures w-full text-[13px]">
                <caption className="pb-1 text-left font-medium text-ink-soft text-xs">{name}</caption>
                <tbody className="divide-y divide-line border-line border-y">
                  {rows.map(([level, value]) => (
                    <tr key={level}>
                      <th scope="row" className="py-1 text-left font-normal text-ink-soft">
                        {said(written(level))}
                      </th>
                      <td className="text-right">{write(value)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            ))}
        </div>
      </PartBlock>
    )
  })
}
