/** Made-up daily bars, the same each time: a seeded walk with calm and lively stretches. */
export function bars(count = 2500, seed = 7) {
  let state = seed
  const random = () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
  const made = []
  let close = 1100
  const day = new Date('2005-01-03T00:00:00Z')
  while (made.length < count) {
    const weekday = day.getUTCDay()
    if (weekday !== 0 && weekday !== 6) {
      const lively = made.length % 900 > 700 ? 0.019 : 0.008
      const open = close * (1 + 0.002 * normal())
      close =
        open *
        (1 + 0.0003 + lively * normal() - (made.length % 900 > 760 && made.length % 900 < 840 ? 0.004 : 0))
      const high = Math.max(open, close) * (1 + 0.004 * random())
      const low = Math.min(open, close) * (1 - 0.004 * random())
      made.push({
        timestamp: day.toISOString().replace('.000', ''),
        open,
        high,
        low,
        close,
        volume: 1e9 * (1 + random()),
      })
    }
    day.setUTCDate(day.getUTCDate() + 1)
  }
  return made
}

export function average(values, length) {
  let sum = 0
  return values.map((value, index) => {
    sum += value - (index >= length ? values[index - length] : 0)
    return index >= length - 1 ? sum / length : null
  })
}
