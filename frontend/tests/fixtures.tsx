import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import type { ChatReply, Result, Run, StoredStrategy, Trade } from '@/api/types'
import { LitProvider } from '@/features/chat/lit'
import { type RunSeries, readSeries } from '@/features/result/run-series'
import { LanguageProvider } from '@/language/language'
import { CODE, reply as fakeReply, strategy } from './fake/answers.mjs'
import { result as fakeResult, READBACK, seriesOf } from './fake/result.mjs'

export const result = (): Result => fakeResult('r') as Result
/** The long series of a made-up result, by the way they take to the page. */
export const series = (of: Result = result()): RunSeries => readSeries(seriesOf(of).buffer)
export const SENTENCE =
  'Buy the S&P 500 when the 50-day average crosses above the 200-day average, sell when it crosses below, please'
export const reply = (): ChatReply => fakeReply(SENTENCE, { conversation: 'c', strategy: 's' }) as ChatReply

export const stored = (): StoredStrategy => ({
  id: 's',
  name: 'S&P 500 golden cross',
  version: 1,
  strategy: strategy() as StoredStrategy['strategy'],
  readback: READBACK,
  code: CODE,
  conversation_id: 'c',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  deleted_at: null,
})

export const run = (change: Partial<Run> = {}): Run => ({
  id: 'r',
  status: 'completed',
  progress: 1,
  message: '',
  strategy_id: 's',
  strategy_version: 1,
  strategy_name: 'Golden cross',
  settings: {
    start: '2005-01-03',
    end: '2014-08-01',
    initial_cash: 100_000,
    adjustment: 'all',
    benchmark: null,
    seed: 0,
    overrides: {},
  },
  created_at: '2026-01-01T00:00:00Z',
  started_at: null,
  finished_at: null,
  problem: null,
  result: null,
  ...change,
})

const [first] = result().trade_log

export const trade = (change: Partial<Trade> = {}): Trade => {
  if (!first) throw new Error('The made-up result has trades.')
  return { ...first, ...change }
}

/** Shows a part of the page with everything around it that it needs. */
export function show(part: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return render(
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <LitProvider>{part}</LitProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  )
}

type Answer = { status?: number; body?: unknown }

/** Answers requests by "METHOD /path"; a path that no test named is a failure of the test. */
export function serve(answers: Record<string, Answer | ((body: unknown) => Answer)>) {
  const asked: { key: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const key = `${init.method ?? 'GET'} ${address.replace(/^\/api/, '').replace(/\?.*/, '')}`
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null
    asked.push({ key, body })
    const found = answers[key]
    if (!found) throw new Error(`Nothing answers ${key}.`)
    const { status = 200, body: answer } = typeof found === 'function' ? found(body) : found
    return new Response(status === 204 ? null : JSON.stringify(answer), { status })
  })
  return asked
}

export const problem = (status: number, code: string, detail: string): Answer => ({
  status,
  body: {
    type: 'about:blank',
    title: code,
    status,
    detail,
    code,
    errors: [],
    correlation_id: null,
    facts: {},
  },
})
