import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BASE, launch, openPage, register, SENTENCE, shoot, violations } from './browser.mjs'

/** WebAuthn knows sites by name: the same server, by its name. */
const BY_NAME = BASE.replace('127.0.0.1', 'localhost')

describe('passkeys', () => {
  let browser
  let page
  let faults

  before(async () => {
    browser = await launch()
    ;({ page, faults } = await openPage(browser, { base: BY_NAME }))
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('WebAuthn.enable')
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await register(page)
  })
  after(() => browser?.close())

  test('a passkey is made, signs in without a password, and can be removed', async () => {
    await page.goto('/account/')
    await page.getByLabel('Name of the passkey').fill('My laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Delete: My laptop' }).waitFor()
    await page.locator('aside button').last().click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in/**')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    await shoot(page, 'sign-in-passkey-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL('**/chat/**')
    await page.goto('/account/')
    await page.getByText(/My laptop/).waitFor()
    await page.getByRole('button', { name: 'Delete: My laptop' }).click()
    await page.getByText('No passkeys.').waitFor()
    assert.deepEqual(faults, { console: [], offHost: [] })
  })
})

describe('putting things in order', () => {
  let browser
  let page
  let faults

  before(async () => {
    browser = await launch()
    ;({ page, faults } = await openPage(browser))
    await register(page)
    await page.getByLabel('Message', { exact: true }).fill(SENTENCE)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByTestId('readback').waitFor({ timeout: 60_000 })
    await page.waitForURL(/[?&]c=/)
  })
  after(() => browser?.close())

  test('an address without a name says why it offers no passkeys', async () => {
    await page.goto('/account/')
    await page.getByText('Passkeys need a host name').waitFor()
    await page.goBack()
  })

  test('a run is deleted after a question', async () => {
    await page.getByRole('button', { name: 'Run backtest' }).click()
    await page.getByTestId('statistics').first().waitFor({ timeout: 60_000 })
    await page.goto('/runs/')
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('dialog').getByText('still counts as a trial').waitFor()
    await shoot(page, 'run-delete-1440-light')
    assert.deepEqual(await violations(page), [])
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No runs yet').waitFor()
  })

  test('a conversation gets another name, then goes, and its strategy stays', async () => {
    await page.goto('/chat/')
    const row = page.locator('aside li').first()
    await row.hover()
    await row.getByRole('button', { name: /More actions/ }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('My golden cross')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('aside').getByText('My golden cross').waitFor()
    await row.hover()
    await row.getByRole('button', { name: /More actions/ }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.locator('aside').getByText('My golden cross').waitFor({ state: 'detached' })
    await page.goto('/library/')
    await page.locator('main li').first().waitFor()
    assert.deepEqual(faults, { console: [], offHost: [] })
  })
})
