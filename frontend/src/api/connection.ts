import { useSyncExternalStore } from 'react'

export type Connection = 'up' | 'offline' | 'down'

let current: Connection = 'up'
let probing = false
const listeners = new Set<() => void>()

function set(next: Connection) {
  if (next === current) return
  current = next
  for (const listener of listeners) listener()
}

async function probe(wait: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, wait))
  const answer = await fetch('/api/healthz', { cache: 'no-store' }).catch(() => null)
  if (answer?.ok) {
    probing = false
    set('up')
    return
  }
  set(navigator.onLine ? 'down' : 'offline')
  await probe(Math.min(wait * 1.5, 10_000))
}

/** Called when a request got no answer: says so, and asks again until there is one. */
export function noteSilence(): void {
  set(navigator.onLine ? 'down' : 'offline')
  if (probing) return
  probing = true
  void probe(1_000)
}

export function noteAnswer(): void {
  if (!probing) set('up')
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('offline', noteSilence)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('offline', noteSilence)
  }
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => 'up',
  )
}
