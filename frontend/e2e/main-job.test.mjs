import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { drawn, launch, openPage, register, SENTENCE, shoot, violations } from './browser.mjs'

/** The main job in a real browser: from registering to a believed result, at two widths and in two themes. */
describe('the main job', () => {
  let browser
  let state
  let address

  before(async () => {
    browser = await launch()
  })
  after(() => browser?.close())

  test('registers, says a sentence, reads it back, runs it and sees the result', async () => {
    const { context, page, faults } = await openPage(browser)
    await register(page)
    await page.getByLabel('Message', { exact: true }).fill(SENTENCE)
    await shoot(page, 'chat-empty-1440-light')

    const seen = page.evaluate(
      () =>
        new Promise((resolve) => {
          const found = { steps: 0, lengths: new Set() }
          // Every change is looked at, not every frame: a busy machine draws several arrivals at once.
          const watch = new MutationObserver(() => {
            found.steps = Math.max(found.steps, document.querySelectorAll('[data-step]').length)
            const tokens = document.querySelector('[data-testid="tokens"]')
            if (tokens) found.lengths.add(tokens.textContent.length)
            if (!document.querySelector('[data-testid="readback"]')) return
            watch.disconnect()
            resolve({ steps: found.steps, arrivals: found.lengths.size })
          })
          watch.observe(document.body, { childList: true, subtree: true, characterData: true })
        }),
    )
    await page.getByRole('button', { name: 'Send' }).click()
    const { steps, arrivals } = await seen
    assert.equal(steps, 8, 'eight steps are visible')
    assert.ok(arrivals >= 2, 'tokens arrive piece by piece')

    const readback = page.getByTestId('readback')
    assert.match(await readback.innerText(), /200/)
    await page.waitForURL(/[?&]c=/)
    assert.ok((await page.getByTestId('source-words').count()) >= 2, 'each rule cites its words')

    const rule = page.locator('[data-path^="rules."][tabindex="0"]').first()
    await rule.hover()
    await page.locator('mark[data-lit]').first().waitFor()
    await shoot(page, 'chat-strategy-1440-light')
    assert.deepEqual(await violations(page), [])

    await page.getByRole('button', { name: 'Run backtest' }).click()
    await page.getByTestId('price-chart').locator('canvas').first().waitFor({ timeout: 60_000 })
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor()
    assert.ok(
      Number(await page.getByTestId('price-chart').getAttribute('data-markers')) > 0,
      'trades are marked',
    )
    for (const marker of ['entry', 'exit']) {
      assert.ok(await page.locator(`[data-marker="${marker}"]`).isVisible(), `the legend shows ${marker}`)
    }
    assert.notEqual(await page.locator('[data-headline="total_return"]').innerText(), '–')
    await drawn(page)
    await shoot(page, 'chat-result-1440-light')
    assert.deepEqual(await violations(page), [])

    await page.getByRole('link', { name: 'Open full width' }).click()
    await page.waitForURL(/runs\/\?id=/)
    address = new URL(page.url()).pathname + new URL(page.url()).search
    await page.getByRole('tab', { name: /Can it be believed/ }).click()
    await page.getByTestId('integrity').waitFor()
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('Run again: the same result.').waitFor({ timeout: 60_000 })
    assert.deepEqual(faults, { console: [], offHost: [] })
    state = await context.storageState()
    await context.close()
  })

  for (const width of [1440, 390]) {
    for (const theme of ['light', 'dark']) {
      test(`shows every part of the result at ${width} in the ${theme} theme`, async () => {
        const { context, page, faults } = await openPage(browser, {
          width,
          height: width === 390 ? 844 : 900,
          theme,
          state,
        })
        await page.goto(address)
        await page.getByTestId('price-chart').locator('canvas').first().waitFor({ timeout: 30_000 })
        await drawn(page)
        for (const tab of ['Overview', 'Trades', 'Analysis', 'Can it be believed?']) {
          await page.getByRole('tab', { name: tab }).click()
          // What the tab shows may still be on its way: an empty panel proves nothing.
          await page.getByRole('tabpanel').locator('section').first().waitFor()
          await drawn(page)
          await shoot(page, `run-${tab.split(' ')[0].toLowerCase()}-${width}-${theme}`)
          assert.deepEqual(await violations(page), [], tab)
        }
        assert.equal(await overflow(page), 0, 'nothing sticks out sideways')
        assert.deepEqual(faults, { console: [], offHost: [] })
        await context.close()
      })
    }
  }

  for (const [width, theme] of [
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ]) {
    test(`shows the conversation at ${width} in the ${theme} theme`, async () => {
      const { context, page, faults } = await openPage(browser, {
        width,
        height: width === 390 ? 844 : 900,
        theme,
        state,
      })
      await page.goto('/chat/')
      await page.getByRole('button', { name: /Trend/ }).waitFor()
      await shoot(page, `chat-empty-${width}-${theme}`)
      assert.deepEqual(await violations(page), [])
      if (width === 390) await page.getByRole('button', { name: 'Conversations' }).click()
      await page
        .getByRole('link', { name: /Buy the S&P 500|golden|S&P/i })
        .first()
        .click()
      await page.getByRole('log').waitFor()
      await drawn(page)
      await shoot(page, `chat-talk-${width}-${theme}`)
      assert.deepEqual(await violations(page), [])
      if (width === 390) {
        await page.getByRole('radio', { name: 'Strategy' }).click()
        await page.getByTestId('readback').waitFor()
        await shoot(page, `chat-strategy-${width}-${theme}`)
        assert.deepEqual(await violations(page), [])
        assert.equal(await overflow(page), 0)
      }
      assert.deepEqual(faults, { console: [], offHost: [] })
      await context.close()
    })
  }

  for (const path of ['library', 'runs', 'markets', 'account']) {
    for (const [width, theme] of [
      [1440, 'light'],
      [1440, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ]) {
      test(`shows ${path} at ${width} in the ${theme} theme`, async () => {
        const { context, page, faults } = await openPage(browser, {
          width,
          height: width === 390 ? 844 : 900,
          theme,
          state,
        })
        await page.goto(`/${path}/`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        await drawn(page)
        await shoot(page, `${path}-${width}-${theme}`)
        assert.deepEqual(await violations(page), [])
        assert.equal(await overflow(page), 0)
        assert.deepEqual(faults, { console: [], offHost: [] })
        await context.close()
      })
    }
  }
})

function overflow(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}
