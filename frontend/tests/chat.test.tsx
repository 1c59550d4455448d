import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { advance, begin, ended } from '@/features/chat/answer'
import { askOverLine } from '@/features/chat/chat-line'
import { Composer } from '@/features/chat/composer'
import { LiveAnswer } from '@/features/chat/live-answer'
import { Markdown } from '@/features/chat/markdown'
import { ReplyView } from '@/features/chat/reply-view'
import { useDraft } from '@/features/chat/use-draft'
import { reply, show } from './fixtures'

const quiet = { onChange: () => undefined, onStop: () => undefined, followUp: false }

test('Enter sends, Shift + Enter does not, and an empty message is never sent', async () => {
  const send = vi.fn()
  const { rerender } = show(<Composer {...quiet} value="buy" working={false} onSend={send} />)
  await userEvent.type(screen.getByLabelText('Message'), '{Shift>}{Enter}{/Shift}')
  expect(send).not.toHaveBeenCalled()
  await userEvent.type(screen.getByLabelText('Message'), '{Enter}')
  expect(send).toHaveBeenCalledTimes(1)
  rerender(<Composer {...quiet} value="  " working={false} onSend={send} />)
})

test('while an answer is made the button stops it', async () => {
  const stop = vi.fn()
  show(<Composer {...quiet} value="" working onSend={() => undefined} onStop={stop} />)
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
  expect(stop).toHaveBeenCalled()
})

function Draft() {
  const [text, setText] = useDraft('here')
  return <input aria-label="draft" value={text} onChange={(event) => setText(event.target.value)} />
}

test('what an answer has cost so far is told while it comes, and never goes back to nothing', () => {
  const token = (cost_usd: number | null, text = '') => ({ type: 'token' as const, text, cost_usd })
  const begun = begin('Buy', null, null)
  const free = advance(begun, token(null, 'Reading'))
  const costly = advance(advance(free, token(0.01234)), token(null, ' on'))
  expect(costly.text).toBe('Reading on')
  const { unmount } = show(<LiveAnswer answer={free} onRetry={() => undefined} />)
  expect(screen.queryByTestId('cost-so-far')).toBeNull()
  unmount()
  const { unmount: close } = show(<LiveAnswer answer={costly} onRetry={() => undefined} />)
  expect(screen.getByTestId('cost-so-far')).toHaveTextContent('About $0.0123 so far.')
  close()
  show(<LiveAnswer answer={advance(begun, token(0.00001))} onRetry={() => undefined} />)
  expect(screen.getByTestId('cost-so-far')).toHaveTextContent('<$0.0001')
})

test('a draft outlives the page', async () => {
  const first = show(<Draft />)
  await userEvent.type(screen.getByLabelText('draft'), 'buy low')
  first.unmount()
  show(<Draft />)
  expect(screen.getByLabelText('draft')).toHaveValue('buy low')
})

test('the answer grows with its events: steps, tokens, then the whole', () => {
  let answer = begin('buy', null, null)
  answer = advance(answer, { type: 'step', step: 'intent', status: 'done', detail: 'a strategy' })
  answer = advance(answer, { type: 'token', text: 'You ' })
  answer = advance(answer, { type: 'token', text: 'want' })
  const { container } = show(<LiveAnswer answer={answer} onRetry={() => undefined} />)
  expect(container.querySelectorAll('[data-step]')).toHaveLength(8)
  expect(container.querySelector('[data-step="intent"]')).toHaveAttribute('data-status', 'done')
  expect(screen.getByTestId('tokens')).toHaveTextContent('You want')
  expect(advance(answer, { type: 'reply', reply: reply() }).status).toBe('done')
})

test('a step at which the answer broke is shown as failed, not as still working', () => {
  const started = { type: 'step', step: 'intent', status: 'started', detail: '' } as const
  const working = advance(begin('buy', null, null), started)
  const { container } = show(
    <LiveAnswer answer={ended(working, 'failed', 'interrupted')} onRetry={() => undefined} />,
  )
  expect(container.querySelector('[data-step="intent"]')).toHaveAttribute('data-status', 'failed')
})

test('a question that the answer says already is not written twice', () => {
  const asked = {
    ...reply(),
    kind: 'question' as const,
    strategy: null,
    questions: [{ text: 'Which market?', options: ['S&P 500'] }],
  }
  show(<ReplyView reply={asked} text="Which market?" isLatest onAnswer={vi.fn()} onOpen={vi.fn()} />)
  expect(
    screen.getAllByText('Which market?').filter((part) => !part.classList.contains('sr-only')),
  ).toHaveLength(1)
})

