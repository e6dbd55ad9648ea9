import { dosTimeOf } from '../../zip/write-member.js'

/** Time of members, read from the clock at most once a second. */
export function memberClock(): () => number {
  let at = -Infinity
  let time = 0
  return () => {
    const now = Date.now()
    if (now - at >= 1000) {
      at = now
      time = dosTimeOf(new Date(now).toISOString())
    }
    return time
  }
}
