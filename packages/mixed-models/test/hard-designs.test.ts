import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
import { fitGeneralised, fitLinear, prepareModel } from '../src/index.js'
import type { MixedModel } from '../src/index.js'
import { linearCriterion, linearProblem } from '../src/internal/linear-problem.js'
import { optimiseCriterion } from '../src/internal/optimise-criterion.js'
import oracles from './oracles/hard-designs.json' with { type: 'json' }
import { hardDesigns } from './support/hard-designs.js'
import type { HardDesign } from './support/hard-designs.js'

interface Reached {
  readonly name: string
  readonly seed: number
  readonly method: 'ML' | 'REML'
  /** Lowest criterion of several optimisers and starts. */
  readonly best: number
  readonly fixef: Readonly<Record<string, number>>
  readonly se: number | readonly number[]
}
const reached = oracles.fits as unknown as readonly Reached[]
const designOf = (name: string): HardDesign => hardDesigns.find((design) => design.name === name)!
const modelOf = ({ formula, rows, weights }: HardDesign, seed: number): MixedModel =>
  prepareModel(formula, rows(seed), weights === undefined ? {} : { weights })

/** lme4's best of six starts may lie above the optimum; ours may not, beyond rounding of the file. */
const criterionTolerance = 1e-7
/** Where both reach the same criterion, in units of the standard error: estimates move with the square root of what the criterion leaves open. */
const parameterTolerance = 2e-5
/** glmer's standard errors come from differences of the deviance itself. */
const errorTolerance = { gaussian: 2e-5, binomial: 2e-4 }

describe('hard designs, against the best of several optimisers and starts of lme4', () => {
  it.each(reached.map((oracle) => [oracle.name, oracle.seed, oracle.method, oracle] as const))(
    '%s, table %i, %s',
    (name, seed, method, oracle) => {
      const design = designOf(name)
      const model = modelOf(design, seed)
      const points = design.points ?? 1
      const fit =
        design.family === 'gaussian'
          ? fitLinear(model, { method })
          : fitGeneralised(model, { quadraturePoints: points })
      expect(fit.refusal).toBeNull()
      expect(fit.converged).toBe(true)
      // glmer's log likelihood leaves the saturated part out when it uses quadrature.
      const criterion = fit.family === 'binomial' && points > 1 ? fit.deviance! : fit.minusTwoLogLik!
      expect(criterion - oracle.best).toBeLessThan(criterionTolerance)
      if (oracle.best - criterion > 1e-6) return
      fit.fixed.forEach(({ term, estimate, se }, k) => {
        expect(Math.abs(estimate - oracle.fixef[term]!) / se).toBeLessThan(parameterTolerance)
        expect(Math.abs(se / [oracle.se].flat()[k]! - 1)).toBeLessThan(errorTolerance[design.family])
      })
    },
  )

  it('covers boundaries as well as interior optima', () => {
    const ranks = reached
      .filter(({ name }) => designOf(name).family === 'gaussian')
      .map(({ name, seed, method }) => fitLinear(modelOf(designOf(name), seed), { method }).certificate!)
    const singular = ranks.filter(({ boundary }) => boundary)
    expect(singular.length).toBeGreaterThan(20)
    expect(ranks.length - singular.length).toBeGreaterThan(20)
    for (const { kkt } of singular) expect(kkt).toBe(true)
  })
})

describe('no start leads lower than the optimum that was reported', () => {
  const linear = hardDesigns.filter(({ family }) => family === 'gaussian')
  it.each(linear.map((design) => [design.name, design] as const))('%s', (_, design) => {
    const model = modelOf(design, 5)
    const fit = fitLinear(model)
    const criterion = linearCriterion(linearProblem(model), 'REML')
    const random = createRandom(17)
    for (let start = 0; start < 8; start += 1) {
      const theta = criterion.templates.flatMap(({ positions }) => positions.map(() => 1.5 * random.normal()))
      expect(optimiseCriterion(criterion, theta).value).toBeGreaterThan(fit.minusTwoLogLik! - 1e-6)
    }
  })
})
