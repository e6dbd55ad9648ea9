import { expect, it } from 'vitest'
import { createRunBar } from '../src/evals/run-progress.js'
import { memoryIo } from './memory-io.js'

const progress = {
  done: 30,
  total: 120,
  errors: 2,
  tokens: 900,
  cost: 0.0123,
  rate: 3.21,
  secondsLeft: 28.1,
  connections: 12,
}

it('draws a bar on a terminal, and takes it away at the end', () => {
  const io = memoryIo({ terminal: true, columns: 120 })
  const bar = createRunBar(io, 'auto')
  bar.show(progress)
  expect(io.stderr.text).toContain('█████░░░░░░░░░░░░░░░ 30/120, 3.2/s, 2 failed, $0.0123, 12 at a time, 29 s left')
  bar.end()
  expect(io.stderr.text.endsWith('\r\u001B[2K')).toBe(true)
})

it('cuts the line to a narrow terminal', () => {
  const io = memoryIo({ terminal: true, columns: 30 })
  createRunBar(io, 'auto').show(progress)
  expect(io.stderr.text.replace('\r\u001B[2K', '').length).toBeLessThan(30)
})

it('writes a line every ten seconds elsewhere, and nothing when quiet', () => {
  let now = 0
  const io = memoryIo({ now: () => now })
  const bar = createRunBar(io, 'auto')
  bar.show(progress)
  now = 10_000
  bar.show({ ...progress, total: null, errors: 0, cost: 0, rate: 250.4, secondsLeft: null })
  bar.end()
  expect(io.stderr.text).toBe('30 done, 250/s, 12 at a time\n')
  const silent = memoryIo({ terminal: true })
  const none = createRunBar(silent, 'none')
  none.show(progress)
  none.end()
  expect(silent.stderr.text).toBe('')
})

it.each([
  [3000, '50 min left'],
  [7300, '2.0 h left'],
])('says %d seconds as %s', (secondsLeft, words) => {
  const io = memoryIo({ terminal: true, columns: 120 })
  createRunBar(io, 'auto').show({ ...progress, secondsLeft })
  expect(io.stderr.text).toContain(words)
})

it('writes lines of JSON for programs, at most one a second and the last one', () => {
  let now = 0
  const io = memoryIo({ terminal: true, now: () => now })
  const bar = createRunBar(io, 'json')
  for (const [time, done] of [
    [0, 30],
    [400, 60],
    [900, 90],
    [1100, 100],
    [1200, 120],
  ] as const) {
    now = time
    bar.show({ ...progress, done })
  }
  bar.end()
  bar.end()
  const lines = io.stderr.text.trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { progress: typeof progress }).progress.done)).toEqual([30, 100, 120])
  expect(JSON.parse(lines[0]!)).toEqual({ progress })
})

it('writes no bar on a terminal where lines are asked for', () => {
  let now = 0
  const io = memoryIo({ terminal: true, now: () => now })
  const bar = createRunBar(io, 'plain')
  now = 10_000
  bar.show(progress)
  expect(io.stderr.text).toMatch(/^30\/120.*\n$/)
})
