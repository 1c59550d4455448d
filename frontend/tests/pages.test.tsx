import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { whereTo } from '@/features/auth/where-to'
import { LibraryPage } from '@/features/library/library-page'
import { TopAssets } from '@/features/markets/top-assets'
import { barsIn } from '@/features/run/run-warnings'
import { bestOf } from '@/features/runs/compare-table'
import { RunsPage } from '@/features/runs/runs-page'
import { problem, serve, show, stored } from './fixtures'

vi.mock('next/navigation', () => ({
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({ push: () => undefined, replace: () => undefined }),
  usePathname: () => '/',
}))
const page = (items: unknown[]) => ({ body: { items, page: 1, page_size: 20, total: items.length } })

test('the library waits, then says that it is empty', async () => {
  serve({ 'GET /strategies': page([]) })
  show(<LibraryPage />)
  expect(screen.getByRole('status', { name: 'Loading' })).toBeInTheDocument()
  expect(await screen.findByText('No strategies yet')).toBeVisible()
})

test('the library shows a name of any length', async () => {
  const name = 'long '.repeat(24).trim()
  serve({ 'GET /strategies': page([{ ...stored(), name }]) })
  show(<LibraryPage />)
  expect(await screen.findByRole('link', { name })).toBeVisible()
})

test('a refusal is told in its own words, with a way on', async () => {
  serve({ 'GET /backtests': problem(422, 'rejected', 'That sort order is not known.') })
  show(<RunsPage />)
  expect(await screen.findByText('That sort order is not known.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('the way back after signing in never leaves the page', () => {
  expect(whereTo('?next=%2Fruns%2F%3Fid%3D1')).toBe('/runs/?id=1')
  for (const bad of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    expect(whereTo(`?next=${encodeURIComponent(bad)}`)).toBe('/chat/')
  }
})

test('bars are estimated from the part of the history that is asked for', () => {
  const series = {
    instrument: {
      symbol: 'X',
      name: 'X',
      market: 'us_equities' as const,
      calendar: 'XNYS',
      zone: 'UTC',
      currency: 'USD',
      lot_size: 1,
      aliases: [],
    },
    timeframe: '1d' as const,
    source: 'file',
    first: '2010-01-01T00:00:00Z',
    last: '2020-01-01T00:00:00Z',
    bars: 2520,
  }
  expect(barsIn(series, '2015-01-01', '2030-01-01')).toBeCloseTo(1260, -1)
  expect(barsIn(series, '2030-01-01', '2031-01-01')).toBe(0)
})

test('the best of a comparison is the highest, and nobody where all are alike', () => {
  expect(bestOf([1, null, 3])).toBe(2)
  expect(bestOf([2, 2])).toBe(-1)
  expect(bestOf([null, 1])).toBe(-1)
})

const ranking = (assets: unknown[], left: Record<string, string> = {}) => ({
  body: {
    as_of: '2024-01-02T00:00:00Z',
    by: 'momentum',
    market: null,
    method: 'Return of 126 bars',
    assets,
    left_out: left,
  },
})

test('leading assets say what was left out, and why', async () => {
  const asset = {
    asset: 'AAPL',
    name: 'Apple Inc.',
    market: 'us_equities',
    rank: 1,
    score: 0.2,
    return_month: 0.01,
    return_quarter: null,
    annualised_volatility: 0.25,
    trend: 'up',
    stale: true,
    provenance: { source: 'file', method: 'bars', as_of: '2024-01-02T00:00:00Z', note: '' },
  }
  serve({ 'GET /market/top': ranking([asset], { NEW: '12 bars only' }) })
  show(<TopAssets />)
  expect(await screen.findByRole('link', { name: 'AAPL' })).toBeVisible()
  expect(screen.getByText('old bars')).toBeVisible()
  expect(screen.getByText('One asset left out')).toBeVisible()
})

test('a server without long series says so in place of an empty table', async () => {
  serve({ 'GET /market/top': ranking([]) })
  show(<TopAssets />)
  expect(await screen.findByText('No series here is long enough to be ranked.')).toBeVisible()
})
