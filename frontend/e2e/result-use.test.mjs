import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, openPage, register, SENTENCE, violations } from './browser.mjs'

/** What people do with a result: look closer, take it along, hold it against another one. */
describe('using a result', () => {
  let browser
  let page
  let faults

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
    await page.waitForTimeout(200)
    assert.notDeepEqual(await chart.screenshot(), before)
    await page.getByRole('radio', { name: 'Log' }).click()
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

  test('two runs stand beside each other', async () => {
    const first = page.url()
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.waitForURL((address) => address.href !== first)
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor({ timeout: 90_000 })
    await page.goto('/runs/')
    await page.getByRole('checkbox').nth(1).waitFor({ timeout: 30_000 })
    await page.getByRole('checkbox').nth(0).check()
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('button', { name: /Compare/ }).click()
    await page.locator('canvas').first().waitFor()
    await page.getByRole('columnheader').nth(1).waitFor()
    assert.deepEqual(await violations(page), [])
  })

  test('nothing complained and nothing left the host', () => {
    assert.deepEqual(faults, { console: [], offHost: [] })
  })
})
