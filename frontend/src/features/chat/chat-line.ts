import { type Line, openLine } from '@/api/socket'
import type { ChatEvent } from '@/api/types'

export type ChatRequest = { message: string; conversation_id?: string; strategy_id?: string }
type Ending = 'complete' | 'stopped' | 'gone' | 'broken'
type Handlers = { onEvent: (event: ChatEvent) => void; onEnd: (ending: Ending) => void }
type Frame =
  | (ChatEvent & { stream?: string; event_id?: number })
  | { type: 'started'; stream: string }
  | { type: 'ended'; stream: string; stopped?: boolean }
  | { type: 'gone'; stream: string }
  | { type: 'ping' }

const TRIES = 6
const SILENCE_MS = 40_000

/** Asks over the chat WebSocket; when the line breaks it resumes after the last event that was seen. */
export function askOverLine(request: ChatRequest, handlers: Handlers): { stop: () => void } {
  let stream: string | null = null
  let seen = 0
  let tries = 0
  let over = false
  let stopping = false
  let line: Line | null = null
  let watchdog: ReturnType<typeof setTimeout> | undefined

  const finish = (ending: Ending) => {
    if (over) return
    over = true
    clearTimeout(watchdog)
    line?.close()
    handlers.onEnd(ending)
  }
  const watch = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => {
      line?.close()
      again()
    }, SILENCE_MS)
  }
  const again = () => {
    if (over) return
    if (stopping) return finish('stopped')
    tries += 1
    if (tries > TRIES) return finish('broken')
    setTimeout(connect, Math.min(400 * 2 ** tries, 8_000))
  }
  const read = (frame: Frame) => {
    watch()
    switch (frame.type) {
      case 'started':
        stream = frame.stream
        return
      case 'ping':
        return
      case 'gone':
        return finish('gone')
      case 'ended':
        return finish(frame.stopped ? 'stopped' : 'complete')
      default:
        tries = 0
        seen = frame.event_id ?? seen
        handlers.onEvent(frame)
        // A refusal outside a stream (a bad frame, an answer in progress) has no "ended" after it.
        if (frame.type === 'problem' && frame.event_id === undefined) finish('complete')
    }
  }
  function connect() {
    if (over) return
    line = openLine('/ws/chat', {
      onOpen: (send) => {
        watch()
        send(JSON.stringify(stream === null ? request : { type: 'resume', stream, after: seen }))
      },
      onText: (text) => read(JSON.parse(text) as Frame),
      onClose: again,
    })
  }
  connect()

  return {
    stop: () => {
      stopping = true
      line?.send(JSON.stringify({ type: 'stop' }))
      setTimeout(() => finish('stopped'), 1_500)
    },
  }
}
