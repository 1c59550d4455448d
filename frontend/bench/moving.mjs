// From a click on a slider to the painted answer of the live session, against a living stack (BASE_URL).
const LENGTHS = { 100000: ['2021-01-04', '30m'], 990000: ['2025-01-01', '1m'] }
const CLICKS = 30

/** Stores a crossing on made-up bars and puts it on the bench. */
async function onTheBench(page, base, [start, timeframe]) {
  const stored = await page.evaluate(async (frame) => {
    const cross = (name) => `crosses_${name}(sma(close, 500), sma(close, 5000))`
    const strategy = {
      schema_version: 1,
      name: `Crossing, ${frame}`,
      universe: ['SIM:RANDOM'],
      timeframe: frame,
      rules: [
        { id: 'r1', action: 'enter_long', when: cross('above') },
        { id: 'r2', action: 'exit_long', when: cross('below') },
      ],
    }
    const answer = await fetch('/api/strategies', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Protection': '1' },
      body: JSON.stringify({ strategy, message: '' }),
    })
    return answer.json()
  }, timeframe)
  await page.goto(`${base}/workshop/?s=${stored.id}`)
  await page.getByTestId('live-chart').locator('canvas').first().waitFor({ timeout: 180_000 })
  const settings = page.getByRole('button', { name: 'Settings', exact: true })
  await settings.click()
  await page.getByLabel('From', { exact: true }).fill(start)
  await settings.click()
}

/** Milliseconds from each key to the frame in which its answer stands. */
async function clicks(page) {
  await page.locator('[data-testid="live-status"][data-busy="false"]').waitFor({ timeout: 180_000 })
  await page.getByRole('slider').first().focus()
  return page.evaluate(async (count) => {
    const status = document.querySelector('[data-testid="live-status"]')
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    const answered = () =>
      new Promise((done) => {
        let asked = false
        const watch = new MutationObserver(() => {
          asked ||= status.dataset.busy === 'true'
          if (!asked || status.dataset.busy === 'true') return
          watch.disconnect()
          done()
        })
        watch.observe(status, { attributes: true, attributeFilter: ['data-busy'] })
      })
    const took = []
    for (let click = 0; click < count; click += 1) {
      const coming = answered()
      const began = performance.now()
      const key = click % 2 ? 'ArrowLeft' : 'ArrowRight'
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await coming
      await painted()
      took.push(performance.now() - began)
      await new Promise((done) => setTimeout(done, 100))
    }
    return took
  }, CLICKS)
}

/** The median of what people see, and of what the engine took of it, by the number of bars. */
export async function measureMoving(context, base) {
  const found = {}
  for (const [bars, range] of Object.entries(LENGTHS)) {
    const page = await context.newPage()
    await page.goto(`${base}/workshop/`)
    await onTheBench(page, base, range)
    const took = (await clicks(page)).sort((one, other) => one - other)
    const said = await page.getByTestId('live-status').innerText()
    found[bars] = { paint: took[CLICKS >> 1], slowest: took[CLICKS - 1], said }
    await page.close()
  }
  return found
}
