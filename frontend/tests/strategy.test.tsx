import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { cut, SourceWords } from '@/features/chat/source-words'
import { AssumptionList } from '@/features/strategy/assumption-list'
import { differences } from '@/features/strategy/document-difference'
import { applyPatch, setAt } from '@/features/strategy/document-patch'
import { Expectations } from '@/features/strategy/expectations'
import { jsonPlaces, placeOf } from '@/features/strategy/json-places'
import { ParameterSliders } from '@/features/strategy/parameter-sliders'
import { pythonTokens } from '@/features/strategy/python-tokens'
import { ReadBack } from '@/features/strategy/read-back'
import { treeOf } from '@/features/strategy/sentences'
import { SuggestionList } from '@/features/strategy/suggestion-list'
import { reply, SENTENCE, serve, show, stored } from './fixtures'

describe('the words of a message', () => {
  test('cutting at the spans keeps every character', () => {
    expect(
      cut(SENTENCE, reply().spans)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(SENTENCE)
  })

  test('spans that overlap or lie outside are left out', () => {
    const pieces = cut('abcdef', [
      { start: 0, end: 4, path: 'a' },
      { start: 2, end: 5, path: 'b' },
      { start: 4, end: 99, path: 'c' },
    ])
    expect(pieces.map((piece) => piece.span?.path ?? null)).toEqual(['a', null])
  })

  test('pointing at a rule lights its words, and only those', async () => {
    const sentences = { text: 'x', path: '', children: [{ text: 'Buy it.', path: 'rules.0', children: [] }] }
    serve({ 'POST /strategies/validate': { body: { valid: true, sentences } } })
    const { container } = show(
      <>
        <SourceWords message={SENTENCE} reply={reply()} />
        <ReadBack stored={stored()} reply={reply()} />
      </>,
    )
    await userEvent.hover(await screen.findByText('Buy it.'))
    const lit = [...container.querySelectorAll('mark[data-lit]')].map((mark) => mark.textContent)
    expect(lit).toEqual(['when the 50-day average crosses above the 200-day average'])
  })

  test('a comma is never marked as unused', () => {
    const message = 'Buy, please'
    const spans = [{ start: 3, end: 4, path: null }]
    show(<SourceWords message={message} reply={{ ...reply(), spans }} />)
    expect(screen.queryByTitle('Words that were not used')).toBeNull()
  })

  test('words that were not used are marked', () => {
    show(<SourceWords message={SENTENCE} reply={reply()} />)
    expect(screen.getByTitle('Words that were not used')).toHaveTextContent('please')
  })
})

describe('what to expect', () => {
  test('conditions, signals, history and warnings are told before a run', () => {
    show(<Expectations metadata={reply().metadata} />)
    expect(screen.getByText('Trend following')).toBeVisible()
    expect(screen.getByText(/9 entry signals in 20.0 years/)).toBeVisible()
    expect(screen.getByText(/hardly enough to judge by/)).toBeVisible()
    expect(screen.getByText(/sample · .*5,031 bars/)).toBeVisible()
    expect(screen.getByText(/The language model is away/)).toBeVisible()
  })

  test('an answer that knows nothing of it shows no empty box', () => {
    const metadata = {
      ...reply().metadata,
      market_conditions: null,
      signal_frequency: null,
      risk_assumptions: [],
      data: [],
      notices: [],
    }
    const { container } = show(<Expectations metadata={metadata} />)
    expect(container.querySelector('section')).toBeNull()
  })
})

describe('changing the document', () => {
  test('a suggestion is one click and a new version', async () => {
    const asked = serve({
      'PATCH /strategies/s': { body: { ...stored(), version: 2 } },
      'GET /strategies': { body: { items: [] } },
    })
    show(<SuggestionList stored={stored()} suggestions={reply().suggestions} />)
    await userEvent.click(screen.getByRole('button', { name: 'Add' }))
    await waitFor(() => expect(asked[0]?.key).toBe('PATCH /strategies/s'))
    expect(asked[0]?.body).toMatchObject({ strategy: { risk: { stop_loss: { kind: 'percent', value: 8 } } } })
  })

  test('an assumption is changed in place and is no assumption any more', async () => {
    const asked = serve({
      'PATCH /strategies/s': { body: { ...stored(), version: 2 } },
      'GET /strategies': { body: { items: [] } },
    })
    show(<AssumptionList stored={stored()} />)
    await userEvent.click(screen.getAllByRole('button', { name: 'Change' })[1] as HTMLElement)
    const input = screen.getByLabelText('New value for size › value')
    await userEvent.clear(input)
    await userEvent.type(input, '50')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(asked).not.toHaveLength(0))
    const [request] = asked as { body: { strategy: ReturnType<typeof stored>['strategy'] } }[]
    const strategy = request?.body.strategy
    expect(strategy?.sizing.value).toBe(50)
    expect(strategy?.assumptions.map((one) => one.field)).toEqual(['timeframe'])
  })

  test('what was assumed is told in words, and only what has a place in the document is changed in place', () => {
    const before = stored()
    const assumptions = [
      { field: 'timeframe', value: '1d', why: 'no timeframe was named' },
      { field: 'average', value: 20, why: 'no length was named' },
    ]
    show(<AssumptionList stored={{ ...before, strategy: { ...before.strategy, assumptions } }} />)
    expect(screen.getByText('daily')).toBeVisible()
    expect(screen.getByText('20')).toBeVisible()
    expect(screen.getAllByRole('button', { name: 'Change' })).toHaveLength(1)
  })

  test('a slider moves a value by keyboard; the written value can be had back', async () => {
    const changes: Record<string, number>[] = []
    show(<ParameterSliders stored={stored()} values={{}} onChange={(values) => changes.push(values)} />)
    screen.getByRole('slider', { name: 'Fast average, bars' }).focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(changes).toEqual([{ fast: 51 }])
  })

  test('patches add, replace and remove without touching the original', () => {
    const before = stored().strategy
    const after = applyPatch(before, [
      { op: 'add', path: '/universe/-', value: '^IXIC' },
      { op: 'replace', path: '/parameters/0/value', value: 20 },
      { op: 'remove', path: '/rules/1' },
    ])
    expect(after.universe).toEqual(['^GSPC', '^IXIC'])
    expect(after.parameters[0]?.value).toBe(20)
    expect(after.rules).toHaveLength(1)
    expect(before).toEqual(stored().strategy)
    expect(() => applyPatch(before, [{ op: 'move', path: '/x' }])).toThrow(/not known/)
  })

  test('paths name rules by id and parameters by name', () => {
    expect(setAt(stored().strategy, 'rules.r2.fraction', 0.5).rules[1]?.fraction).toBe(0.5)
    expect(setAt(stored().strategy, 'parameters.slow', 150).parameters[1]?.value).toBe(150)
  })

  test('differences are leaf by leaf, with rules matched by their id', () => {
    const before = stored().strategy
    const after = {
      ...before,
      rules: [before.rules[1], before.rules[0]].flatMap((rule) => rule ?? []),
      timeframe: '1w',
    }
    expect(differences(before, after)).toEqual([{ path: 'timeframe', before: '1d', after: '1w' }])
  })
})

