import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { seconds } from '@/features/chart/time-points'
import { pathsOf } from '@/features/chart/trade-paths'
import { ruleWords } from '@/features/result/rule-words'
import { TradesPanel } from '@/features/result/trades-panel'
import { show, trade } from './fixtures'

test('no trades: the table gives way to a sentence', () => {
  show(<TradesPanel trades={[]} onJump={() => undefined} />)
  expect(screen.getByText('The rules never opened a position in this range.')).toBeVisible()
  expect(screen.queryByRole('table')).toBeNull()
})

test('one trade: shown with signs, units and the rule that fired', () => {
  show(
    <TradesPanel
      trades={[trade({ return_pct: -4.25, pnl: -1234.5, exit_reason: 'stop_loss' })]}
      onJump={() => undefined}
    />,
  )
  const table = within(screen.getByRole('table'))
  expect(table.getByText('−4.25%')).toBeVisible()
  expect(table.getByText('−1,234.50')).toBeVisible()
  expect(table.getByText('Stop loss')).toBeVisible()
  expect(screen.getByText('1 of 1')).toBeVisible()
})

test('ten thousand trades: only the rows in sight are drawn, all are counted', () => {
  const trades = Array.from({ length: 10_000 }, (_, index) => trade({ pnl: index - 5_000 }))
  show(<TradesPanel trades={trades} onJump={() => undefined} />)
  expect(screen.getAllByRole('row').length).toBeLessThan(60)
  expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '10001')
  expect(screen.getByText('10,000 of 10,000')).toBeVisible()
})

test('sorting by profit puts the best first, and a second click the worst', async () => {
  const trades = [trade({ pnl: 1 }), trade({ pnl: 300 }), trade({ pnl: -20 })]
  show(<TradesPanel trades={trades} onJump={() => undefined} />)
  const numbers = () =>
    screen.getAllByRole('button', { name: /Show on the chart/ }).map((button) => button.textContent)
  await userEvent.click(screen.getByRole('button', { name: 'Profit' }))
  expect(numbers()).toEqual(['2', '1', '3'])
  await userEvent.click(screen.getByRole('button', { name: 'Profit' }))
  expect(numbers()).toEqual(['3', '1', '2'])
})

test('filters: losers only, and by a word of the reason', async () => {
  const trades = [
    trade({ pnl: 1 }),
    trade({ pnl: -20, exit_reason: 'stop_loss' }),
    trade({ pnl: -3, exit_reason: 'rule' }),
  ]
  show(<TradesPanel trades={trades} onJump={() => undefined} />)
  await userEvent.click(screen.getByRole('radio', { name: 'Losers' }))
  expect(screen.getByText('2 of 3')).toBeVisible()
  await userEvent.type(screen.getByRole('searchbox'), 'stop_loss')
  expect(screen.getByText('1 of 3')).toBeVisible()
})

test('the number of a trade leads to its bar', async () => {
  const jump = vi.fn()
  const only = trade()
  show(<TradesPanel trades={[only]} onJump={jump} />)
  await userEvent.click(screen.getByRole('button', { name: 'Show on the chart: 1' }))
  expect(jump).toHaveBeenCalledWith(only)
})

const CODE = `# Golden cross
def signals(bars, p):
    return {
        # r1, enter long: "buy when the 50-day average crosses above
        # the 200-day average"
        "r1.when": crosses_above(sma(bars.close, 50), sma(bars.close, 200)),
        # r2, exit long
        "r2.when": rsi(bars.close, 14) > 55,
    }
`

test('the executed code tells what each rule says', () => {
  const rules = ruleWords(CODE)
  expect(rules.get('r1')).toEqual({
    said: 'buy when the 50-day average crosses above the 200-day average',
    code: 'crosses_above(sma(bars.close, 50), sma(bars.close, 200))',
  })
  expect(rules.get('r2')).toEqual({ said: '', code: 'rsi(bars.close, 14) > 55' })
})

test('the rule that fired explains itself', async () => {
  show(
    <TradesPanel
      trades={[trade({ entry_rule: 'r1', exit_rule: 'r2', exit_reason: 'rule' })]}
      code={CODE}
      onJump={() => undefined}
    />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Rule r2' }))
  expect(
    await screen.findByText(/buy when the 50-day average crosses above the 200-day average/),
  ).toBeVisible()
  expect(screen.getByText('rsi(bars.close, 14) > 55')).toBeVisible()
})

test('on the chart a trade that is still open leads to the last close, and a short that gained is no loss', () => {
  const [entry_time, exit_time] = ['2020-01-02T00:00:00Z', '2020-01-03T00:00:00Z']
  const times = [entry_time, exit_time].map(seconds)
  const short = trade({ entry_time, exit_time, side: 'short', entry_price: 100, exit_price: 90, pnl: 10 })
  const open = trade({ entry_time, exit_time: null, entry_price: 100, exit_price: null, pnl: -20 })
  expect(pathsOf([short, open], times, 80)).toMatchObject([
    { exit: 90, won: true },
    { to: times[1], exit: 80, won: false },
  ])
})
