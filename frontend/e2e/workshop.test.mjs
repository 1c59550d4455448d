import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { drawn, launch, openPage, register, SENTENCE, shoot, violations } from './browser.mjs'

/** The workshop against the living engine: moving numbers, studies, and finding them again. */
describe('the workshop', () => {
  let browser
  let context
  let page
  let faults
  let state

  const settled = () =>
    page.locator('[data-testid="live-status"][data-busy="false"]').waitFor({ timeout: 60_000 })
  const figure = (name) => page.locator(`[data-live="${name}"]`).innerText()
  const study = (slot) => page.getByTestId(`study-${slot}`)

  before(async () => {
    browser = await launch()
    ;({ context, page, faults } = await openPage(browser))
    await register(page)
    await page.getByLabel('Message', { exact: true }).fill(SENTENCE)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByTestId('readback').waitFor({ timeout: 60_000 })
    await page.goto('/workshop/')
    // The engine may still be loading its machine code.
    await page.getByTestId('live-chart').locator('canvas').first().waitFor({ timeout: 180_000 })
    await settled()
  })
  after(() => browser?.close())

  test('numbers that were said as numbers have sliders, and the saved strategy is computed', async () => {
    assert.ok((await page.getByRole('slider').count()) >= 2)
    assert.match(await figure('total_return'), /%/)
    assert.match(await page.getByTestId('live-status').innerText(), /bars/)
  })

  test('moving a number changes figures and curves, and tells the change; taking it back ends it', async () => {
    const before = await figure('total_return')
    await page.getByRole('slider').first().press('PageUp')
    await page.getByText('one moved, not saved').waitFor()
    await page.locator('[data-change="total_return"]', { hasText: 'from' }).waitFor()
    await settled()
    assert.notEqual(await figure('total_return'), before)
    await shoot(page, 'workshop-moved-1440-light')
    await page.getByRole('button', { name: 'Reset all' }).click()
    await page.locator('[data-live="total_return"]', { hasText: before }).waitFor()
  })

  test('dragging asks no faster than the engine answers', async () => {
    let asked = 0
    let answered = 0
    page.on('websocket', (line) => {
      line.on('framesent', () => {
        asked += 1
      })
      line.on('framereceived', ({ payload }) => {
        if (typeof payload !== 'string') answered += 1
      })
    })
    await page.reload()
    await page.getByTestId('live-chart').waitFor({ timeout: 60_000 })
    await settled()
    const thumb = await page.getByRole('slider').first().boundingBox()
    await page.mouse.move(thumb.x + 8, thumb.y + 8)
    await page.mouse.down()
    for (let step = 0; step < 60; step += 1) await page.mouse.move(thumb.x + 8 + step * 2, thumb.y + 8)
    await page.mouse.up()
    await settled()
    // The load is answered twice (loaded, and the first frame); after it one answer for each question.
    assert.ok(asked <= answered, `${asked} asked, ${answered} answered`)
    assert.ok(asked < 60, 'what the hand has overtaken is not asked')
    await page.getByRole('button', { name: 'Reset all' }).click()
    await settled()
  })

  test('the chart zooms by wheel and keys, and asks for the part in sight', async () => {
    const chart = page.getByTestId('live-chart').getByRole('img')
    const box = await chart.boundingBox()
    await page.mouse.move(box.x + box.width / 3, box.y + 80)
    await page.mouse.wheel(0, -900)
    await settled()
    await chart.focus()
    await page.keyboard.press('ArrowRight')
    await settled()
    await page.mouse.move(box.x + box.width / 2, box.y + 90)
    await shoot(page, 'workshop-near-1440-light')
    await page.keyboard.press('Home')
    await settled()
  })

  test('a sweep over lifted numbers fills the map; the chosen cell stands beside its neighbours', async () => {
    await study('sweep')
      .getByRole('button', { name: /Try \d+ sets/ })
      .click()
    await page.getByTestId('chosen-cell').waitFor({ timeout: 120_000 })
    await study('sweep').getByRole('button', { pressed: true }).press('ArrowUp')
    assert.match(await page.getByTestId('chosen-cell').innerText(), /Neighbours’ mean/)
    assert.match(await study('sweep').innerText(), /Probability of overfitting: \d+%/)
    await shoot(page, 'workshop-sweep-1440-light')
    await page.getByRole('button', { name: 'Use these values' }).click()
    await page.getByText(/moved, not saved/).waitFor()
    await settled()
  })

  test('a study goes on while the page is away, and can be cancelled', async () => {
    await page.getByRole('tab', { name: 'Walk-forward' }).click()
    const started = page.waitForResponse((response) => response.url().endsWith('/api/studies'))
    await study('walk_forward').getByRole('button', { name: 'Start' }).click()
    await (await started).finished()
    await page.reload()
    await page.getByRole('tab', { name: 'Walk-forward' }).click()
    await study('walk_forward')
      .getByRole('img', { name: /windows/ })
      .first()
      .waitFor({ timeout: 120_000 })
    await shoot(page, 'workshop-walk-forward-1440-light')
    assert.deepEqual(await violations(page), [])
    await study('walk_forward').getByRole('button', { name: 'Ask again' }).click()
    await study('walk_forward').getByRole('button', { name: 'Cancel' }).click()
    await study('walk_forward')
      .getByText(/Cancelled|windows/)
      .first()
      .waitFor({ timeout: 60_000 })
  })

  for (const [tab, slot, seen] of [
    ['Monte Carlo', 'monte_carlo', /Returns drawn in blocks: /],
    ['Sensitivity', 'sensitivity', /Sharpe\. /],
    ['Stress', 'stress', /Bars later/],
  ]) {
    test(`${tab} is drawn`, async () => {
      await page.getByRole('tab', { name: tab }).click()
      await study(slot).getByRole('button', { name: 'Start' }).click()
      await study(slot).getByRole('img', { name: seen }).first().waitFor({ timeout: 120_000 })
      await shoot(page, `workshop-${slot}-1440-light`)
      assert.deepEqual(await violations(page), [])
    })
  }

  test('moved numbers outlive a reload and become a new version', async () => {
    await page.reload()
    await page.getByText(/moved, not saved/).waitFor()
    await page.getByRole('button', { name: 'Save as a new version' }).click()
    await page.getByText('Version 2').waitFor()
    await page.getByTestId('live-chart').waitFor({ timeout: 60_000 })
    await settled()
    assert.equal(await page.getByText(/moved, not saved/).count(), 0)
  })

  test('a run with the moved numbers leads to its result', async () => {
    await page.getByRole('slider').first().press('ArrowRight')
    await page.getByRole('button', { name: 'Run backtest' }).click()
    await page.waitForURL(/runs\/\?id=/)
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor({ timeout: 60_000 })
    state = await context.storageState()
  })

  test('a broken line is told and taken up again', async () => {
    await page.goto('/workshop/')
    await page.getByTestId('live-chart').waitFor({ timeout: 60_000 })
    await settled()
    assert.deepEqual(faults, { console: [], offHost: [] })
    await page.evaluate(() => {
      // The next line breaks as soon as it stands; the one after it holds.
      const Whole = window.WebSocket
      window.WebSocket = class extends Whole {
        constructor(...parts) {
          super(...parts)
          window.WebSocket = Whole
          this.addEventListener('open', () => this.close())
        }
      }
    })
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    await page.getByRole('button', { name: '5 y' }).click()
    await page.getByText('The line broke; taking it up again…').waitFor()
    await settled()
    assert.match(await figure('total_return'), /%/)
  })

  for (const [width, theme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ]) {
    test(`shows the workshop at ${width} in the ${theme} theme`, async () => {
      const other = await openPage(browser, { width, height: width === 390 ? 844 : 900, theme, state })
      await other.page.goto('/workshop/')
      await other.page.getByTestId('live-chart').locator('canvas').first().waitFor({ timeout: 60_000 })
      await other.page.getByTestId('chosen-cell').waitFor({ timeout: 30_000 })
      await drawn(other.page)
      await shoot(other.page, `workshop-live-${width}-${theme}`)
      assert.deepEqual(await violations(other.page), [])
      assert.equal(
        await other.page.evaluate(() =>
          Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
        ),
        0,
      )
      assert.deepEqual(other.faults, { console: [], offHost: [] })
      await other.context.close()
    })
  }
})
