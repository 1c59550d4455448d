import { expect, test } from 'vitest'
import type { Trade } from '@/api/types'
import type { ChartTheme } from '@/features/chart/chart-theme'
import { seconds } from '@/features/chart/time-points'
import { markersOf } from '@/features/chart/trade-markers'
import { en } from '@/language/en'
import { result } from './fixtures'

const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07'].map((day) => `${day}T00:00:00Z`)
const [first] = result().trade_log

test('a position that is left in parts is entered once', () => {
  const part = (exit: string): Trade => {
    if (!first) throw new Error('The made-up result has trades.')
    return { ...first, side: 'long', entry_time: DAYS[0] ?? '', exit_time: exit, exit_reason: 'take_profit' }
  }
  const parts = DAYS.slice(1).map(part)
  const markers = markersOf(parts, DAYS.map(seconds), {} as ChartTheme, en.result.legend)
  expect(markers.map(({ shape }) => shape)).toEqual(['arrowUp', 'circle', 'circle', 'circle'])
})
