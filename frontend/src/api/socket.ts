import { ensureSession } from './http'

type Sent = string | Uint8Array<ArrayBuffer>
type Handlers = {
  onOpen?: (send: (frame: Sent) => void) => void
  onText: (text: string) => void
  onBytes?: (bytes: ArrayBuffer) => void
  onClose: (code: number) => void
}

export type Line = { send: (frame: Sent) => void; close: () => void }

/** The code of a line that broke before it stood, as browsers number it. */
const BROKEN = 1006

function url(path: string): string {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${window.location.host}/api${path}`
}

/** Opens a WebSocket to the gateway once the session is fresh. `onClose` comes once, whoever closed. */
export function openLine(path: string, handlers: Handlers): Line {
  let socket: WebSocket | null = null
  let closed = false
  const end = (code: number) => {
    if (closed) return
    closed = true
    handlers.onClose(code)
  }
  const start = () => {
    if (closed) return
    socket = new WebSocket(url(path))
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => handlers.onOpen?.((frame) => socket?.send(frame))
    socket.onmessage = ({ data }) =>
      typeof data === 'string' ? handlers.onText(data) : handlers.onBytes?.(data as ArrayBuffer)
    socket.onclose = (event) => end(event.code)
  }
  ensureSession().then(start, () => end(BROKEN))
  return {
    send: (frame) => socket?.readyState === WebSocket.OPEN && socket.send(frame),
    close: () => {
      closed = true
      socket?.close()
    },
  }
}
