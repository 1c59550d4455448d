import { ensureSession } from './http'

type Handlers = {
  onOpen?: (send: (text: string) => void) => void
  onText: (text: string) => void
  onClose: () => void
}

export type Line = { send: (text: string) => void; close: () => void }

function url(path: string): string {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${window.location.host}/api${path}`
}

/** Opens a WebSocket to the gateway once the session is fresh. `onClose` comes once, whoever closed. */
export function openLine(path: string, handlers: Handlers): Line {
  let socket: WebSocket | null = null
  let closed = false
  const end = () => {
    if (closed) return
    closed = true
    handlers.onClose()
  }
  const start = () => {
    if (closed) return
    socket = new WebSocket(url(path))
    socket.onopen = () => handlers.onOpen?.((text) => socket?.send(text))
    socket.onmessage = (event) => typeof event.data === 'string' && handlers.onText(event.data)
    socket.onclose = end
  }
  ensureSession().then(start, end)
  return {
    send: (text) => socket?.readyState === WebSocket.OPEN && socket.send(text),
    close: () => {
      closed = true
      socket?.close()
    },
  }
}
