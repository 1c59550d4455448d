'use client'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Strategy } from '@/api/types'

type Lit = { path: string | null; light: (path: string | null) => void }
const Context = createContext<Lit>({ path: null, light: () => undefined })

/** Shares which place of the document is looked at, so that its words light up in the message. */
export function LitProvider({ children }: { children: ReactNode }) {
  const [path, light] = useState<string | null>(null)
  const value = useMemo(() => ({ path, light }), [path])
  return <Context value={value}>{children}</Context>
}

export function useLit(): Lit {
  return useContext(Context)
}

/** One way to write a path: rules by their id, no brackets. */
export function normalise(path: string, strategy: Strategy | null): string {
  const parts = path
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
  if (parts[0] === 'rules' && parts[1] && /^\d+$/.test(parts[1])) {
    parts[1] = strategy?.rules[Number(parts[1])]?.id ?? parts[1]
  }
  return parts.join('.')
}

/** Whether two paths speak of the same place, or one lies inside the other. */
export function samePlace(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)
}

/** Handlers that light a place while it is pointed at or has the focus. */
export function useLighting(path: string | null) {
  const { light } = useLit()
  return {
    onPointerEnter: () => light(path),
    onPointerLeave: () => light(null),
    onFocus: () => light(path),
    onBlur: () => light(null),
  }
}
