'use client'
import type { Strategy, ValidationPart, WalkForwardFigures } from '@/api/types'
import { day, number, percent, quantity, signedPercent, tone } from '@/design/figures'
import { useText } from '@/language/language'
import { Fact, PartBlock } from './part-block'
import { WindowLines } from './window-lines'

type WalkForwardViewProps = { parts: readonly ValidationPart[]; strategy: Strategy }

/** What is left of a figure out of sample, as a share; null where there was nothing to keep. */
export function keptShare(before: number | null, after: number | null): number | null {
  return before === null || after === null || before <= 0 ? null : after / before
}

/** Only what differs between the windows is worth a column. */
function varied(folds: WalkForwardFigures['folds']): string[] {
  const names = Object.keys(folds[0]?.parameters ?? {})
  return names.filter((name) => new Set(folds.map(({ parameters }) => parameters[name])).size > 1)
}

function Walked({ part, strategy }: { part: ValidationPart; strategy: Strategy }) {
  const t = useText()
  const words = t.workshop
  const figures = part.figures as WalkForwardFigures
  const { in_sample: before, out_of_sample: after } = figures
  const kept = keptShare(before.sharpe, after.sharpe)
  const label = (name: string) => t.said(strategy.parameters.find((one) => one.name === name)?.label || name)
  const names = varied(figures.folds)
  return (
    <PartBlock title={words.methods[part.method] ?? part.method} detail={part.detail}>
      <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        <Fact label={words.inSample} value={number(before.sharpe)} note={words.inSampleNote} />
        <Fact label={words.outOfSample} value={number(after.sharpe)} note={words.outOfSampleNote} />
        <Fact label={words.kept} value={percent(kept, 0)} note={words.keptNote} />
        <Fact
          label={words.chained}
          value={signedPercent(after.total_return)}
          note={words.chainedNote}
          tone={tone(after.total_return)}
        />
      </dl>
      <WindowLines folds={figures.folds} />
      <div className="thin-scroll mt-3 overflow-x-auto" tabIndex={0}>
        <table className="figures w-full min-w-[560px] text-[13px]">
          <thead className="text-ink-faint text-xs">
            <tr className="border-line border-b text-right">
              <th className="py-1.5 text-left font-medium">{words.fitted}</th>
              <th className="px-3 text-left font-medium">{words.judged}</th>
              {names.map((name) => (
                <th key={name} className="px-3 font-medium">
                  {label(name)}
                </th>
              ))}
              <th className="px-3 font-medium">{words.sharpeBefore}</th>
              <th className="px-3 font-medium">{words.sharpeAfter}</th>
              <th className="pl-3 font-medium">{words.returnAfter}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {figures.folds.map((fold) => (
              <tr key={fold.judge_from} className="text-right">
                <th scope="row" className="whitespace-nowrap py-1.5 text-left font-normal">
                  {day(fold.fit_from)} → {day(fold.fit_to)}
                </th>
                <td className="whitespace-nowrap px-3 text-left">
                  {day(fold.judge_from)} → {day(fold.judge_to)}
                </td>
                {names.map((name) => (
                  <td key={name} className="px-3">
                    {quantity(fold.parameters[name])}
                  </td>
                ))}
                <td className="px-3">{number(fold.in_sample.sharpe)}</td>
                <td className="px-3">{number(fold.out_of_sample.sharpe)}</td>
                <td className={`pl-3 ${tone(fold.out_of_sample.total_return)}`}>
                  {signedPercent(fold.out_of_sample.total_return)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </PartBlock>
  )
}

/** Fitted on the past, judged on what came after, window by window. */
export function WalkForwardView({ parts, strategy }: WalkForwardViewProps) {
  const t = useText()
  return parts.map((part) => {
    if (part.method !== 'purged') return <Walked key={part.method} part={part} strategy={strategy} />
    const overfit = part.figures.probability_of_backtest_overfitting
    return (
      <PartBlock key={part.method} title={t.workshop.methods.purged ?? part.method} detail={part.detail}>
        <dl className="flex flex-wrap gap-x-8 gap-y-3">
          <Fact
            label={t.workshop.overfit}
            value={percent(typeof overfit === 'number' ? overfit : null, 0)}
            note={t.workshop.overfitNote}
            tone={typeof overfit === 'number' && overfit > 0.5 ? 'text-caution' : ''}
          />
        </dl>
      </PartBlock>
    )
  })
}
