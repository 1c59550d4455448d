import { useEffect, useState } from 'react'

const NAMES = [
  'surface',
  'line',
  'line-strong',
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'gain',
  'loss',
  'caution',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
] as const

export type ChartTheme = Record<(typeof NAMES)[number], string>

/** A CSS colour in any notation as rgb(), which is all that a canvas chart can read. */
function resolve(context: CanvasRenderingContext2D, colour: string): string {
  context.clearRect(0, 0, 1, 1)
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  return `rgb(${red}, ${green}, ${blue})`
}

function read(): ChartTheme | null {
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  const style = getComputedStyle(document.documentElement)
  const entries = NAMES.map((name) => [name, resolve(context, style.getPropertyValue(`--${name}`).trim())])
  return Object.fromEntries(entries) as ChartTheme
}

/** The colours of the page for canvas charts; follows the class of <html>, which changes after effects have run. */
export function useChartTheme(): ChartTheme | null {
  const [theme, setTheme] = useState<ChartTheme | null>(null)
  useEffect(() => {
    const update = () => setTheme(read())
    update()
    const watch = new MutationObserver(update)
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-gains'] })
    return () => watch.disconnect()
  }, [])
  return theme
}

/** rgb() with an alpha. */
export function faded(colour: string, alpha: number): string {
  return colour.replace('rgb(', 'rgba(').replace(')', `, ${alpha})`)
}
