'use client'
import { useMemo } from 'react'
import type { Trade } from '@/api/types'
import { count } from '@/design/figures'
import { HeldCurves } from '@/features/chart/curves'
import { LargeChart } from '@/features/chart/large-chart'
import { useText } from '@/language/language'
import { openPositions } from './returns'

const whole = (value: number) => (Number.isInteger(value) ? count(value) : '')

/** How many positions were open, bar by bar. */
export function ExposureChart({ times, trades }: { times: Float64Array; trades: readonly Trade[] }) {
  const t = useText()
  const curves = useMemo(() => new HeldCurves(times, [openPositions(times, trades)]), [times, trades])
  const panes = useMemo(
    () => [
      {
        weight: 1,
        write: whole,
        lines: [{ name: t.result.openPositions, colour: 'series-5' as const, step: true, fill: true }],
      },
    ],
    [t],
  )
  return <LargeChart label={t.result.exposure} curves={curves} panes={panes} height={150} />
}
