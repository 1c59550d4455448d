// A gateway of make-believe for working on the page: it keeps to the contracts, holds everything in memory,
// and serves the exported page. Start it with `node tests/fake/server.mjs [port]` after `npm run build`.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encode } from '@msgpack/msgpack'
import { WebSocketServer } from 'ws'
import { CODE, reply } from './answers.mjs'
import { bars } from './history.mjs'
import { READBACK, result, seriesOf, shortOf } from './result.mjs'

const PAGE = fileURLToPath(new URL('../../out', import.meta.url))
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.txt': 'text/plain',
}
const now = () => new Date().toISOString()
const page = (items) => ({ items, page: 1, page_size: 50, total: items.length })
const user = {
  id: randomUUID(),
  email: 'ada@example.com',
  display_name: 'Ada',
  preferences: { language: null, theme: null, defaults: null },
  created_at: now(),
}
const state = { conversations: [], strategies: [], versions: {}, runs: [] }
const gspc = {
  symbol: '^GSPC',
  name: 'S&P 500',
  market: 'us_equities',
  calendar: 'XNYS',
  zone: 'America/New_York',
  currency: 'USD',
  lot_size: 1,
  aliases: [],
}

const from = { source: 'sample', method: 'Averages of 50 and 200 closes', as_of: now(), note: '' }
const INSIGHT = {
  asset: '^GSPC',
  as_of: now(),
  trend: { label: 'up', strength: 0.6, provenance: from },
  volatility: { label: 'calm', annualised_volatility: 0.11, percentile: 0.23, provenance: from },
  sentiment: null,
  headlines: [],
  risk_flag: 'low',
  summary: 'The index rises calmly.',
  missing: { sentiment: 'No news feed answers.' },
}
const problem = (status, code, detail) => ({
  status,
  body: {
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status,
    detail,
    code,
    errors: [],
    correlation_id: null,
    facts: {},
  },
})

function store(strategy, conversationId, message) {
  const stored = {
    id: randomUUID(),
    name: strategy.name,
    version: 1,
    strategy,
    readback: READBACK,
    code: CODE,
    conversation_id: conversationId,
    created_at: now(),
    updated_at: now(),
    deleted_at: null,
  }
  state.strategies.unshift(stored)
  state.versions[stored.id] = [
    {
      strategy_id: stored.id,
      version: 1,
      strategy,
      readback: READBACK,
      code: CODE,
      author: 'offline',
      knowledge_cutoff: null,
      message,
      created_at: now(),
    },
  ]
  return stored
}

function startRun(body) {
  const { strategy_id, strategy_version = 1, strategy: _strategy, ...settings } = body
  const stored = state.strategies.find((one) => one.id === strategy_id)
  const run = {
    id: randomUUID(),
    status: 'queued',
    progress: 0,
    message: '',
    strategy_id,
    strategy_version,
    strategy_name: stored?.name ?? '',
    settings: { seed: 0, overrides: {}, ...settings },
    created_at: now(),
    started_at: null,
    finished_at: null,
    problem: null,
  }
  state.runs.unshift({ run, result: null })
  return run
}

