let at = -1
let text = ''

/** The time as ISO 8601, formatted once a millisecond. */
export function isoNow(): string {
  const now = Date.now()
  if (now !== at) {
    at = now
    text = new Date(now).toISOString()
  }
  return text
}
