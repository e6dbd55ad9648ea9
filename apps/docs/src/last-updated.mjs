import { spawnSync } from 'node:child_process'

let dates

/**
 * The day of the newest commit that touched a page, ISO, or `null` where there is no history (an unpacked archive).
 * @param {string} file - Path of the page from the root of the repository.
 */
export function lastUpdated(file) {
  dates ??= commitDates()
  return dates.get(file) ?? null
}

/** One call of git for all pages: newest commits come first. */
function commitDates() {
  const { stdout, error } = spawnSync('git', ['log', '--format=t:%cs', '--name-only', '--', 'docs'], {
    cwd: '../..',
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const found = new Map()
  if (error !== undefined) return found
  let date = null
  for (const line of stdout.split('\n')) {
    if (line.startsWith('t:')) date = line.slice(2)
    else if (line !== '' && !found.has(line)) found.set(line, date)
  }
  return found
}
