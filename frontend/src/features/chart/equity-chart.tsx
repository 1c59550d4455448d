'use client'
import { useMemo } from 'react'
import type { Series } from '@/api/types'
import { count, percent } from '@/design/figures'
import { useText } from '@/language/language'
import { HeldCurves } from './curves'
import { LargeChart } from './large-chart'
import type { PlotPane } from './large-plot'
import { columnsOf } from './time-points'

type Curve = { equity: Series; drawdown: Series }
type EquityChartProps = {
  account: Curve
  benchmark: (Curve & { name: string }) | null
  scale: 'linear' | 'log'
  height?: number
}

/** The account against its benchmark, and below it how deep both fell. */
export function EquityChart({ account, benchmark, scale, height = 360 }: EquityChartProps) {
  const t = useText()
  const columns = useMemo(
    () =>
      benchmark
        ? columnsOf(account.equity, account.drawdown, benchmark.equity, benchmark.drawdown)
        : columnsOf(account.equity, account.drawdown),
    [account, benchmark],
  )
  const curves = useMemo(() => {
    const [times, equity, drawdown, heldEquity, heldDrawdown] = columns
    // What is drawn later lies above: the account over its benchmark.
    const lines = [heldEquity, equity, heldDrawdown, drawdown]
    return new HeldCurves(
      times,
      lines.filter((line) => line !== undefined),
    )
  }, [columns])
  const other = benchmark?.name ?? null
  const panes = useMemo((): PlotPane[] => {
    const equity = { name: t.result.account, colour: 'series-1', width: 2 } as const
    const drawdown = { name: t.result.drawdown, colour: 'loss', fill: true } as const
    return [
      {
        weight: 2.4,
        write: count,
        log: scale === 'log',
        lines: other === null ? [equity] : [{ name: other, colour: 'series-2' }, equity],
      },
      {
        weight: 1,
        hangs: true,
        write: (value) => percent(value, 1),
        lines:
          other === null
            ? [drawdown]
            : [drawdown, { name: `${t.result.drawdown}, ${other}`, colour: 'series-2' }],
      },
    ]
  }, [t, other, scale])
  const stamps = columns[0]
  const day = (seconds: number | undefined) =>
    seconds === undefined ? '' : new Date(seconds * 1000).toISOString().slice(0, 10)
  const summary = t.result.chartSummary(stamps.length, day(stamps[0]), day(stamps.at(-1)))
  return (
    <LargeChart
      testId="equity-chart"
      label={`${t.result.equity}, ${t.result.drawdown}. ${summary}.`}
      curves={curves}
      panes={panes}
      height={height}
    />
  )
}
