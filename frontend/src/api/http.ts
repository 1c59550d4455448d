import { noteAnswer, noteSilence } from './connection'
import { Refused, Unreachable } from './problem'
import type { ProblemDocument } from './types'

type Query = Record<string, string | number | boolean | null | undefined>
type Options = { body?: unknown; query?: Query; signal?: AbortSignal }
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Shows the gateway that a page of ours asks: a foreign site cannot set it without a preflight. */
const OWN_PAGE = { 'X-CSRF-Protection': '1' }

function address(path: string, query?: Query): string {
  const given = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

/** A proxy that finds nobody behind it answers in its own words: the house itself is silent. */
const isProxyAlone = ({ status, headers }: Response) =>
  status >= 502 && status <= 504 && !headers.get('content-type')?.includes('json')

async function send(method: Method, path: string, { body, query, signal }: Options): Promise<Response> {
  const isFile = body instanceof Blob
  const headers: Record<string, string> = { Accept: 'application/json', ...OWN_PAGE }
  if (body !== undefined && !isFile) headers['Content-Type'] = 'application/json'
  const init: RequestInit = { method, headers, signal, credentials: 'same-origin', cache: 'no-store' }
  if (body !== undefined) init.body = isFile ? body : JSON.stringify(body)
  try {
    const response = await fetch(address(path, query), init)
    if (!isProxyAlone(response)) {
      noteAnswer()
      return response
    }
  } catch (problem) {
    if (signal?.aborted) throw problem
  }
  noteSilence()
  throw new Unreachable()
}

async function refusal(response: Response): Promise<Refused> {
  const text = await response.text()
  try {
    const document = JSON.parse(text) as ProblemDocument
    if (typeof document.detail === 'string') return new Refused(document)
  } catch {
    // Not JSON: a proxy answered in place of the gateway; its status is all that is known.
  }
  return new Refused({
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: `The server answered with status ${response.status}.`,
    code: `http_${response.status}`,
    errors: [],
    correlation_id: null,
    facts: {},
  })
}

let renewal: Promise<boolean> | null = null

async function renewOnce(): Promise<boolean> {
  const probe = await send('GET', '/users/me', {})
  if (probe.ok) return true
  return (await send('POST', '/auth/refresh', {})).ok
}

/** Renews the session; one at a time in this tab, and by a lock over all tabs. */
function renew(): Promise<boolean> {
  renewal ??= (navigator.locks ? navigator.locks.request('vibe.session', renewOnce) : renewOnce()).finally(
    () => {
      renewal = null
    },
  )
  return renewal
}

/** Renews the session where it has run out; used before a WebSocket handshake, which cannot be repeated. */
export async function ensureSession(): Promise<void> {
  await renew()
}

async function ask(method: Method, path: string, options: Options = {}): Promise<Response> {
  let response = await send(method, path, options)
  if (response.status === 401 && !path.startsWith('/auth/') && (await renew())) {
    response = await send(method, path, options)
  }
  if (!response.ok) throw await refusal(response)
  return response
}

/** Asks the gateway for JSON. */
export async function call<Answer>(method: Method, path: string, options: Options = {}): Promise<Answer> {
  const response = await ask(method, path, options)
  if (response.status === 204) return undefined as Answer
  return (await response.json()) as Answer
}

/** Asks the gateway for a file. */
export async function download(path: string, options: Options & { method?: Method } = {}): Promise<Blob> {
  return (await ask(options.method ?? 'GET', path, options)).blob()
}
