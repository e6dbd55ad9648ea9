import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { drawRuns, runTree } from '../src/internal/task-resampling.js'

const run = (agent: string, task: string, family: string) => ({ agent, task, family, minutes: 1, score: 1 })
const runs = [
  run('a', '1', 'f'),
  run('a', '1', 'f'),
  run('b', '1', 'f'),
  run('a', '2', 'f'),
  run('a', '3', 'g'),
  run('b', '3', 'g'),
]

it('draws each run once on average, and agents share the tasks', () => {
  const tree = runTree(runs)
  const counts = new Float64Array(runs.length)
  const totals = new Float64Array(runs.length)
  const replicates = 4000
  for (let k = 0; k < replicates; k += 1) {
    drawRuns(tree, createRandom(2, k), counts)
    for (const [i, count] of counts.entries()) totals[i] = totals[i]! + count
    // The one run of agent b in each task comes up as often as its task; agent a's runs of it share twice that.
    expect(counts[0]! + counts[1]!).toBe(2 * counts[2]!)
    expect(counts[4]).toBe(counts[5])
  }
  // Variance of a count is below 4, so five standard errors are below 0.16.
  for (const total of totals) expect(Math.abs(total / replicates - 1)).toBeLessThan(0.16)
})
