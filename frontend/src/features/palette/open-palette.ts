const EVENT = 'vibe:palette'

export function openPalette(): void {
  window.dispatchEvent(new Event(EVENT))
}

/** Listens for the wish to open the palette: by a button, or by Ctrl/Cmd + K. */
export function onPalette(open: () => void): () => void {
  const key = (event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      open()
    }
  }
  window.addEventListener(EVENT, open)
  window.addEventListener('keydown', key)
  return () => {
    window.removeEventListener(EVENT, open)
    window.removeEventListener('keydown', key)
  }
}
