import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, openPage, register, SENTENCE, shoot, violations } from './browser.mjs'

/** What people do every day beside the main job. */
describe('daily use', () => {
  let browser
  let context
  let page
  let faults

  before(async () => {
    browser = await launch()
    ;({ context, page, faults } = await openPage(browser))
    await register(page)
    await page.getByLabel('Message', { exact: true }).fill(SENTENCE)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByTestId('readback').waitFor({ timeout: 60_000 })
    await page.waitForURL(/[?&]c=/)
  })
  after(() => browser?.close())

  test('a draft survives a reload', async () => {
    await page.getByLabel('Message', { exact: true }).fill('add a 5% stop')
    await page.reload()
    await page.getByTestId('readback').waitFor()
    assert.equal(await page.getByLabel('Message', { exact: true }).inputValue(), 'add a 5% stop')
    await page.getByLabel('Message', { exact: true }).fill('')
  })

  test('the code is shown, coloured and read-only', async () => {
    await page.getByRole('tab', { name: 'Code' }).click()
    await page.getByText('def', { exact: true }).first().waitFor()
    await shoot(page, 'strategy-code-1440-light')
    assert.deepEqual(await violations(page), [])
  })

  test('the document editor checks as one types', async () => {
    await page.getByRole('tab', { name: 'Document' }).click()
    const editor = page.getByRole('textbox', { name: 'Strategy document as JSON' })
    await editor.waitFor()
    await page.getByText('Valid', { exact: false }).first().waitFor()
    await editor.press('Control+End')
    await page.keyboard.type(' {')
    await page.getByText('This is not JSON yet').waitFor()
    await shoot(page, 'strategy-document-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByText('This is not JSON yet').waitFor({ state: 'detached' })
  })

  test('renaming makes a version; the old one can be had back', async () => {
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'More actions', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Golden cross, renamed')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Golden cross, renamed' }).first().waitFor()
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page
      .getByRole('button', { name: /Compare with/ })
      .first()
      .click()
    await page.locator('del').first().waitFor()
    await shoot(page, 'strategy-versions-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Restore' }).first().click()
    await page.getByText('Version 3').first().waitFor()
  })

  test('a version has an address of its own, where it reads as it was', async () => {
    const back = page.url()
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('link', { name: 'Version 2', exact: true }).click()
    await page.waitForURL(/library\/\?s=.*v=2/)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Golden cross, renamed' }).waitFor()
    await page.locator('[data-testid="readback"] [data-path^="rules."]').first().waitFor()
    await page.getByText('What changed since').waitFor()
    await shoot(page, 'strategy-version-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.goto(back)
    await page.getByTestId('readback').waitFor()
  })

  test('the palette opens by keyboard and leads anywhere', async () => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Search symbols/).fill('mark')
    await page.getByRole('option', { name: 'Markets' }).waitFor()
    await shoot(page, 'palette-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Enter')
    await page.waitForURL('**/markets/**')
  })

  test('the page speaks Chinese from one catalogue', async () => {
    await page.goto('/account/')
    await page.getByLabel('Language').selectOption('zh-Hans')
    await page.getByRole('heading', { level: 1, name: '账户' }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-Hans')
    await shoot(page, 'account-zh-1440-light')
    await page.goto('/library/')
    await page
      .getByRole('link', { name: /S&P 500|GSPC/ })
      .first()
      .click()
    const readback = page.getByTestId('readback')
    await readback.getByText('当收盘价的50日简单均线上穿收盘价的200日简单均线时，买入 ^GSPC。').waitFor()
    assert.match(await readback.innerText(), /订单在下一个开盘价成交。\s+费用\s+费用按美股计。/)
    assert.deepEqual(await violations(page), [])
    await page.goto('/account/')
    await page.getByLabel('语言').selectOption('en')
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
  })

  test('deleting a strategy can be undone', async () => {
    await page.goto('/library/')
    await page.getByRole('button', { name: 'More actions', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('No strategies yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('No strategies yet').waitFor({ state: 'detached' })
  })

  test('nothing complained and nothing left the host', () => {
    assert.deepEqual(faults, { console: [], offHost: [] })
  })

  test('a silent server is told, and the page recovers by itself', async () => {
    await page.goto('/runs/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await page
      .getByRole('status')
      .filter({ hasText: /offline|does not answer/ })
      .waitFor()
    await context.setOffline(false)
    await page.getByText('Connected again.').waitFor({ timeout: 15_000 })
  })

  test('signing out leads to the sign-in page, and back to where one was', async () => {
    await page.goto('/markets/')
    await page.locator('aside button').last().click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in/**')
    await shoot(page, 'sign-in-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.goto('/runs/?id=x')
    await page.waitForURL(/sign-in\/\?next=%2Fruns/)
  })
})
