'use client'
import { useMemo } from 'react'
import type { Series } from '@/api/types'
import { useText } from '@/language/language'
import { HeldCurves } from './curves'
import { equityLines } from './equity-lines'
import { LargeChart } from './large-chart'
import { columnsOf } from './time-points'

type Curve = { equity: Series; drawdown: Series }
type EquityChartProps = {
  account: Curve
  benchmark: (Curve & { name: string }) | null
  scale: 'linear' | 'log'
  height?: number
}

const day = (seconds: number | undefined) =>
  seconds === undefined ? '' : new Date(seconds * 1000).toISOString().slice(0, 10)

/** The account against its benchmark, and below it how deep both fell. */
export function EquityChart({ account, benchmark, scale, height = 360 }: EquityChartProps) {
  const t = useText()
  const columns = useMemo(() => {
    const own = [account.equity, account.drawdown] as const
    const held = benchmark ? [benchmark.equity, benchmark.drawdown] : []
    const [times, equity, drawdown, heldEquity, heldDrawdown] = columnsOf(own[0], own[1], ...held)
    const none = new Float64Array()
    return {
      times,
      account: { equity: equity ?? none, drawdown: drawdown ?? none },
      held: heldEquity && heldDrawdown ? { equity: heldEquity, drawdown: heldDrawdown } : null,
    }
  }, [account, benchmark])
  const name = benchmark?.name ?? ''
  const drawn = useMemo(
    () =>
      equityLines(
        columns.account,
        columns.held ? { ...columns.held, name } : null,
        t.result,
        scale === 'log',
      ),
    [columns, name, t, scale],
  )
  const curves = useMemo(() => new HeldCurves(columns.times, drawn.values), [columns, drawn])
  const { times } = columns
  const summary = t.result.chartSummary(times.length, day(times[0]), day(times.at(-1)))
  return (
    <LargeChart
      testId="equity-chart"
      label={`${t.result.equity}, ${t.result.drawdown}. ${summary}.`}
      curves={curves}
      panes={drawn.panes}
      height={height}
    />
  )
}
