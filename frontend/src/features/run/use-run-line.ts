import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Line, openLine } from '@/api/socket'
import type { Run, RunState, RunStatus } from '@/api/types'
import { isFinal, runKey } from './runs'

type Frame =
  | ({ type: 'state'; event_id: number } & RunState)
  | { type: 'ping' }
  | ({ type?: undefined } & RunState)

/** Keeps a run's state fresh by WebSocket until it is final; a broken line is taken up again where it stopped. */
export function useRunLine(id: string, status: RunStatus | undefined): void {
  const client = useQueryClient()
  const follow = status !== undefined && !isFinal(status)

  useEffect(() => {
    if (!follow) return
    let line: Line | null = null
    let over = false
    let tries = 0
    let last = 0
    let timer: ReturnType<typeof setTimeout> | undefined

    const read = (text: string) => {
      const frame = JSON.parse(text) as Frame
      if (frame.type === 'ping') return
      tries = 0
      if (frame.type === 'state') last = frame.event_id
      const { type: _type, ...state } = frame
      if (isFinal(frame.status)) {
        over = true
        void client.invalidateQueries({ queryKey: runKey(id) })
      } else client.setQueryData<Run>(runKey(id), (before) => ({ ...state, result: before?.result ?? null }))
    }
    const connect = () => {
      line = openLine(`/ws/backtest/${id}${last ? `?last_event_id=${last}` : ''}`, {
        onText: read,
        onClose: () => {
          if (over) return
          tries += 1
          timer = setTimeout(connect, Math.min(500 * 2 ** tries, 15_000))
        },
      })
    }
    connect()
    return () => {
      over = true
      clearTimeout(timer)
      line?.close()
    }
  }, [id, follow, client])
}
