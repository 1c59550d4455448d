import { useSyncExternalStore } from 'react'

// Runs that were started in this page: they are followed wherever the person goes.
let followed: readonly string[] = []
const listeners = new Set<() => void>()

function put(next: readonly string[]) {
  followed = next
  for (const listener of listeners) listener()
}

export function followRun(id: string): void {
  if (!followed.includes(id)) put([...followed, id])
}

export function unfollowRun(id: string): void {
  put(followed.filter((other) => other !== id))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
const nobody: readonly string[] = []

export function useFollowedRuns(): readonly string[] {
  return useSyncExternalStore(
    subscribe,
    () => followed,
    () => nobody,
  )
}