function answer({ method, path, query, body, signedIn }) {
  if (path === '/healthz') return { body: { status: 'ok' } }
  if (path === '/auth/register') return { status: 201, body: { status: 'accepted', detail: '' } }
  if (path === '/auth/login') {
    return {
      cookie: 'vt=1; Path=/; HttpOnly; SameSite=Lax',
      body: { user, access_token: 'x', token_type: 'bearer', expires_in: 600, session_id: randomUUID() },
    }
  }
  if (path === '/auth/refresh')
    return signedIn ? { body: { user } } : problem(401, 'session_ended', 'Sign in again.')
  if (!signedIn) return problem(401, 'not_signed_in', 'Sign in first.')
  if (path === '/auth/logout') {
    return { status: 204, cookie: 'vt=; Path=/; Max-Age=0' }
  }
  if (path === '/users/me') {
    if (method === 'PATCH') Object.assign(user, body)
    return { body: user }
  }
  if (path === '/conversations')
    return { body: page(state.conversations.map(({ messages: _messages, ...rest }) => rest)) }
  if (path.startsWith('/conversations/')) {
    const found = state.conversations.find((one) => path.endsWith(one.id))
    return found ? { body: found } : problem(404, 'unknown_conversation', 'There is no such conversation.')
  }
  if (path === '/strategies/validate')
    return {
      body: {
        valid: true,
        errors: [],
        readback: READBACK,
        sentences: null,
        code: CODE,
        lookback: 200,
        safety_report: null,
      },
    }
  if (path === '/strategies/tunable') return { body: { document: body.document } }
  if (path === '/strategies' && method === 'POST')
    return { status: 201, body: store(body.strategy, null, body.message) }
  if (path === '/strategies') return { body: page(state.strategies.filter((one) => !one.deleted_at)) }
  if (path.startsWith('/strategies/')) {
    const stored = state.strategies.find((one) => path.includes(one.id))
    if (!stored) return problem(404, 'unknown_strategy', 'There is no such strategy.')
    if (path.endsWith('/versions')) return { body: page([...state.versions[stored.id]].reverse()) }
    if (method === 'PATCH') {
      Object.assign(stored, {
        strategy: body.strategy,
        name: body.strategy.name,
        version: stored.version + 1,
        updated_at: now(),
      })
      state.versions[stored.id].push({
        ...state.versions[stored.id][0],
        version: stored.version,
        strategy: body.strategy,
        author: 'user',
        message: body.message,
        created_at: now(),
      })
    }
    if (method === 'DELETE') stored.deleted_at = now()
    if (path.endsWith('/restore')) stored.deleted_at = null
    return method === 'DELETE' ? { status: 204 } : { body: stored }
  }
  if (path === '/backtest/run') return { status: 202, body: startRun(body) }
  if (path === '/backtests') {
    const lines = state.runs.map(({ run, result: found }) => ({
      ...run,
      headline: found?.summary_stats ?? null,
      symbols: ['^GSPC'],
    }))
    return {
      body: page(
        lines.filter((line) => !query.get('strategy_id') || line.strategy_id === query.get('strategy_id')),
      ),
    }
  }
  if (path.startsWith('/backtest/')) {
    const found = state.runs.find(({ run }) => path.includes(run.id))
    if (!found) return problem(404, 'unknown_run', 'There is no such run.')
    if (path.endsWith('/verify'))
      return { body: { run_id: found.run.id, matches: true, changed: [], detail: '' } }
    if (path.endsWith('/series.msgpack')) return { file: seriesOf(found.result) }
    const short = query.get('series') === 'false'
    return { body: { ...found.run, result: found.result && short ? shortOf(found.result) : found.result } }
  }
  if (path === '/signals/frequency') return { body: { symbols: [], entries_per_year: 0.8 } }
  if (path === '/market/availability') {
    const all = bars()
    return {
      body: page([
        {
          instrument: gspc,
          timeframe: '1d',
          source: 'sample',
          first: all[0].timestamp,
          last: all.at(-1).timestamp,
          bars: all.length,
        },
      ]),
    }
  }
  if (path === '/market/data') return { body: bars() }
  if (path === '/market/symbols')
    return { body: page([{ instrument: gspc, score: 1, matched: '^GSPC', available: [] }]) }
  if (path.startsWith('/market/symbols/'))
    return { body: { asked: '^GSPC', instrument: gspc, notes: [], available: [], online: [] } }
  if (path === '/market/quality')
    return {
      body: { symbol: '^GSPC', timeframe: '1d', bars: 2500, missing_sessions: 0, duplicates: 0, outliers: 2 },
    }
  if (path === '/market/insight') return { body: INSIGHT }
  if (path === '/catalogue')
    return { body: { functions: [{ name: 'sma', meaning: 'Simple moving average' }] } }
  if (/^\/(auth\/(sessions|tokens)|users\/me\/keys)$/.test(path)) return { body: page([]) }
  return problem(404, 'not_found', `Nothing is at ${path}.`)
}

