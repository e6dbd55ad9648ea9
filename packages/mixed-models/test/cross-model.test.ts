import { expect, it } from 'vitest'
import { fitLinear, fixedEffectTable, prepareModel, satterthwaite } from '../src/index.js'
import oracle from './oracles/cross-model.json' with { type: 'json' }

/** The arithmetic of cross-model.R. */
function rows(): { y: number; question: number; model: string; gender: string; race: string }[] {
  const noise = (k: number): number => {
    const x = Math.sin(k * 12.9898) * 43758.5453
    return 2 * (x - Math.floor(x)) - 1
  }
  let k = 0
  return Array.from({ length: 12 }, (_, index) => index + 1).flatMap((question) =>
    ['A', 'B', 'C'].flatMap((model, index) =>
      ['female', 'male'].flatMap((gender) =>
        ['Asian', 'Black', 'white'].map((race) => {
          k += 1
          const m = index + 1
          const own = question * 3 + m
          const level = 1 + 2 * noise(question + 1000) + 0.5 * noise(own + 2000)
          const female = 0.3 + 0.2 * m + 0.6 * noise(question + 3000) + 0.8 * noise(own + 4000)
          const black = 0.6 - 0.1 * m + 0.7 * noise(question + 5000)
          const y = level + (gender === 'female' ? female : 0) + (race === 'Black' ? black : 0) + 0.4 * noise(k)
          return { y, question, model, gender, race }
        }),
      ),
    ),
  )
}

// Sines differ in their last bit between engines, which the arithmetic multiplies by 43,758.
const rowTolerance = 1e-9

it('several models in one fit: scores that differ between them, slopes over questions and over questions within a model', () => {
  const table = rows()
  ;[1, 50, 216].forEach((row, i) => {
    expect(Math.abs(table[row - 1]!.y - oracle.rows[i]!)).toBeLessThan(rowTolerance)
  })
  const model = prepareModel(
    'y ~ model * (gender + race) + (1 + gender + race | question) + (1 + gender | question:model)',
    table,
    { baselines: { gender: 'male', race: 'white' } },
  )
  const fit = fitLinear(model)
  expect(fit.converged).toBe(true)
  expect(fit.minusTwoLogLik! - oracle.criterion).toBeLessThan(1e-7)
  fixedEffectTable(satterthwaite(model, fit)).forEach(({ term, estimate, se, df }) => {
    const k = oracle.terms.indexOf(term)
    expect(Math.abs(estimate - oracle.estimate[k]!)).toBeLessThan(1e-6)
    expect(Math.abs(se / oracle.se[k]! - 1)).toBeLessThan(1e-4)
    expect(Math.abs(df! / oracle.df[k]! - 1)).toBeLessThan(5e-3)
  })
  expect(Math.abs(fit.sigma! / oracle.sigma - 1)).toBeLessThan(1e-4)
})
