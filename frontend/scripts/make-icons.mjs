// Draws the PNG icons from public/icon.svg with the browser that the tests use; run it when the mark changes.
import { readFile, writeFile } from 'node:fs/promises'
import { launch } from '../e2e/browser.mjs'

const folder = new URL('../public/', import.meta.url)
const svg = await readFile(new URL('icon.svg', folder), 'utf8')
const browser = await launch()
const page = await browser.newPage()
for (const { name, size, padding } of [
  { name: 'icon-192', size: 192, padding: 0 },
  { name: 'icon-512', size: 512, padding: 0 },
  { name: 'icon-maskable', size: 512, padding: 64 },
]) {
  await page.setViewportSize({ width: size, height: size })
  const ground = padding ? 'background:#2450a0' : ''
  await page.setContent(
    `<style>*{margin:0}body{${ground}}svg{display:block;margin:${padding}px;width:${size - 2 * padding}px}</style>${svg}`,
  )
  await writeFile(new URL(`${name}.png`, folder), await page.screenshot({ omitBackground: !padding }))
}
await browser.close()
