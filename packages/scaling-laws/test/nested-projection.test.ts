import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { nestedProjection } from '../src/internal/nested-projection.js'
import { solveLinear } from '../src/internal/solve-linear.js'

const random = createRandom(8)
const n = 40
const columns = Array.from({ length: 7 }, (_, j) =>
  Float64Array.from({ length: n }, () => (j === 0 ? 1 : random.normal())),
)
const target = Float64Array.from({ length: n }, () => random.normal())
const weight = Float64Array.from({ length: n }, () => 0.5 + random.uniform())

function squares(chosen: readonly number[]): number {
  const p = chosen.length
  const sum = (left: Float64Array, right: Float64Array): number =>
    weight.reduce((total, w, i) => total + w * left[i]! * right[i]!, 0)
  const normal = Float64Array.from(chosen.flatMap((j) => chosen.map((k) => sum(columns[j]!, columns[k]!))))
  const beta = solveLinear(
    normal,
    Float64Array.from(chosen, (j) => sum(columns[j]!, target)),
    p,
  )!
  return weight.reduce((total, w, i) => {
    const fitted = chosen.reduce((value, j, k) => value + beta[k]! * columns[j]![i]!, 0)
    return total + w * (target[i]! - fitted) ** 2
  }, 0)
}

it('gives the least squares of every choice of columns a gap apart', () => {
  const seen: string[] = []
  nestedProjection(columns, target, weight).each(2, 2, 2, (chosen, rss) => {
    seen.push(chosen.join())
    expect(rss).toBeCloseTo(squares(chosen), 6)
  })
  expect(seen).toEqual(['0,1,2,4', '0,1,2,5', '0,1,2,6', '0,1,3,5', '0,1,3,6', '0,1,4,6'])
})

it('solves for the coefficients of one choice, and for none where columns are dependent', () => {
  const projection = nestedProjection([...columns, columns[1]!.map((value) => 0 * value)], target, weight)
  const beta = projection.solve([0, 2, 5])!
  const left = target.map(
    (value, i) => value - beta[0]! * columns[0]![i]! - beta[1]! * columns[2]![i]! - beta[2]! * columns[5]![i]!,
  )
  for (const j of [0, 2, 5])
    expect(weight.reduce((total, w, i) => total + w * left[i]! * columns[j]![i]!, 0)).toBeCloseTo(0, 6)
  expect(projection.solve([0, 7])).toBeNull()
})
