import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

export const BASE = process.env.BASE_URL ?? 'http://127.0.0.1:8000'
export const SHOTS = process.env.SCREENSHOTS ?? new URL('../screenshots', import.meta.url).pathname
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const SENTENCE =
  'Buy the S&P 500 when the 50-day average crosses above the 200-day average, sell when it crosses below'

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: QUIET,
  })
}

/** A page that remembers what must not happen: console errors, and requests that leave the host. */
export async function openPage(
  browser,
  { width = 1440, height = 900, theme = 'light', state, base = BASE } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
    baseURL: base,
    ...(state ? { storageState: state } : {}),
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults = { console: [], offHost: [] }
  const host = new URL(base).host
  page.on('pageerror', (error) => faults.console.push(String(error)))
  page.on('console', (message) => {
    // Before the sign-in the page asks who is there; the answer 401 is no fault of the page.
    if (message.type() === 'error' && !/401 \(/.test(message.text())) faults.console.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() === 404 && !response.url().includes('/api/'))
      faults.console.push(`404 ${response.url()}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) faults.offHost.push(request.url())
  })
  return { context, page, faults }
}

/** Violations that axe finds on the page as it stands. */
export async function violations(page) {
  // Evaluated, not added as a script: the page's policy refuses foreign inline scripts, and must.
  await page.evaluate(await readFile(AXE, 'utf8'))
  const found = await page.evaluate(async () => {
    const { violations: all } = await globalThis.axe.run(document, { resultTypes: ['violations'] })
    return all.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => node.html.slice(0, 160)).slice(0, 3),
    }))
  })
  return found
}

/** Waits until what moves has come to rest and what was asked to be drawn is drawn. */
export function drawn(page) {
  return page.evaluate(async () => {
    const ends = document
      .getAnimations()
      .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
      .map((one) => one.finished.catch(() => undefined))
    await Promise.all(ends)
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
  })
}

/** Asks until the answer is yes. */
export async function until(question, patience = 20_000) {
  const end = Date.now() + patience
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`Not so within ${patience / 1000} s: ${question}`)
    await new Promise((again) => setTimeout(again, 50))
  }
}

export async function shoot(page, name) {
  await mkdir(SHOTS, { recursive: true })
  await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

export async function register(
  page,
  email = `e2e-${Date.now()}-${Math.round(Math.random() * 1e6)}@example.com`,
) {
  await page.goto('/sign-in/')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('a long enough sentence')
  await page.locator('form').getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/chat/**')
  return email
}