test('a broken answer offers another try', async () => {
  const retry = vi.fn()
  show(
    <LiveAnswer
      answer={{ ...begin('buy', null, null), status: 'failed', problem: 'interrupted' }}
      onRetry={retry}
    />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retry).toHaveBeenCalled()
})

test('questions are buttons', async () => {
  const answer = vi.fn()
  const asked = {
    ...reply(),
    kind: 'question' as const,
    strategy: null,
    questions: [{ text: 'Which market?', options: ['S&P 500', 'Nasdaq'] }],
  }
  show(<ReplyView reply={asked} text="" isLatest onAnswer={answer} onOpen={() => undefined} />)
  await userEvent.click(screen.getByRole('button', { name: 'Nasdaq' }))
  expect(answer).toHaveBeenCalledWith('Nasdaq')
})

test('nothing in an answer becomes markup of its own', () => {
  const { container } = show(
    <Markdown source={'**bold** <img src=x onerror=alert(1)>\n\n- one\n- two\n\n```\ncode\n```'} />,
  )
  expect(container.querySelector('img')).toBeNull()
  expect(container.querySelector('strong')).toHaveTextContent('bold')
  expect(container.querySelectorAll('li')).toHaveLength(2)
  expect(container.querySelector('pre')).toHaveTextContent('code')
})

test('a very long word does not burst the page', () => {
  const { container } = show(<Markdown source={'x'.repeat(5_000)} />)
  expect(container.firstElementChild).toHaveClass('break-words')
})

describe('the chat line', () => {
  class FakeSocket {
    static OPEN = 1
    static made: FakeSocket[] = []
    readyState = 1
    sent: string[] = []
    onopen: (() => void) | null = null
    onclose: ((event: { code: number }) => void) | null = null
    onmessage: ((event: { data: string }) => void) | null = null
    constructor(readonly url: string) {
      FakeSocket.made.push(this)
    }
    send(text: string) {
      this.sent.push(text)
    }
    close() {
      this.onclose?.({ code: 1006 })
    }
    tell(frame: object) {
      this.onmessage?.({ data: JSON.stringify(frame) })
    }
  }

  beforeEach(() => {
    FakeSocket.made = []
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
    vi.stubGlobal('fetch', async () => new Response('{}'))
  })
  afterEach(() => vi.useRealTimers())

  const opened = async (count: number) => {
    await vi.advanceTimersByTimeAsync(10_000)
    const socket = FakeSocket.made[count - 1]
    if (!socket) throw new Error(`No socket ${count} was opened.`)
    socket.onopen?.()
    return socket
  }

  test('a line that breaks resumes after the last event that was seen', async () => {
    const events: string[] = []
    const endings: string[] = []
    askOverLine(
      { message: 'buy' },
      { onEvent: (event) => events.push(event.type), onEnd: (ending) => endings.push(ending) },
    )
    const first = await opened(1)
    expect(JSON.parse(first.sent[0] ?? '')).toEqual({ message: 'buy' })
    first.tell({ type: 'started', stream: 'q' })
    first.tell({ type: 'token', text: 'a', stream: 'q', event_id: 7 })
    first.onclose?.({ code: 1006 })
    const second = await opened(2)
    expect(JSON.parse(second.sent[0] ?? '')).toEqual({ type: 'resume', stream: 'q', after: 7 })
    second.tell({ type: 'token', text: 'b', stream: 'q', event_id: 8 })
    second.tell({ type: 'ended', stream: 'q' })
    expect(events).toEqual(['token', 'token'])
    expect(endings).toEqual(['complete'])
  })

  test('stop is told to the server and ends the answer', async () => {
    const endings: string[] = []
    const line = askOverLine(
      { message: 'buy' },
      { onEvent: () => undefined, onEnd: (ending) => endings.push(ending) },
    )
    const socket = await opened(1)
    socket.tell({ type: 'started', stream: 'q' })
    line.stop()
    expect(socket.sent.at(-1)).toBe('{"type":"stop"}')
    socket.tell({ type: 'ended', stream: 'q', stopped: true })
    expect(endings).toEqual(['stopped'])
  })
})