async function file(path) {
  const wanted = normalize(path).replace(/^(\.\.[/\\])+/, '')
  for (const candidate of [wanted, `${wanted}/index.html`]) {
    const body = await readFile(join(PAGE, candidate)).catch(() => null)
    if (body) return { body, type: TYPES[extname(candidate)] ?? 'application/octet-stream', status: 200 }
  }
  return { body: await readFile(join(PAGE, '404.html')), type: 'text/html', status: 404 }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost')
  if (!url.pathname.startsWith('/api/')) {
    const found = await file(url.pathname)
    response.writeHead(found.status, { 'content-type': found.type }).end(found.body)
    return
  }
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const {
    status = 200,
    body,
    file: bytes,
    cookie,
  } = answer({
    method: request.method,
    path: url.pathname.slice(4),
    query: url.searchParams,
    body: text ? JSON.parse(text) : null,
    signedIn: /vt=1/.test(request.headers.cookie ?? ''),
  })
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...(cookie ? { 'set-cookie': cookie } : {}) })
  response.end(bytes ?? (body === undefined ? '' : JSON.stringify(body)))
})

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const sockets = new WebSocketServer({ server })
sockets.on('connection', async (socket, request) => {
  const send = (frame) => socket.send(JSON.stringify(frame))
  if (request.url.startsWith('/api/ws/session')) {
    const { body } = problem(503, 'no_engine', 'This stand-in has no engine to hold a session with.')
    socket.on('message', () => socket.send(encode({ type: 'problem', seq: null, problem: body })))
    return
  }
  const id = request.url.match(/backtest\/([\w-]+)/)?.[1]
  if (id) {
    const found = state.runs.find(({ run }) => run.id === id)
    for (const progress of [0.2, 0.5, 0.8]) {
      await pause(250)
      Object.assign(found.run, { status: 'running', progress, message: 'Simulating orders' })
      send({ type: 'state', event_id: progress * 10, ...found.run })
    }
    found.result = result(id)
    Object.assign(found.run, { status: 'completed', progress: 1, finished_at: now() })
    send({ type: 'state', event_id: 10, ...found.run })
    socket.close(1000)
    return
  }
  socket.on('message', async (data) => {
    const asked = JSON.parse(data)
    if (asked.type === 'stop' || asked.type === 'resume')
      return send({ type: 'ended', stream: 's', stopped: true })
    const ids = { conversation: asked.conversation_id ?? randomUUID() }
    let event = 0
    const tell = (frame) => send({ ...frame, stream: 's', event_id: ++event })
    send({ type: 'started', stream: 's' })
    for (const step of [
      'intent',
      'extraction',
      'feasibility',
      'document',
      'code',
      'checks',
      'store',
      'forward',
    ]) {
      tell({ type: 'step', step, status: 'started', detail: '' })
      await pause(90)
      tell({
        type: 'step',
        step,
        status: 'done',
        detail: step === 'feasibility' ? '^GSPC has daily bars in the sample.' : '',
      })
    }
    const made = reply(asked.message, ids)
    made.strategy_id = store(made.strategy, ids.conversation, asked.message).id
    for (const word of made.explanation.split(/(?<= )/)) {
      tell({ type: 'token', text: word })
      await pause(12)
    }
    const talk = {
      id: ids.conversation,
      title: asked.message.slice(0, 60),
      strategy_id: made.strategy_id,
      created_at: now(),
      updated_at: now(),
      messages: [],
    }
    talk.messages.push({
      id: randomUUID(),
      role: 'user',
      text: asked.message,
      reply: null,
      created_at: now(),
    })
    talk.messages.push({
      id: randomUUID(),
      role: 'assistant',
      text: made.explanation,
      reply: made,
      created_at: now(),
    })
    state.conversations.unshift(talk)
    tell({ type: 'reply', reply: made })
    send({ type: 'ended', stream: 's' })
  })
})

const port = Number(process.argv[2] ?? 8399)
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`))
