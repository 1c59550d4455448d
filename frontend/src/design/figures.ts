/** How numbers and moments are written. An undefined value is a dash; the minus sign is a real one. */
export const DASH = '–'

type Maybe = number | null | undefined

const formatters = new Map<string, Intl.NumberFormat>()

/** Making a formatter takes a hundred times as long as using it: each is made once. */
function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const made = formatters.get(key) ?? new Intl.NumberFormat('en-US', options)
  formatters.set(key, made)
  return made
}

function write(value: Maybe, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return DASH
  // What rounds to zero is neither below nor above it.
  const signs: Intl.NumberFormatOptions = { signDisplay: 'negative', ...options }
  return formatter(signs).format(value).replace('-', '\u2212')
}

const VAST_FRACTION = 1000
const VAST_AMOUNT = 10_000_000

/** How a fraction is written as percent; beyond a hundred thousand percent in short: 8.7M %. */
function asPercent(fraction: Maybe, digits: number): Intl.NumberFormatOptions {
  return Math.abs(fraction ?? 0) >= VAST_FRACTION
    ? { style: 'percent', notation: 'compact', maximumFractionDigits: 1 }
    : { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }
}

/** What is no whole hundred percent does not read as one: 0.9996 with no digits is 99 %. */
function shortOfWhole(fraction: Maybe, digits: number): Maybe {
  const whole = 1 - 0.1 ** (digits + 2)
  return fraction && Math.abs(fraction) < 1 && Math.abs(fraction) > whole
    ? Math.sign(fraction) * whole
    : fraction
}

/** A fraction as percent: 0.1234 -> 12.3 %. */
export function percent(fraction: Maybe, digits = 1): string {
  return write(shortOfWhole(fraction, digits), asPercent(fraction, digits))
}

const RARE = 0.001

/** A probability as percent; nothing measured is certain or impossible. */
export function chance(probability: Maybe): string {
  if (probability === null || probability === undefined) return DASH
  if (probability < RARE) return `<${percent(RARE)}`
  return probability > 1 - RARE ? `>${percent(1 - RARE)}` : percent(probability)
}

/** A fraction as percent with its sign, so that colour is never the only carrier. */
export function signedPercent(fraction: Maybe, digits = 1): string {
  return write(shortOfWhole(fraction, digits), {
    ...asPercent(fraction, digits),
    signDisplay: 'exceptZero',
  })
}

export function number(value: Maybe, digits = 2): string {
  return write(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function signedNumber(value: Maybe, digits = 2): string {
  return write(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
  })
}

export function count(value: Maybe): string {
  return write(value, { maximumFractionDigits: 0 })
}

/** An amount on an axis: in short from ten million on. */
export function amount(value: Maybe): string {
  return Math.abs(value ?? 0) >= VAST_AMOUNT
    ? write(value, { notation: 'compact', maximumSignificantDigits: 3 })
    : count(value)
}

/** A quantity with as many digits as it needs, at most eight. */
export function quantity(value: Maybe): string {
  return write(value, { maximumFractionDigits: 8 })
}

const LEAST_DOLLARS = 0.0001

/** What an answer cost, in US dollars; a cost is never written as none. */
export function dollars(value: number): string {
  return value < LEAST_DOLLARS ? `<$${LEAST_DOLLARS}` : `$${value.toFixed(4)}`
}

/** A price: two digits, more for very small ones. */
export function price(value: Maybe): string {
  const small = value !== null && value !== undefined && Math.abs(value) < 1 && value !== 0
  return write(value, { minimumFractionDigits: 2, maximumFractionDigits: small ? 6 : 2 })
}

const ROUND_PRICE = 10_000

/** A price on an axis: large ones without their hundredths. */
export function axisPrice(value: Maybe): string {
  return Math.abs(value ?? 0) >= ROUND_PRICE ? count(value) : price(value)
}

/** The session date of a moment, and its time within the day unless it is midnight. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return DASH
  const [day = '', time = ''] = iso.split('T')
  const clock = time.slice(0, 5)
  return clock && clock !== '00:00' ? `${day} ${clock}` : day
}

export function day(iso: string | null | undefined): string {
  return iso ? iso.slice(0, 10) : DASH
}

/** The UTC day of a moment in seconds since 1970. */
export function dayOf(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined
    ? DASH
    : new Date(seconds * 1000).toISOString().slice(0, 10)
}

/** A moment of the person's own life (when something was saved), in their zone. */
export function localMoment(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso))
}

/** Whether a figure is good, bad or neither, for its colour. */
export function tone(value: Maybe): string {
  if (!value || !Number.isFinite(value)) return ''
  return value > 0 ? 'text-gain' : 'text-loss'
}
