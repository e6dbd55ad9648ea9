import { expect, it } from 'vitest'
import { activities, activityMatrix, caseFrom, shippedPolicy } from '../src/index.js'

const of = (configuration: string, facts: object): ReturnType<typeof caseFrom> =>
  caseFrom({ case: configuration, subject: { weights: 'w', configuration }, facts })

it('decides every configuration in every activity', () => {
  const meta = shippedPolicy('meta', '2')
  const matrix = activityMatrix(
    meta,
    [of('open', { level: 'Critical', residual: 'high' }), of('filtered', { level: 'High', residual: 'high' })],
    meta.effective,
  )
  expect(matrix.map(({ configuration, cells }) => [configuration, cells.map(({ activity }) => activity)])).toEqual([
    ['open', activities],
    ['filtered', activities],
  ])
  const outcome = (row: number, activity: string): string | undefined =>
    matrix[row]!.cells.find((cell) => cell.activity === activity)?.outcome
  // A critical risk holds development too, a high one only deployment.
  expect([outcome(0, 'train'), outcome(1, 'train'), outcome(1, 'deploy-general')]).toEqual(['hold', 'permit', 'hold'])
})
