import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, openPage, register, SENTENCE, violations } from './browser.mjs'

const EXAMPLES = 4

/** Talking about a strategy, and changing it in place. */
describe('talking on', () => {
  let browser
  let page
  let faults

  const box = () => page.getByLabel('Message', { exact: true })
  const say = async (text, version) => {
    await box().fill(text)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    if (version)
      await page.getByText(`Version ${version}`, { exact: true }).first().waitFor({ timeout: 60_000 })
  }

  before(async () => {
    browser = await launch()
    ;({ page, faults } = await openPage(browser))
    await register(page)
  })
  after(() => browser?.close())

  test('examples stand by concept and market, and fill the box', async () => {
    const examples = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: /US index|US technology/ }) })
    await examples.first().waitFor()
    assert.ok((await examples.count()) >= EXAMPLES)
    await examples.first().getByRole('button').click()
    assert.equal(await box().inputValue(), SENTENCE)
  })

  test('an answer can be stopped, and asked for again', async () => {
    await box().fill(SENTENCE)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    // It may be answered before a hand is quick enough: both end at a strategy.
    const stop = page.getByRole('button', { name: 'Stop', exact: true })
    await stop.click({ timeout: 1_500 }).catch(() => undefined)
    await page.getByText('Stopped.').or(page.getByTestId('readback')).first().waitFor({ timeout: 60_000 })
    if (await page.getByText('Stopped.').isVisible()) await say(SENTENCE)
    await page.getByTestId('readback').waitFor({ timeout: 60_000 })
    await page.waitForURL(/[?&]c=/)
  })

  test('the eight steps of an answer can be opened afterwards', async () => {
    await page.getByText('8 steps').first().click()
    await page.getByText('Check the code for safety').first().waitFor()
  })

  test('a follow-up shows what it changed, in words', async () => {
    await say('add a 5% stop loss', 2)
    await page.getByRole('log').locator('ins').first().waitFor()
    assert.match(await page.getByRole('log').innerText(), /risk › stop loss/)
    assert.deepEqual(await violations(page), [])
  })

  test('a message is edited and sent again', async () => {
    await page.getByRole('button', { name: 'Edit and send again' }).last().click()
    assert.equal(await box().inputValue(), 'add a 5% stop loss')
    await say('make the stop loss 8%', 3)
  })

  test('a suggestion is added by one click', async () => {
    await page.getByText('Worth adding').waitFor()
    await page.getByRole('button', { name: 'Add', exact: true }).first().click()
    await page.getByText('Version 4', { exact: true }).first().waitFor()
  })

  test('a question is answered by a button', async () => {
    await page.goto('/chat/')
    await say('Buy the S&P 500 when it dips')
    const options = page.getByRole('log').locator('fieldset button')
    await options.first().waitFor({ timeout: 60_000 })
    await options.first().click()
    await page.waitForFunction(() => document.querySelectorAll('[aria-label="You"]').length >= 2)
  })

  test('an assumption is changed in place', async () => {
    await page.goto('/library/')
    await page.getByRole('link', { name: /cross/ }).first().click()
    await page.getByTestId('readback').waitFor()
    const version = Number(
      (
        await page
          .getByText(/^Version \d+$/)
          .first()
          .innerText()
      ).split(' ')[1],
    )
    await page.getByRole('button', { name: 'Change', exact: true }).first().click()
    const choice = page.getByLabel(/^New value for /)
    await choice.selectOption('1w')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page
      .getByText(`Version ${version + 1}`, { exact: true })
      .first()
      .waitFor()
    assert.match(await page.getByTestId('readback').innerText(), /weekly/)
  })

  test('the run form has presets, and says beforehand what is weak', async () => {
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    await page.getByRole('button', { name: '1 y' }).click()
    await page
      .getByText(/Only \d+ bars in this range|expected in this range/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await page.getByText('Advanced').click()
    assert.deepEqual(await violations(page), [])
  })

  for (const [item, end, sign] of [
    ['Strategy document (JSON)', '.json', 'schema_version'],
    ['Python script (vectorbt)', '.py', 'vectorbt'],
  ]) {
    test(`${item} saves a file`, async () => {
      await page.getByRole('button', { name: 'More actions', exact: true }).first().click()
      const coming = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: item }).click()
      const file = await coming
      assert.ok(file.suggestedFilename().endsWith(end))
      assert.ok((await readFile(await file.path(), 'utf8')).includes(sign))
    })
  }

  test('where only the costs stand in the way, Pine is to be had without them', async () => {
    await page.goto('/chat/')
    await say(SENTENCE)
    await page.getByTestId('readback').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'More actions', exact: true }).first().click()
    const refused = page.waitForResponse((response) => response.url().endsWith('/export/pine'))
    await page.getByRole('menuitem', { name: 'Pine Script (TradingView)' }).click()
    assert.equal((await refused).status(), 422)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export without costs' }).click()
    assert.match(await readFile(await (await coming).path(), 'utf8'), /strategy\(/)
    // The browser tells every refusal on its console; this one was asked for.
    assert.match(faults.console.pop(), /422/)
  })

  test('a strategy is duplicated, and one is imported', async () => {
    await page.goto('/library/')
    await page.getByRole('button', { name: 'More actions', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.getByRole('link', { name: /copy/i }).first().waitFor()
    await page.getByRole('button', { name: 'Import' }).click()
    const strategy = {
      schema_version: 1,
      name: 'Imported crossing',
      universe: ['^GSPC'],
      timeframe: '1d',
      rules: [
        { id: 'r1', action: 'enter_long', when: 'rsi(close, 2) < 10' },
        { id: 'r2', action: 'exit_long', when: 'rsi(close, 2) > 70' },
      ],
    }
    await page.getByRole('dialog').getByRole('textbox').fill(JSON.stringify(strategy))
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
    await page.getByRole('heading', { name: 'Imported crossing' }).first().waitFor()
    assert.deepEqual(faults, { console: [], offHost: [] })
  })
})
