import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { BASE, drawn, launch, openPage, register, shoot, violations } from './browser.mjs'

/** Markets and account: what can be looked up, and what belongs to a person. */
describe('the other places', () => {
  let browser
  let page
  let faults
  let email

  before(async () => {
    browser = await launch()
    ;({ page, faults } = await openPage(browser))
    email = await register(page)
  })
  after(() => browser?.close())

  test('a market is found and drawn with the indicators that one asks for', async () => {
    await page.goto('/markets/')
    await page.getByPlaceholder('Search a symbol or a name').fill('S&P 500')
    await page
      .getByRole('link', { name: /\^GSPC/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /\^GSPC/ }).waitFor()
    await page.getByTestId('price-chart').locator('canvas').first().waitFor()
    const before = (await page.getByTestId('price-chart').boundingBox()).height
    for (const name of ['SMA 200', 'RSI 14', 'MACD 12, 26, 9']) {
      await page.getByRole('button', { name, exact: true }).click()
    }
    await page.getByTestId('chart-legend').getByText('MACD 12, 26, 9 signal').waitFor()
    assert.equal((await page.getByTestId('price-chart').boundingBox()).height, before + 220, 'two panes more')
    await page.getByRole('radio', { name: 'Log' }).click()
    await page.getByRole('radio', { name: '1w' }).click()
    await page.getByTestId('chart-legend').getByText('RSI 14').waitFor({ timeout: 60_000 })
    await page.getByTestId('price-chart').locator('canvas').first().waitFor()
    await page.getByText('Data quality').waitFor()
    await page.getByText('Insight', { exact: true }).waitFor()
    await drawn(page)
    await shoot(page, 'market-indicators-1440-light')
    assert.deepEqual(await violations(page), [])
  })

  test('a market leads to an idea about it', async () => {
    await page.getByRole('link', { name: 'Test an idea on this' }).click()
    await page.waitForURL('**/chat/**')
    await page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('Buy ^GSPC'))
  })

  test('name, token, key and password are kept; secrets are shown once or never', async () => {
    await page.goto('/account/')
    await page.getByLabel('Name', { exact: true }).fill('Ada')
    await page.getByRole('button', { name: 'Save', exact: true }).first().click()
    await page.locator('aside').getByText('Ada', { exact: true }).waitFor()
    await page.getByLabel('Name of the token').fill('laptop')
    await page.getByRole('button', { name: 'Create token' }).click()
    await page
      .getByText(/^vt_|^vibe_|[A-Za-z0-9_-]{30,}/)
      .first()
      .waitFor()
    await page.getByLabel('Key', { exact: true }).fill('sk-not-a-real-key')
    await page.getByRole('button', { name: 'Save key' }).click()
    await page.getByRole('button', { name: 'Remove key: openai' }).waitFor()
    await page.reload()
    await page.getByText('laptop').first().waitFor()
    assert.equal(await page.getByText('sk-not-a-real-key').count(), 0)
    assert.deepEqual(await violations(page), [])
  })

  test('everything of a person comes as one file', async () => {
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download everything' }).click()
    const content = await readFile(await (await coming).path(), 'utf8')
    assert.ok(content.length > 20)
  })

  test('the defaults of a person are those of the run form', async () => {
    await page.getByLabel('Starting cash for runs').fill('25000')
    await page.getByLabel('Starting cash for runs').blur()
    await page.waitForResponse((response) => response.url().endsWith('/api/users/me') && response.ok())
  })

  test('a wrong password is told where it was typed; the right one changes it and ends other sessions', async () => {
    const other = await openPage(browser)
    const signIn = async (password) => {
      await other.page.getByLabel('Email').fill(email)
      await other.page.getByLabel('Password', { exact: true }).fill(password)
      await other.page.locator('form').getByRole('button', { name: 'Sign in' }).click()
      await other.page
        .getByRole('log')
        .or(other.page.getByLabel('Message', { exact: true }))
        .first()
        .waitFor()
    }
    await other.page.goto('/sign-in/')
    await signIn('a long enough sentence')
    await page.goto('/account/')
    await page.getByRole('button', { name: 'End', exact: true }).click()
    await page.getByText('Session ended').waitFor()
    await other.page.reload()
    await other.page.getByText('Your session has ended').waitFor()
    assert.deepEqual(await violations(other.page), [])

    const change = async (current) => {
      await page.getByLabel('Current password', { exact: true }).fill(current)
      await page.getByLabel('New password', { exact: true }).fill('another long sentence')
      await page.getByRole('button', { name: 'Change password' }).click()
    }
    await change('not the right one')
    await page.getByText('That is not your current password.').waitFor()
    await change('a long enough sentence')
    await page.getByText('Password changed').waitFor()
    await signIn('another long sentence')
    assert.deepEqual(other.faults, { console: [], offHost: [] })
    await other.context.close()
  })

  test('the policy lets no foreign script run, and the page can be installed', async () => {
    const answer = await page.request.get(`${BASE}/chat/`)
    const policy = answer.headers()['content-security-policy'] ?? ''
    const scripts = /script-src([^;]*)/.exec(policy)?.[1] ?? ''
    assert.match(scripts, /'self'/)
    assert.doesNotMatch(scripts, /unsafe-inline|unsafe-eval|https?:/)
    const manifest = await (await page.request.get(`${BASE}/manifest.webmanifest`)).json()
    assert.ok(manifest.icons.length > 0)
    for (const icon of manifest.icons) assert.equal((await page.request.get(BASE + icon.src)).status(), 200)
  })

  test('an account is deleted after a question', async () => {
    assert.deepEqual(faults, { console: [], offHost: [] })
    await page.goto('/account/')
    await page.getByRole('button', { name: 'Delete account' }).click()
    const question = page.getByRole('dialog')
    await question.waitFor()
    assert.deepEqual(await violations(page), [])
    await question.getByRole('textbox').first().fill(email)
    await question.locator('input[type="password"]').fill('another long sentence')
    await question.getByRole('button', { name: /Delete/ }).click()
    await page.waitForURL('**/sign-in/**')
  })
})
