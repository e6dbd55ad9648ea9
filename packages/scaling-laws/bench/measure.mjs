/**
 * Milliseconds that work takes once: the smaller of wall time and processor time. Other work on the machine disturbs the first, compiler and collector threads
 * the second.
 */
export function once(work) {
  const start = process.cpuUsage()
  const wall = performance.now()
  work()
  const { user, system } = process.cpuUsage(start)
  return Math.min(performance.now() - wall, (user + system) / 1000)
}

/** Milliseconds of the best of several repetitions. */
export function best(repetitions, work) {
  return Math.min(...Array.from({ length: repetitions }, () => once(work)))
}
