import { expect, it } from 'vitest'
import { parseTaskRuns, taskWeights } from '../src/index.js'

const run = (task: string, family: string) => ({ agent: 'a', task, family, minutes: 1, score: 1 })
const runs = [run('1', 'f'), run('1', 'f'), run('2', 'f'), run('3', 'g')]

it('weighs runs, tasks or families', () => {
  expect(taskWeights(runs, 'equal-run')).toEqual([0.25, 0.25, 0.25, 0.25])
  const thirds = taskWeights(runs, 'equal-task')
  for (const [i, weight] of [1 / 6, 1 / 6, 1 / 3, 1 / 3].entries()) expect(thirds[i]).toBeCloseTo(weight, 14)
  const roots = taskWeights(runs, 'inverse-square-root-family')
  // Family f has two tasks: together sqrt(2) against 1.
  expect((roots[0]! + roots[1]! + roots[2]!) / roots[3]!).toBeCloseTo(Math.SQRT2, 14)
  expect(roots.reduce((a, b) => a + b)).toBeCloseTo(1, 14)
})

it('parses rows, and refuses scores above 1', () => {
  expect(parseTaskRuns([{ ...run('1', 'f'), minutes: '2.5', score: '0.5' }])).toEqual([
    { ...run('1', 'f'), minutes: 2.5, score: 0.5 },
  ])
  expect(() => parseTaskRuns([{ ...run('1', 'f'), score: 1.5 }, { ...run('', 'f') }])).toThrow('row 2, task')
})
