import { amount, percent } from '@/design/figures'
import type { PlotLine, PlotPane } from './large-plot'

export type Curve = { equity: Float64Array; drawdown: Float64Array }
type Words = { account: string; drawdown: string }
type Drawn = { line: PlotLine; values: Float64Array }

/** The lines of an equity chart with their values, pane by pane. What comes later lies above: the account over its benchmark. */
export function equityLines(
  account: Curve,
  benchmark: (Curve & { name: string }) | null,
  words: Words,
  log: boolean,
): { panes: PlotPane[]; values: Float64Array[] } {
  const equity: Drawn[] = [
    { line: { name: words.account, colour: 'series-1', width: 2 }, values: account.equity },
  ]
  const drawdown: Drawn[] = [
    { line: { name: words.drawdown, colour: 'loss', fill: true }, values: account.drawdown },
  ]
  if (benchmark) {
    const name = `${words.drawdown}, ${benchmark.name}`
    equity.unshift({ line: { name: benchmark.name, colour: 'series-2' }, values: benchmark.equity })
    drawdown.unshift({ line: { name, colour: 'series-2' }, values: benchmark.drawdown })
  }
  const lines = (drawn: readonly Drawn[]) => drawn.map(({ line }) => line)
  return {
    panes: [
      { weight: 2.4, write: amount, log, lines: lines(equity) },
      { weight: 1, hangs: true, write: (value) => percent(value, 1), lines: lines(drawdown) },
    ],
    values: [...equity, ...drawdown].map(({ values }) => values),
  }
}
