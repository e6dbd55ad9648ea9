import type { Io } from '../io/io.js'

/** The day of the clock, UTC. */
export function today(io: Io): string {
  return timeNow(io).slice(0, 10)
}

/** The time of the clock, UTC, to the second. */
export function timeNow(io: Io): string {
  return new Date(io.now?.() ?? Date.now()).toISOString().replace(/\.\d+Z$/, 'Z')
}
