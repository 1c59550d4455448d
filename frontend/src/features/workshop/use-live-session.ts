import { useCallback, useEffect, useRef, useState } from 'react'
import { openLine } from '@/api/socket'
import type { RunRequest } from '@/api/types'
import { LiveSession, type LiveState, NOTHING } from './live-session'
import type { Values, Viewport } from './session-wire'

/** A strategy held open at the engine while the page shows it; another range or other costs open it anew. */
export function useLiveSession(request: RunRequest | null, values: Values) {
  const [state, setState] = useState<LiveState>(NOTHING)
  const session = useRef<LiveSession | null>(null)
  const asked = request ? JSON.stringify(request) : null
  const latest = useRef(values)
  latest.current = values

  useEffect(() => {
    if (asked === null) return
    setState(NOTHING)
    const made = new LiveSession((handlers) => openLine('/ws/session', handlers), JSON.parse(asked), setState)
    made.want({ parameters: latest.current })
    session.current = made
    return () => {
      session.current = null
      made.close()
    }
  }, [asked])

  useEffect(() => session.current?.want({ parameters: values }), [values])
  const look = useCallback((viewport: Viewport | null) => session.current?.want({ viewport }), [])
  return { state, look }
}
