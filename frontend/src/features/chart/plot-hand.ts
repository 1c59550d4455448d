type Hand = {
  look: () => { range: readonly [number, number]; width: number }
  show: (from: number, to: number) => void
  fit: () => void
}

const NOTCH = 1.0018
const STEP = 0.15

/** Drag pans, two fingers or the wheel zoom where they are, a double click shows all; arrow keys, plus and minus do the same. */
export function followHand(box: HTMLElement, surfaces: readonly HTMLElement[], hand: Hand): () => void {
  const stop = new AbortController()
  const fingers = new Map<number, number>()

  const zoomAt = (place: number, factor: number) => {
    const [from, to] = hand.look().range
    const middle = from + (to - from) * place
    hand.show(middle - (middle - from) * factor, middle + (to - middle) * factor)
  }
  const pan = (share: number) => {
    const [from, to] = hand.look().range
    hand.show(from + (to - from) * share, to + (to - from) * share)
  }
  const down = (event: PointerEvent) => {
    fingers.set(event.pointerId, event.clientX)
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (before === undefined) return
    const { width } = hand.look()
    const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, x]) => x)
    fingers.set(event.pointerId, event.clientX)
    if (other === undefined) return pan((before - event.clientX) / width)
    const apart = Math.max(20, Math.abs(event.clientX - other))
    const left = (event.currentTarget as HTMLElement).getBoundingClientRect().left
    zoomAt(((event.clientX + other) / 2 - left) / width, Math.max(20, Math.abs(before - other)) / apart)
  }
  const up = (event: PointerEvent) => fingers.delete(event.pointerId)
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return pan(event.deltaX / hand.look().width)
    const left = (event.currentTarget as HTMLElement).getBoundingClientRect().left
    zoomAt((event.clientX - left) / hand.look().width, NOTCH ** event.deltaY)
  }
  const keys = new Map([
    ['ArrowLeft', () => pan(-STEP)],
    ['ArrowRight', () => pan(STEP)],
    ['+', () => zoomAt(0.5, 1 - STEP * 2)],
    ['-', () => zoomAt(0.5, 1 / (1 - STEP * 2))],
    ['Home', hand.fit],
  ])
  const key = (event: KeyboardEvent) => {
    if (event.target !== box) return
    const found = keys.get(event.key)
    if (!found) return
    event.preventDefault()
    found()
  }

  const { signal } = stop
  box.addEventListener('keydown', key, { signal })
  for (const surface of surfaces) {
    surface.style.touchAction = 'pan-y'
    surface.style.cursor = 'crosshair'
    surface.addEventListener('pointerdown', down, { signal })
    surface.addEventListener('pointermove', move, { signal })
    surface.addEventListener('pointerup', up, { signal })
    surface.addEventListener('pointercancel', up, { signal })
    surface.addEventListener('wheel', wheel, { signal, passive: false })
    surface.addEventListener('dblclick', hand.fit, { signal })
  }
  return () => stop.abort()
}
