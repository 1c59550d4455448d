import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, openPage, register, SENTENCE, until, violations } from './browser.mjs'

/** What people do with a result: look closer, take it along, hold it against another one. */
describe('using a result', () => {
  let browser
  let page
  let faults
  let first

  /** Starts a crossing of two averages as a client of the API would. */
  const start = ({ symbol, timeframe, lengths: [fast, slow], costs }) => {
    const cross = (name) => `crosses_${name}(sma(close, ${fast}), sma(close, ${slow}))`
    const rules = [
      { id: 'r1', action: 'enter_long', when: cross('above') },
      { id: 'r2', action: 'exit_long', when: cross('below') },
    ]
    const name = `Crossing on ${symbol}`
    const strategy = {
      schema_version: 1,
      name,
      universe: [symbol],
      timeframe,
      rules,
      ...(costs ? { costs } : {}),
    }
    const range = symbol.startsWith('SIM') ? ['2020-01-02', '2026-10-30'] : ['2005-01-03', '2014-12-31']
    return page.evaluate(
      async ([document, from, to]) => {
        const answer = await fetch('/api/backtest/run', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-CSRF-Protection': '1' },
          body: JSON.stringify({ strategy: document, start: from, end: to, initial_cash: 100_000 }),
        })
        return (await answer.json()).id
      },
      [strategy, ...range],
    )
  }

  const run = async () => {
    await page.getByRole('button', { name: 'Run backtest' }).click()
    await page.waitForURL(/run=/)
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor({ timeout: 90_000 })
  }

  before(async () => {
    browser = await launch()
    ;({ page, faults } = await openPage(browser))
    await register(page)
    await page.getByLabel('Message', { exact: true }).fill(SENTENCE)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByTestId('readback').waitFor({ timeout: 60_000 })
    await run()
    await page.getByRole('link', { name: 'Open full width' }).click()
    await page.waitForURL(/runs\/\?id=/)
    await page.getByTestId('price-chart').locator('canvas').first().waitFor({ timeout: 30_000 })
    first = page.url()
  })
  after(() => browser?.close())

  test('trades are filtered and sorted; a rule tells its words; a number leads to the bar', async () => {
    await page.getByRole('tab', { name: /Trades/ }).click()
    await page.getByRole('radio', { name: 'Losers' }).click()
    await page.getByText(/^\d+ of \d+$/).waitFor()
    await page.getByRole('radio', { name: 'All' }).click()
    await page.getByRole('button', { name: 'Profit' }).click()
    assert.equal(await page.locator('th[aria-sort="descending"]').innerText(), 'Profit')
    await page
      .getByRole('button', { name: /^Rule / })
      .first()
      .click()
    await page.getByText(/^“.*crosses above the 200-day average/).waitFor()
    await page.keyboard.press('Escape')
    await page
      .getByRole('button', { name: /Show on the chart/ })
      .first()
      .click()
    await page.getByTestId('price-chart').waitFor()
  })

  test('the equity chart pans and zooms by hand and keys', async () => {
    const chart = page.getByTestId('equity-chart').getByRole('img')
    await chart.scrollIntoViewIfNeeded()
    const before = await chart.screenshot()
    await chart.focus()
    await page.keyboard.press('+')
    await until(async () => !before.equals(await chart.screenshot()))
    await page.getByRole('radio', { name: 'Log' }).last().click()
    assert.deepEqual(await violations(page), [])
  })

  for (const [item, end, sign] of [
    ['Trades (CSV)', '.csv', 'symbol'],
    ['Equity (CSV)', '.csv', 'equity'],
    ['Trades (Parquet)', '.parquet', 'PAR1'],
    ['Equity (Parquet)', '.parquet', 'PAR1'],
    ['Whole result (JSON)', '.json', 'summary_stats'],
    ['Share as one page (HTML)', '.html', '<!doctype html>'],
  ]) {
    test(`${item} is saved`, async () => {
      await page.getByRole('button', { name: 'Download' }).click()
      const coming = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: item }).click()
      const file = await coming
      assert.ok(file.suggestedFilename().endsWith(end))
      const content = (await readFile(await file.path())).toString('latin1')
      assert.ok(content.includes(sign), content.slice(0, 200))
      if (end === '.html') assert.doesNotMatch(content, /<script|https?:\/\//)
    })
  }

  test('the shared page stands on its own: named, readable by all, and not too wide for a phone', async () => {
    await page.getByRole('button', { name: 'Download' }).click()
    const coming = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Share as one page (HTML)' }).click()
    const alone = await openPage(browser, { width: 390, height: 844 })
    const asked = []
    alone.page.on('request', (request) => asked.push(request.url()))
    const content = await readFile(await (await coming).path(), 'utf8')
    await alone.page.route('**/*', (route) => route.fulfill({ body: content, contentType: 'text/html' }))
    await alone.page.goto('/shared.html')
    await alone.page.getByRole('img', { name: /Account, Holding/ }).waitFor()
    assert.equal(asked.length, 1)
    assert.deepEqual(await violations(alone.page), [])
    assert.ok(await alone.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
    await alone.context.close()
  })

  test('what one chart is pointed at, the other shows too', async () => {
    const chart = page.getByTestId('price-chart')
    await chart.scrollIntoViewIfNeeded()
    const { x, y, width } = await chart.boundingBox()
    await page.mouse.move(x + width / 3, y + 90)
    await page
      .getByTestId('equity-chart')
      .getByText(/^\d{4}-\d{2}-\d{2}$/)
      .waitFor()
  })

  test('a result leads on: to its numbers, to its luck, to its rules', async () => {
    await page
      .getByTestId('next-steps')
      .getByRole('link', { name: /Is it luck/ })
      .click()
    await page.waitForURL(/workshop\/\?s=.*study=monte_carlo/)
    await page.getByTestId('study-monte_carlo').waitFor({ timeout: 60_000 })
    await page.goBack()
    await page.getByTestId('next-steps').waitFor()
  })

  test('the second engine is asked, and its answer stays', async () => {
    // Costs that are no percentage are beyond it; without costs it can say all of this.
    const id = await start({
      symbol: '^GSPC',
      timeframe: '1d',
      costs: { preset: 'none' },
      lengths: [50, 200],
    })
    await page.goto(`/runs/?id=${id}`)
    await page.getByRole('tab', { name: /Can it be believed/ }).click({ timeout: 60_000 })
    const proof = page.getByTestId('integrity').getByRole('listitem').filter({ hasText: 'Second engine' })
    const agrees = proof.getByText('vectorbt finds the same trades.')
    await proof.getByRole('button', { name: 'Ask the second engine' }).click()
    await agrees.waitFor({ timeout: 120_000 })
    await page.reload()
    await page.getByRole('tab', { name: /Can it be believed/ }).click()
    await agrees.waitFor()
  })

  test('a run of more than a hundred thousand bars comes as numbers and is drawn thinned', async () => {
    const asked = []
    page.on('request', (request) => asked.push(new URL(request.url())))
    const id = await start({ symbol: 'SIM:RANDOM', timeframe: '30m', lengths: [500, 5000] })
    await page.goto(`/runs/?id=${id}`)
    await page.getByTestId('price-chart').locator('canvas').first().waitFor({ timeout: 90_000 })
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor({ timeout: 30_000 })
    await page.getByText('A thinned line; jump to a trade to see its bars.').waitFor()
    assert.equal(asked.filter(({ pathname }) => pathname === '/api/market/data').length, 0)
    assert.ok(asked.some(({ pathname }) => pathname.endsWith('/series.msgpack')))
    const results = asked.filter(({ pathname }) => pathname === `/api/backtest/${id}`)
    assert.ok(results.every(({ search }) => search === '?series=false'))
    await page.getByRole('tab', { name: 'Analysis' }).click()
    await page.getByTestId('falls').getByRole('rowheader').first().waitFor()
    await page.getByRole('tab', { name: /Trades/ }).click()
    await page.getByRole('button', { name: /^Show on the chart: 1$/ }).click()
    await page.getByRole('radio', { name: 'Candles' }).waitFor({ timeout: 30_000 })
    assert.deepEqual(await violations(page), [])
    await page.goto(first)
  })

  test('runs stand beside each other, five at most', async () => {
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.waitForURL((address) => address.href !== first)
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor({ timeout: 90_000 })
    await page.goto('/runs/')
    const cross = (slow) =>
      start({ symbol: '^GSPC', timeframe: '1d', costs: { preset: 'none' }, lengths: [20, slow] })
    for (const slow of [100, 120, 140]) await cross(slow)
    await page.reload()
    // The list follows runs that were started elsewhere.
    await until(async () => (await page.locator('tbody input:enabled').count()) >= 6, 90_000)
    for (let row = 0; row < 6; row += 1) await page.getByRole('checkbox').nth(row).check()
    assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 5)
    await page.getByRole('button', { name: /Compare/ }).click()
    await page.locator('canvas').first().waitFor()
    await page.getByRole('columnheader').nth(1).waitFor()
    assert.deepEqual(await violations(page), [])
  })

  test('nothing complained and nothing left the host', () => {
    assert.deepEqual(faults, { console: [], offHost: [] })
  })
})
