import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type {
  HeatMapValues,
  Parameter,
  ProblemDocument,
  Study,
  SweepResult,
  ValidationPart,
} from '@/api/types'
import { bestCell, cellOf, neighbourMean, shareOf, spanOf } from '@/features/workshop/heat-cells'
import { LiveFigures } from '@/features/workshop/live-figures'
import { LivePanel } from '@/features/workshop/live-panel'
import { NOTHING } from '@/features/workshop/live-session'
import { MonteCarloView } from '@/features/workshop/monte-carlo-view'
import { NumberRow } from '@/features/workshop/number-row'
import { SensitivityView } from '@/features/workshop/sensitivity-view'
import { StressView } from '@/features/workshop/stress-view'
import { valuesOf } from '@/features/workshop/sweep-axes'
import { SweepFound } from '@/features/workshop/sweep-result'
import { movedOf, withValues } from '@/features/workshop/tunable'
import { ValidationStudy } from '@/features/workshop/validation-study'
import { keptShare, WalkForwardView } from '@/features/workshop/walk-forward-view'
import { problem, result, serve, show, stored } from './fixtures'

const parameter = (change: Partial<Parameter> = {}): Parameter => ({
  name: 'sma_length',
  value: 50,
  low: 10,
  high: 100,
  step: 5,
  label: 'SMA length, bars',
  kind: 'number',
  ...change,
})
const fast = parameter({ name: 'fast', label: 'Fast', value: 20 })
const slow = parameter({ name: 'slow', label: 'Slow', value: 60 })
const map: HeatMapValues = {
  x: 'fast',
  y: 'slow',
  x_values: [10, 20, 30],
  y_values: [40, 60],
  values: [
    [0.2, 0.1, 0.1],
    [0.1, 1.4, null],
  ],
}
const point = (x: number, y: number, sharpe: number | null) => ({
  parameters: { fast: x, slow: y },
  total_return: sharpe,
  sharpe,
  sortino: null,
  calmar: null,
  max_drawdown: -0.1,
  trades: 7,
})
const swept: SweepResult = {
  objective: 'sharpe',
  points: map.y_values.flatMap((y, row) =>
    map.x_values.map((x, column) => point(x, y, map.values[row]?.[column] ?? null)),
  ),
  best: null,
  deflated_sharpe: 0.41,
  trials: 60,
  heat_map: map,
}

test('a cell is judged by its neighbours', () => {
  expect(bestCell(map)).toEqual([1, 1])
  expect(neighbourMean(map, [1, 1])).toBeCloseTo(0.125)
  expect(cellOf(map, { fast: 20, slow: 60 })).toEqual([1, 1])
  expect(cellOf(map, { fast: 21, slow: 60 })).toBeNull()
  expect(shareOf(spanOf(map), 1.4)).toBe(1)
})

test('the saved values are always among those of a sweep, within bounds and on steps', () => {
  const values = valuesOf(parameter({ value: 35 }), 7)
  expect(values).toContain(35)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...values)).toBeLessThanOrEqual(100)
  expect(new Set(values.map((value) => value % 5))).toEqual(new Set([0]))
})

