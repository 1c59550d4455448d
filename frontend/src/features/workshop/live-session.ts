import type { Line } from '@/api/socket'
import type { ProblemDocument } from '@/api/types'
import { type Asked, type Frame, type Loaded, read, type Values, type Viewport, write } from './session-wire'

export type LiveState = {
  line: 'connecting' | 'open' | 'asleep' | 'lost' | 'refused'
  loaded: Loaded | null
  frame: Frame | null
  /** The figures of the saved document, before anything was moved. */
  saved: Frame | null
  problem: ProblemDocument | null
  busy: boolean
}
type Open = (handlers: {
  onOpen: (send: (bytes: Uint8Array<ArrayBuffer>) => void) => void
  onText: (text: string) => void
  onBytes: (bytes: ArrayBuffer) => void
  onClose: (code: number) => void
}) => Line
type Request = Extract<Asked, { type: 'load' }>['request']
type Wanted = { parameters: Values; viewport: Viewport | null }

/** The engine has no room for more, or the message is too large: asking again at once would change nothing. */
const REFUSED = new Set([4413, 4429])
/** Nobody moved anything for long: the next move wakes it. */
const ASLEEP = 4408
const LONGEST_WAIT = 15_000

export const NOTHING: LiveState = {
  line: 'connecting',
  loaded: null,
  frame: null,
  saved: null,
  problem: null,
  busy: true,
}

/**
 * A strategy held open at the engine: parameters and the stretch in sight go up, figures and curves come down.
 * One question is out at a time and the newest wish is asked next, so that dragging never floods the line.
 * A broken line is opened again, and takes up the wish where it was.
 */
export class LiveSession {
  private state = NOTHING
  private line: Line | null = null
  private send: ((bytes: Uint8Array<ArrayBuffer>) => void) | null = null
  private wanted: Wanted = { parameters: {}, viewport: null }
  private out: Wanted | null = null
  private answered: Wanted | null = null
  private seq = 0
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private closed = false

  constructor(
    private readonly open: Open,
    private readonly request: Request,
    private readonly onChange: (state: LiveState) => void,
  ) {
    this.connect()
  }

  want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change }
    if (this.state.line === 'asleep') {
      this.put({ line: 'lost', busy: true })
      this.connect()
    } else this.ask()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    this.line?.close()
  }

  private put(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change }
    this.onChange(this.state)
  }

  private connect(): void {
    this.line = this.open({
      onOpen: (send) => {
        this.send = send
        send(write({ type: 'load', request: this.request }))
      },
      onText: () => undefined,
      onBytes: (bytes) => this.take(bytes),
      onClose: (code) => this.lost(code),
    })
  }

  private lost(code: number): void {
    this.send = null
    this.out = null
    this.answered = null
    if (this.closed) return
    if (REFUSED.has(code)) this.put({ line: 'refused', busy: false })
    else if (code === ASLEEP) this.put({ line: 'asleep', busy: false })
    else {
      this.put({ line: 'lost', busy: true })
      this.tries += 1
      this.timer = setTimeout(() => this.connect(), Math.min(250 * 2 ** this.tries, LONGEST_WAIT))
    }
  }

  private take(bytes: ArrayBuffer): void {
    const answer = read(bytes)
    if (answer.type === 'loaded') {
      this.put({ line: 'open', loaded: answer, problem: null })
    } else {
      if (answer.type === 'problem') this.refused(answer.problem)
      else this.show(answer)
      this.ask()
    }
  }

  private refused(problem: ProblemDocument): void {
    const opened = this.answered !== null || this.out !== null
    this.answered = this.out
    this.out = null
    this.put({ problem, busy: false, ...(opened ? {} : { line: 'refused' as const }) })
    if (!opened) this.close()
  }

  private show(frame: Frame): void {
    this.tries = 0
    if (frame.seq === 0) {
      // The engine opens with the document as it is saved, over all bars.
      this.answered = { parameters: {}, viewport: null }
      this.put({ saved: frame })
    } else {
      this.answered = this.out
      this.out = null
    }
    const settled = !this.differs()
    // After a broken line the saved document comes first; what was looked at stays until its own answer is there.
    if (settled || frame.seq > 0 || this.state.frame === null) this.put({ frame, problem: null })
    this.put({ busy: !settled })
  }

  private differs(): boolean {
    return JSON.stringify(this.wanted) !== JSON.stringify(this.answered)
  }

  private ask(): void {
    if (!this.send || !this.state.loaded || this.out || !this.answered || !this.differs()) return
    this.seq += 1
    this.out = this.wanted
    const { parameters, viewport } = this.wanted
    this.put({ busy: true })
    this.send(
      write({
        type: 'set',
        seq: this.seq,
        // What was moved back counts as moved: the engine keeps what is left out.
        parameters: { ...this.state.loaded.parameters, ...parameters },
        viewport,
      }),
    )
  }
}
