import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { fitCellMeans, fitMixed, type CellMeansData } from '../src/index.js'

function simulated(seed: number, groupDeviation: number): CellMeansData {
  const random = createRandom(seed)
  const [values, cells, groups]: [number[], number[], number[]] = [[], [], []]
  for (let group = 0; group < 60; group += 1) {
    const effect = groupDeviation * random.normal()
    for (let cell = 0; cell < 7; cell += 1) {
      // Some cells stay empty, some are seen twice.
      for (let times = Math.floor(3 * random.uniform()); times > 0; times -= 1) {
        values.push(5 + 0.3 * cell + effect + random.normal())
        cells.push(cell)
        groups.push(group)
      }
    }
  }
  return { values, cells, cellCount: 8, groups, groupCount: 60 }
}

/** Both engines reach their optimum to about 1e-8 in the variance ratio. */
const tolerance = 1e-6

describe('the fit of cell means', () => {
  it.each([
    [1, 1.5],
    [2, 0.4],
    [3, 6],
  ])('is that of y ~ 0 + level + (1 | group), data set %i', (seed, deviation) => {
    const data = simulated(seed, deviation)
    const rows = Array.from(data.values, (y, i) => ({ y, level: `c${data.cells[i]}`, group: `g${data.groups[i]}` }))
    const general = fitMixed('y ~ 0 + level + (1 | group)', rows, { inference: 'wald' })
    const fit = fitCellMeans(data)
    expect(Math.abs(fit.minusTwoLogLik! - general.minusTwoLogLik!)).toBeLessThan(tolerance)
    expect(Math.abs(fit.sigma! - general.sigma!)).toBeLessThan(tolerance)
    expect(Math.abs(fit.groupDeviation! - general.random[0]!.standardDeviations[0]!)).toBeLessThan(10 * tolerance)
    for (const [level, effect] of general.fixed.entries()) {
      expect(Math.abs(fit.means[level]! - effect.estimate)).toBeLessThan(tolerance)
      expect(Math.abs(fit.standardErrors[level]! - effect.se)).toBeLessThan(tolerance)
    }
    expect([fit.means[7], fit.standardErrors[7], fit.boundary, fit.refusal]).toEqual([null, null, false, null])
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })
  it('is the means of the levels where groups do not differ', () => {
    const fit = fitCellMeans({
      values: [1, 2, 2, 1, 1, 2, 2, 1],
      cells: [0, 1, 0, 1, 0, 1, 0, 1],
      cellCount: 2,
      groups: [0, 0, 1, 1, 2, 2, 3, 3],
      groupCount: 4,
    })
    expect(fit).toMatchObject({ means: [1.5, 1.5], groupDeviation: 0, boundary: true })
  })
  it.each([
    ['too few', [1], [0], [0]],
    ['but one group', [1, 2, 3], [0, 0, 0], [0, 0, 0]],
    ['no group has two values', [1, 2, 3], [0, 0, 1], [0, 1, 2]],
    ['fit the values exactly', [1, 1, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1]],
    ['too few', [], [], []],
  ])('is refused: %s', (reason, values, cells, groups) => {
    const fit = fitCellMeans({ values, cells, groups, cellCount: 2, groupCount: 3 })
    expect(fit.refusal).toContain(reason)
    expect([fit.means, fit.sigma, fit.minusTwoLogLik]).toEqual([[null, null], null, null])
  })
  it('needs one level and group a value, and finite values', () => {
    const data = { values: [1, 2], cells: [0, 0], cellCount: 1, groups: [0, 1], groupCount: 2 }
    expect(() => fitCellMeans({ ...data, groups: [0] })).toThrow(/fitCellMeans: values, cells and groups/)
    expect(() => fitCellMeans({ ...data, values: [1, NaN] })).toThrow(/got NaN at index 1/)
  })
})
