// The page's budgets, measured: `npm run budgets`. With BASE_URL against a live stack, else against the stand-in of the tests.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { launch } from './chromium.mjs'
import { held } from './heap.mjs'
import { measureMoving } from './moving.mjs'
import { measurePanning } from './panning.mjs'

const SENTENCE =
  'Buy the S&P 500 when the 50-day average crosses above the 200-day average, sell when it crosses below'
const OPENED = 100
const SLOWER = 4

async function standIn() {
  const path = fileURLToPath(new URL('../tests/fake/server.mjs', import.meta.url))
  const port = 8300 + Math.floor(Math.random() * 90)
  const child = spawn(process.execPath, [path, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((ready) => child.stdout.once('data', ready))
  return { address: `http://127.0.0.1:${port}`, close: () => child.kill() }
}

async function signIn(page, base) {
  await page.goto(`${base}/sign-in/`)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByLabel('Email').fill(`budgets-${Date.now()}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill('a long enough sentence')
  await page.locator('form').getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/chat/**')
}

/** What the chat page loads before anyone touches it: kilobytes of script, each file gzipped by itself. */
async function firstLoad(context, base) {
  const page = await context.newPage()
  const sizes = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(response.body().then((body) => gzipSync(body, { level: 6 }).length))
  })
  await page.goto(`${base}/chat/`, { waitUntil: 'networkidle' })
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await page.close()
  return total / 1000
}

/** A message box that React owns: from then on what is typed counts. */
const ALIVE = () => {
  const box = document.querySelector('textarea')
  return Boolean(box && !box.disabled && Object.keys(box).some((key) => key.startsWith('__reactProps')))
}

/** From the navigation to a message box that takes what is typed: seconds, and seconds of the main thread alone. */
async function interactive(context, base, slower) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(`${base}/chat/`, { waitUntil: 'commit' })
  await page.waitForFunction(ALIVE, null, { timeout: 60_000, polling: 'raf' })
  const passed = (await page.evaluate(() => performance.now())) / 1000
  const { metrics } = await devtools.send('Performance.getMetrics')
  await page.close()
  return { passed, busy: metrics.find(({ name }) => name === 'TaskDuration').value }
}

/** The median of five. */
async function medianOf(measure) {
  const found = []
  for (let round = 0; round < 5; round += 1) found.push(await measure())
  return found.sort((one, other) => one - other)[2]
}

/** What the page holds after ten runs were opened and closed, and after a hundred. */
async function memory(context, base) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Performance.enable')
  await page.goto(`${base}/chat/`)
  await page.getByLabel('Message', { exact: true }).fill(SENTENCE)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByTestId('readback').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Run backtest' }).click()
  await page.getByTestId('equity-chart').locator('canvas').first().waitFor({ timeout: 60_000 })
  await page.goto(`${base}/runs/`)
  const after = {}
  for (let opened = 1; opened <= OPENED; opened += 1) {
    await page.locator('a[href*="?id="]').first().click()
    await page.getByTestId('equity-chart').locator('canvas').first().waitFor()
    await page.goBack()
    await page.locator('a[href*="?id="]').first().waitFor()
    if (opened === 10 || opened === OPENED) after[opened] = await held(devtools)
  }
  await page.close()
  return after
}

const live = process.env.BASE_URL
const house = live ? { address: live, close: () => undefined } : await standIn()
const browser = await launch()
const figures = {}
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  await signIn(page, house.address)
  await page.close()
  figures.script_kb = await firstLoad(context, house.address)
  const load = (slower) => interactive(context, house.address, slower)
  figures.interactive_s = await medianOf(async () => (await load(SLOWER)).passed)
  figures.main_thread_s = await medianOf(async () => (await load(1)).busy)
  const kept = await memory(context, house.address)
  figures.held_after_10 = kept[10]
  figures.held_after_100 = kept[OPENED]
  // The stand-in has no engine to hold a session with.
  if (live) figures.moved = await measureMoving(context, house.address)
} finally {
  await browser.close()
  house.close()
}
const pan = await measurePanning()
figures.pan_fps = Math.min(pan.whole.fps, pan.near.fps)
figures.pan_frame_ms = Math.max(pan.whole.work, pan.near.work)
figures.pan_slowest_ms = Math.max(pan.whole.slowest, pan.near.slowest)
figures.pyramid_ms = pan.whole.built

if (process.argv.includes('--json')) console.log(JSON.stringify(figures))
else {
  const say = (name, value, unit, goal) =>
    console.log(`${name.padEnd(52)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(5)} ${goal}`)
  console.log(`The page against ${live ?? 'the stand-in of the tests'}, Chromium, software rendering`)
  say('First load of the chat page, gzipped JavaScript', figures.script_kb, 'kB', 'goal <= 350')
  say(`Interactive, processor ${SLOWER} times slower`, figures.interactive_s, 's', 'goal <= 2')
  say('  processor time of it, at full speed', figures.main_thread_s, 's', '')
  for (const [runs, { megabytes, nodes, listeners }] of [
    [10, figures.held_after_10],
    [OPENED, figures.held_after_100],
  ]) {
    say(`Objects held after ${runs} runs opened and closed`, megabytes, 'MB', 'goal: no more than after 10')
    say('  nodes of the document', nodes, '', '')
    say('  listeners', listeners, '', '')
  }
  for (const [bars, { paint, slowest, said }] of Object.entries(figures.moved ?? {})) {
    const goal = Number(bars) < 500_000 ? 'goal <= 16' : 'goal <= 50'
    say(`A moved length to the painted answer, ${bars} bars`, paint, 'ms', goal)
    say('  the slowest of thirty', slowest, 'ms', said)
  }
  say('Panning an equity of 3,000,000 points', figures.pan_fps, 'fps', 'goal >= 55')
  say('  processor time a frame, main thread', figures.pan_frame_ms, 'ms', '')
  say('  slowest frame of a hundred', figures.pan_slowest_ms, 'ms', '')
  say('  its pyramid, built once', figures.pyramid_ms, 'ms', '')
}
