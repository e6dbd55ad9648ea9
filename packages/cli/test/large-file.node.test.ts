import { closeSync, openSync, writeSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runBuilt } from './built-command.js'
import { simulatedRuns } from './simulated-runs.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const megabyte = 2 ** 20
// Node itself takes about 60 MB, a chunk and its records a few more; the slack is for a collector that comes late.
const peakBound = 300 * megabyte

/** A file of about 200 MB, nearly all of it in a column that no field is mapped to. */
function writeLargeFile(file: string, lastLoss: string): number {
  const runs = simulatedRuns()
  const notes = 'x'.repeat(40_000)
  const rows = Math.ceil((200 * megabyte) / notes.length)
  const handle = openSync(file, 'w')
  writeSync(handle, 'params,notes,tokens,loss\n')
  for (let row = 0; row < rows; row += 1) {
    const { params, tokens, loss } = runs[row % runs.length]!
    writeSync(handle, `${params},"${notes}",${tokens},${row === rows - 1 ? lastLoss : loss}\n`)
  }
  closeSync(handle)
  return rows
}

// Prints the largest resident set of the process, in kilobytes, as its last word.
const reportPeak = `data:text/javascript,process.on('exit',()=>{process.stderr.write('peak '+process.resourceUsage().maxRSS)})`

function peakOf(stderr: string): number {
  return Number(/peak (\d+)$/.exec(stderr)![1]) * 1024
}

describe('a file of 200 MB', () => {
  it('is read in the memory of the columns that are kept', () => {
    const rows = writeLargeFile(folder.path('large.csv'), '2.5')
    const { code, stdout, stderr } = runBuilt(['scaling', 'fit', 'large.csv', '--json', '--quiet'], {
      cwd: folder.path(),
      node: ['--import', reportPeak],
    })
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { readonly n: number }).n).toBe(rows)
    expect(peakOf(stderr)).toBeLessThan(peakBound)
  })

  it('is refused for a bad cell in its last row, by its line', () => {
    const rows = writeLargeFile(folder.path('large.csv'), 'NaN')
    const { code, stdout, stderr } = runBuilt(['scaling', 'fit', 'large.csv', '--json', '--quiet'], {
      cwd: folder.path(),
      node: ['--import', reportPeak],
    })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`line ${rows + 1}: `)
    expect(peakOf(stderr)).toBeLessThan(peakBound)
  })
})