test('places in a JSON text point at the value, or into it by column', () => {
  const text = '{"rules": [{"when": "close > sma(close, 5)"}], "name": "x"}'
  const places = jsonPlaces(text)
  const [from, to] = placeOf(places, 'rules.0.when', null) ?? [0, 0]
  expect(text.slice(from, to)).toBe('"close > sma(close, 5)"')
  const [at] = placeOf(places, 'rules.0.when', 9) ?? [0, 0]
  expect(text[at]).toBe('s')
  expect(placeOf(places, 'rules.0.missing', null)).toEqual(places.get('rules.0'))
})

test('a read-back becomes a tree by its indentation', () => {
  const tree = treeOf('Trade it.\n- Buy when:\n  - one\n  - two\nSell.')
  expect(tree.map((one) => one.text)).toContain('Sell.')
  expect(
    tree
      .flatMap((one) => one.children)
      .flatMap((one) => [one, ...one.children])
      .map((one) => one.text),
  ).toEqual(expect.arrayContaining(['one', 'two']))
})

test('colouring Python loses no character', () => {
  const code = stored().code
  expect(
    pythonTokens(code)
      .map((token) => token.text)
      .join(''),
  ).toBe(code)
  expect(pythonTokens('def f(): # x')[0]).toEqual({ kind: 'keyword', text: 'def' })
})
