// How the equity chart pans: the page's own component over millions of points, in Chromium, drawn by software.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { launch, serveFolder } from './chromium.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Frames a second, the slowest frame of a hundred, and the processor time a frame takes, while a hand drags for some seconds. */
export async function measurePanning(points = 3_000_000, seconds = 4) {
  const folder = await mkdtemp(join(tmpdir(), 'panning-'))
  await build({
    root: join(here, 'pan'),
    logLevel: 'error',
    configFile: false,
    plugins: [react()],
    resolve: { alias: { '@': join(here, '..', 'src') } },
    css: { postcss: { plugins: [] } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir: folder, emptyOutDir: true },
  })
  const server = await serveFolder(folder)
  const browser = await launch()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 600 } })
    await page.goto(`${server.address}/?points=${points}`)
    await page.locator('canvas').first().waitFor()
    await page.waitForTimeout(500)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const busy = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'TaskDuration').value * 1000
    }
    const drag = async () => {
      const before = await busy()
      const measured = await page.evaluate((time) => window.measure(time), seconds)
      return { ...measured, work: ((await busy()) - before) / measured.frames }
    }
    // Zoomed in a little first: a chart that shows everything has nowhere to pan to.
    await page.getByRole('button', { name: 'Zoom in' }).click()
    const whole = await drag()
    for (let step = 0; step < 6; step += 1) await page.getByRole('button', { name: 'Zoom in' }).click()
    const near = await drag()
    return { whole, near }
  } finally {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
