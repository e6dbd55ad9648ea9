import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { drawnUnits, drawRuns, runTree } from '../src/internal/task-resampling.js'

const run = (agent: string, task: string, family: string) => ({ agent, task, family, minutes: 1, score: 1 })
const runs = [
  run('a', '1', 'f'),
  run('a', '1', 'f'),
  run('b', '1', 'f'),
  run('a', '2', 'f'),
  run('a', '3', 'g'),
  run('b', '3', 'g'),
]

it.each([true, false])('draws each run once on average, and agents share the tasks (within: %s)', (within) => {
  const tree = runTree(runs)
  const counts = new Float64Array(runs.length)
  const totals = new Float64Array(runs.length)
  const replicates = 4000
  for (let k = 0; k < replicates; k += 1) {
    drawRuns(tree, within, createRandom(2, k), counts)
    for (const [i, count] of counts.entries()) totals[i] = totals[i]! + count
    // The one run of agent b in each task comes up as often as its task; agent a's runs of it share twice that.
    expect(counts[0]! + counts[1]!).toBe(2 * counts[2]!)
    expect(counts[4]).toBe(counts[5])
    // Whole families bring every run of theirs equally often.
    if (!within) expect(new Set(counts.subarray(0, 4)).size).toBe(1)
  }
  // Variance of a count is below 4, so five standard errors are below 0.16.
  for (const total of totals) expect(Math.abs(total / replicates - 1)).toBeLessThan(0.16)
})

it('varies a mean as Davison and Hinkley say: whole families by what families differ by, draws within them by more', () => {
  const [families, tasks, each] = [5, 3, 4]
  const random = createRandom(8)
  const many = Array.from({ length: families * tasks * each }, (_, i) => {
    const task = Math.floor(i / each)
    return { ...run('a', `${task}`, `${Math.floor(task / tasks)}`), score: random.normal() }
  })
  const mean = (of: readonly { readonly score: number }[]) =>
    of.reduce((total, { score }) => total + score / of.length, 0)
  const members = (key: 'family' | 'task', name: string) => many.filter((one) => one[key] === name)
  const spread = (values: readonly number[], about: number) =>
    values.reduce((total, value) => total + (value - about) ** 2, 0)
  const names = Array.from({ length: families }, (_, i) => `${i}`)
  const between = spread(
    names.map((family) => mean(members('family', family))),
    mean(many),
  )
  const ofTasks = Array.from({ length: families * tasks }, (_, task) => {
    const family = mean(members('family', `${Math.floor(task / tasks)}`))
    return spread([mean(members('task', `${task}`))], family)
  }).reduce((total, value) => total + value, 0)
  const ofRuns = many.reduce((total, { score, task }) => total + (score - mean(members('task', task))) ** 2, 0)
  // Section 3.8 of Davison and Hinkley 1997, for three levels.
  const whole = between / families ** 2
  const again = whole + ofTasks / (families * tasks) ** 2 + ofRuns / (families * tasks * each) ** 2
  const tree = runTree(many)
  const counts = new Float64Array(many.length)
  for (const [within, expected] of [
    [false, whole],
    [true, again],
  ] as const) {
    const replicates = 20_000
    let squares = 0
    for (let k = 0; k < replicates; k += 1) {
      drawRuns(tree, within, createRandom(3, k), counts)
      const drawn = counts.reduce((total, count, i) => total + count * many[i]!.score, 0) / many.length
      squares += (drawn - mean(many)) ** 2
    }
    // A variance of 20,000 nearly normal draws is known to 1 %.
    expect(Math.abs(squares / replicates / expected - 1)).toBeLessThan(0.05)
  }
  expect(again).toBeGreaterThan(1.3 * whole)
})

it('draws tasks where there is one family', () => {
  const one = runs.slice(0, 4)
  const tree = runTree(one)
  expect([drawnUnits(tree), drawnUnits(runTree(runs))]).toEqual([2, 2])
  expect(drawnUnits(runTree(one.map((each, i) => ({ ...each, task: `${i}` }))))).toBe(4)
  const counts = new Float64Array(4)
  const seen = new Set<string>()
  for (let k = 0; k < 100; k += 1) {
    drawRuns(tree, false, createRandom(1, k), counts)
    seen.add(counts.join(' '))
  }
  expect([...seen].sort()).toEqual(['0 0 0 2', '1 1 1 1', '2 2 2 0'])
})