test('the best cell among bad neighbours is called luck; its values can be used', async () => {
  const chosen = vi.fn()
  show(<SweepFound found={swept} parameters={[fast, slow]} onChoose={chosen} />)
  expect(screen.getByText(/looks like luck/)).toBeVisible()
  expect(screen.getByText(/After counting 60 attempts.* is 41.0%/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Use these values' }))
  expect(chosen).toHaveBeenCalledWith({ fast: 20, slow: 60 })
})

test('beside the map stands how likely its best cell is overfitted: worrying above one half, unknown, or not measured', () => {
  const told = (overfitting: SweepResult['overfitting']) => {
    const { container, unmount } = show(
      <SweepFound found={{ ...swept, overfitting }} parameters={[fast, slow]} onChoose={() => undefined} />,
    )
    const text = container.textContent ?? ''
    unmount()
    return text
  }
  const measured = { sets: 6, splits: 252, detail: '' }
  expect(told({ ...measured, probability: 0.38 })).toMatch(/overfitting: 38%.*best of 6 .*Luck alone/)
  expect(told({ ...measured, probability: 0.5 })).not.toContain('worrying')
  expect(told({ ...measured, probability: 0.51 })).toMatch(/overfitting: 51%.*worrying/)
  expect(told({ ...measured, probability: null, sets: 1 })).toContain('at least two sets')
  expect(told({ ...measured, probability: null })).toContain('history is too short')
  expect(told(null)).not.toContain('overfitting')
  expect(told(undefined)).not.toContain('overfitting')
})

test('arrow keys move over the map, and a cell without a value is a dash', async () => {
  show(<SweepFound found={swept} parameters={[fast, slow]} onChoose={() => undefined} />)
  screen.getByRole('button', { name: /Fast 20, Slow 60: 1.40, as saved/ }).focus()
  await userEvent.keyboard('{ArrowRight}')
  const [cell] = screen.getAllByRole('button', { pressed: true })
  expect(cell).toHaveAccessibleName('Fast 30, Slow 60: –')
  expect(cell).toHaveFocus()
})

test('a sweep over one number is a curve', () => {
  const alone = { ...swept, heat_map: null, points: [point(10, 60, 0.1), point(20, 60, 0.5)] }
  show(<SweepFound found={alone} parameters={[fast, slow]} onChoose={() => undefined} />)
  expect(screen.getByRole('img', { name: /Fast, Sharpe. 10: 0.10, 20: 0.50/ })).toBeVisible()
})

test('a number is typed exactly; beyond its bounds it is marked and not taken', async () => {
  const change = vi.fn()
  show(<NumberRow parameter={parameter()} value={50} onChange={change} />)
  const box = screen.getByRole('textbox', { name: 'SMA length, bars, exact value' })
  await userEvent.clear(box)
  await userEvent.type(box, '37')
  expect(change).toHaveBeenLastCalledWith(37)
  change.mockClear()
  await userEvent.clear(box)
  await userEvent.type(box, '999')
  expect(box).toBeInvalid()
  expect(change).not.toHaveBeenCalledWith(999)
})

test('a moved number can be taken back', async () => {
  const change = vi.fn()
  show(<NumberRow parameter={parameter()} value={70} onChange={change} />)
  await userEvent.click(
    screen.getByRole('button', { name: /Back to the written value: SMA length, bars, 50/ }),
  )
  expect(change).toHaveBeenCalledWith(50)
})

test('what was moved becomes a document with those values', () => {
  const { strategy } = stored()
  const tunable = { ...strategy, parameters: [fast, slow] }
  const moved = movedOf(tunable, { fast: 25, slow: 60, gone: 3 })
  expect(moved).toEqual({ fast: 25 })
  expect(withValues(tunable, moved).parameters.map(({ value }) => value)).toEqual([25, 60])
})

test('figures tell their change against the saved version, in words that fit them', () => {
  const saved = { ...result().summary_stats, total_return: 0.2, trades: 10, sharpe: null }
  const stats = { ...saved, total_return: 0.15, trades: 12 }
  const { container } = show(<LiveFigures stats={stats} saved={saved} moved />)
  const change = (name: string) => container.querySelector(`[data-change="${name}"]`)
  expect(change('total_return')).toHaveTextContent('−5.0 pts from +20.0%')
  expect(change('trades')).toHaveTextContent('+2 from 10')
  expect(change('sharpe')).toHaveTextContent('– from –')
})

test('a session that is refused says why and shows no empty chart', () => {
  const refused = {
    ...NOTHING,
    line: 'refused' as const,
    busy: false,
    problem: problem(404, 'no_bars', 'No bars of XYZ are here.').body as ProblemDocument,
  }
  show(<LivePanel state={refused} moved={false} onLook={() => undefined} />)
  expect(screen.getByRole('alert')).toHaveTextContent('No bars of XYZ are here.')
  expect(screen.queryByRole('status', { name: /Loading/ })).toBeNull()
})

test('while the session opens a placeholder stands where the chart will be', () => {
  show(<LivePanel state={NOTHING} moved={false} onLook={() => undefined} />)
  expect(screen.getByText('Opening the strategy at the engine…')).toBeVisible()
})

const judged = { sharpe: 0.4, total_return: 0.1 }
const walked: ValidationPart = {
  method: 'walk_forward',
  detail: 'How it was done.',
  figures: {
    in_sample: { sharpe: 0.8, total_return: null },
    out_of_sample: { sharpe: 0.4, total_return: 0.21 },
    folds: ['2010', '2012'].map((year, index) => ({
      parameters: { fast: 20 + index, slow: 60 },
      fit_from: `${year}-01-04T00:00:00Z`,
      fit_to: `${year}-12-31T00:00:00Z`,
      judge_from: `${Number(year) + 1}-01-04T00:00:00Z`,
      judge_to: `${Number(year) + 1}-12-31T00:00:00Z`,
      in_sample: judged,
      out_of_sample: { sharpe: index === 0 ? null : -0.2, total_return: -0.05 },
    })),
  },
}

test('walk-forward shows its windows, what was chosen in each, and how much was kept', () => {
  const strategy = { ...stored().strategy, parameters: [fast, slow] }
  show(<WalkForwardView parts={[walked]} strategy={strategy} />)
  expect(screen.getByText('50%')).toBeVisible()
  expect(screen.getByRole('img', { name: /2 windows/ })).toBeVisible()
  const heads = screen.getAllByRole('columnheader').map(({ textContent }) => textContent)
  expect(heads).toContain('Fast')
  expect(heads).not.toContain('Slow')
  const [first] = screen.getAllByRole('row').slice(1)
  expect(within(first as HTMLElement).getByText('–')).toBeVisible()
})

test('nothing is kept of what was never there', () => {
  expect(keptShare(0.8, 0.4)).toBe(0.5)
  expect(keptShare(-0.1, 0.4)).toBeNull()
  expect(keptShare(null, 0.4)).toBeNull()
})

const bands = {
  at: [0, 1, 2],
  p5: [1, 0.9, 0.8],
  p25: [1, 1, 1],
  p50: [1, 1.1, 1.2],
  p75: [1, 1.2, 1.4],
  p95: [1, 1.3, 1.6],
  own: [1, 1.1, 1.3],
}
const levels = { '0.05': -0.2, '0.5': 0.2, '0.95': 0.6 }

test('the fan tells how wide the paths end; where they all end alike that table is left out', () => {
  const figures = {
    bands,
    total_return: levels,
    max_drawdown: { '0.5': -0.1, '0.95': -0.3 },
    risk_of_losing_half: 0.02,
  }
  const order = { ...figures, total_return: { '0.05': 0.3, '0.5': 0.3, '0.95': 0.3 } }
  show(
    <MonteCarloView
      parts={[
        { method: 'block_bootstrap', detail: '', figures },
        { method: 'shuffle', detail: '', figures: order },
      ]}
    />,
  )
  expect(screen.getByRole('img', { name: 'Returns drawn in blocks: −20.0% – +60.0%' })).toBeVisible()
  expect(screen.getAllByRole('table', { name: 'Return at the end' })).toHaveLength(1)
  expect(screen.getAllByRole('table', { name: 'Deepest drawdown' })).toHaveLength(2)
})

test('with too few trades there is nothing to draw, and that is said', () => {
  show(<MonteCarloView parts={[{ method: 'shuffle', detail: 'There are not two trades.', figures: {} }]} />)
  expect(screen.getByText('There is too little to draw from.')).toBeVisible()
})

test('sensitivity draws each number that was moved and leaves out the others', () => {
  const figures = {
    sets: [point(19, 60, 0.3), point(20, 60, 0.4)],
    by_parameter: {
      fast: [
        { value: 19, sharpe: 0.3, total_return: 0.1 },
        { value: 20, sharpe: null, total_return: 0.1 },
      ],
      slow: [{ value: 60, sharpe: 0.4, total_return: 0.1 }],
    },
    share_profitable: 0.5,
    median_sharpe: null,
    worst_sharpe: 0.3,
  }
  const strategy = { ...stored().strategy, parameters: [fast, slow] }
  show(<SensitivityView parts={[{ method: 'sensitivity', detail: '', figures }]} strategy={strategy} />)
  expect(screen.getAllByRole('img')).toHaveLength(1)
  expect(screen.getByText('Share of 2 sets that gained.')).toBeVisible()
})

test('stress shows the crises beside simply holding', () => {
  const short = { total_return: -0.1, sharpe: null, max_drawdown: -0.3, trades: 2 }
  show(
    <StressView
      parts={[
        { method: 'stress', detail: '', figures: { 'Pandemic 2020': { ...short, held: -0.34 } } },
        { method: 'delay', detail: '', figures: { by_bars: [short, short] } },
        { method: 'noise', detail: '', figures: { runs: [short, { ...short, total_return: 0.2 }] } },
        { method: 'capacity', detail: '', figures: { points: [{ cash: 1e5, total_return: 0.1 }] } },
      ]}
    />,
  )
  expect(screen.getByRole('rowheader', { name: 'Pandemic 2020' })).toBeVisible()
  expect(screen.getByText('−34.0%')).toBeVisible()
  expect(screen.queryByText(/NaN/)).toBeNull()
})

const study = (change: Partial<Study<{ parts: ValidationPart[] }>>) => ({
  id: 'x',
  kind: 'validation' as const,
  status: 'running' as const,
  progress: 0.4,
  message: 'sensitivity: 50 of 125 runs',
  problem: null,
  result: null,
  ...change,
})
const asked = (
  <ValidationStudy
    slot="sensitivity"
    strategyId="s"
    request={{ start: '2020-01-01', end: '2020-12-31' }}
    validation={{ methods: ['sensitivity'] }}
    show={(parts) => <p>{parts.length} answers</p>}
  />
)

test('a study tells how far it is, can be cancelled, and shows its answer', async () => {
  let state = study({})
  const calls = serve({
    'POST /studies': () => ({ status: 202, body: study({ status: 'queued', progress: 0 }) }),
    'GET /studies/x': () => ({ body: state }),
    'POST /studies/x/cancel': () => {
      state = study({ status: 'cancelled' })
      return { body: state }
    },
  })
  show(asked)
  await userEvent.click(screen.getByRole('button', { name: 'Start' }))
  expect(calls[0]?.body).toMatchObject({ kind: 'validation', validation: { methods: ['sensitivity'] } })
  expect(await screen.findByText('sensitivity: 50 of 125 runs')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByText(/Cancelled/)).toBeVisible()
})

test('a study is found again after the page was closed', async () => {
  localStorage.setItem('vibe.study.sensitivity.s', '"x"')
  serve({
    'GET /studies/x': { body: study({ status: 'completed', progress: 1, result: { parts: [] } }) },
  })
  show(asked)
  expect(await screen.findByText('0 answers')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Ask again' })).toBeEnabled()
})

test('a study that is gone or that failed says so', async () => {
  localStorage.setItem('vibe.study.sensitivity.s', '"x"')
  serve({ 'GET /studies/x': problem(404, 'unknown_study', 'There is no such study.') })
  show(asked)
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('There is no such study.'))
})
