import { readFileSync } from 'node:fs'
import { parseCsv } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import {
  equivalentCompute,
  fitFamilyCompute,
  fitObservational,
  modelScoresSchema,
  principalComponents,
  type ModelScores,
} from '../src/index.js'
import scipy from './oracles/observational.json' with { type: 'json' }
import { sharedJson } from './shared-runs.js'

// The same table lies in data/obs-scaling.
const table = 'oracles/scaling/obs_base_llm_benchmark_eval.csv'
const oracle = 'oracles/scaling/obs_scaling.json'
const unit = 1e21
const all = ['MMLU', 'ARC-C', 'HellaSwag', 'Winograd', 'TruthfulQA', 'GSM8K', 'XWinograd', 'HumanEval']

function baseModels(): readonly ModelScores[] {
  const columns = {
    model: 'Model',
    family: 'Model Family',
    compute: 'FLOPs (1E21)',
    ...Object.fromEntries(all.map((name) => [name, name])),
  }
  return parseCsv(readFileSync(sharedPath(table), 'utf8'), { schema: modelScoresSchema(all, unit), columns })
}

interface Components {
  readonly n_rows: number
  readonly n_total: number
  readonly mean: readonly number[]
  readonly explained: readonly number[]
  readonly loadings_pc1: readonly number[]
  readonly pc1_first5: readonly (readonly [string, number])[]
  readonly family_fits: Readonly<
    Record<string, { readonly n: number; readonly slope: number; readonly intercept: number; readonly r2: number }>
  >
}

/** Both sides solve an 8 x 8 eigenproblem in doubles. */
const tolerance = 1e-10

describeWithShared('the benchmark scores of Ruan et al.', [table, oracle], () => {
  const models = baseModels()
  const wanted = sharedJson(oracle) as Components
  const complete = models.filter(({ scores }) => all.every((name) => scores[name] !== null))
  const pca = principalComponents(complete.map(({ scores }) => all.map((name) => scores[name]!)))

  it('have the principal components of the oracle on the complete rows', () => {
    expect([models.length, complete.length]).toEqual([wanted.n_total, wanted.n_rows])
    for (const [k, share] of wanted.explained.entries())
      expect(Math.abs(pca.explained[k]! - share)).toBeLessThan(tolerance)
    for (const [j, mean] of wanted.mean.entries()) expect(Math.abs(pca.mean[j]! - mean)).toBeLessThan(tolerance)
    for (const [j, loading] of wanted.loadings_pc1.entries())
      expect(Math.abs(pca.loadings[0]![j]! - loading)).toBeLessThan(tolerance)
    for (const [name, score] of wanted.pc1_first5)
      expect(Math.abs(pca.scores[complete.findIndex(({ model }) => model === name)]![0]! - score)).toBeLessThan(
        tolerance,
      )
  })

  it('follow compute within families as in the oracle', () => {
    const points = complete.flatMap(({ family, compute }, i) =>
      family === undefined || compute === undefined ? [] : [{ family, compute, capability: pca.scores[i]![0]! }],
    )
    const fits = new Map(fitFamilyCompute(points).map((fit) => [fit.family, fit]))
    let checked = 0
    for (const [family, line] of Object.entries(wanted.family_fits)) {
      const fit = fits.get(family)!
      expect(fit.n).toBe(line.n)
      expect(Math.abs(fit.slope.estimate! - line.slope)).toBeLessThan(1e-9)
      expect(Math.abs(fit.intercept.estimate! + Math.log10(unit) * fit.slope.estimate! - line.intercept)).toBeLessThan(
        1e-9,
      )
      expect(Math.abs(fit.rSquared! - line.r2)).toBeLessThan(1e-8)
      checked += 1
    }
    expect(checked).toBe(20)
    // Llama-2-7B is near its own family's line, so its equivalent compute is near its compute.
    const own = equivalentCompute(fits.get('Llama-2')!, pca.scores[0]![0]!)
    expect(Math.abs(Math.log10(own.estimate! / 84e21))).toBeLessThan(0.05)
  })

  it.each([
    ['zero floor', {}],
    ['fitted floor', { floor: 'fitted' }],
    ['huber', { loss: 'huber' }],
    ['narrow huber', { loss: 'huber', delta: 0.02 }],
  ] as const)('give the law of scipy beyond a compute cutoff: %s', (name, options) => {
    const { benchmarks, target, trainUpTo, componentModels, missing, n, explained, loadings } = scipy.real
    const law = scipy.real[name]
    const imputation = { tolerance: 1e-13, bounds: { lower: -9, upper: 9 } }
    const fit = fitObservational(models, { benchmarks, target, trainUpTo, imputation, ...options })
    expect(fit).toMatchObject({
      n,
      componentModels,
      converged: true,
      components: { imputation: { missing, converged: true } },
    })
    for (const [k, share] of fit.components!.explained.entries())
      expect(Math.abs(share - explained[k]!)).toBeLessThan(1e-9)
    for (const [k, loading] of fit.components!.loadings.entries())
      for (const [j, value] of loading.entries()) expect(Math.abs(value - loadings[k]![j]!)).toBeLessThan(1e-8)
    expect(fit.objective! / law.objective - 1).toBeLessThan(1e-10)
    expect(Math.abs(fit.objective! / law.objective - 1)).toBeLessThan(1e-9)
    // Half the digits of the objective: Nelder-Mead and the bound of scipy's least_squares leave no more.
    expect(Math.abs(fit.parameters!.intercept - law.intercept)).toBeLessThan(1e-4)
    for (const [k, slope] of fit.parameters!.slopes.entries())
      expect(Math.abs(slope - law.slopes[k]!)).toBeLessThan(1e-3)
    expect(Math.abs(fit.parameters!.floor - law.floor)).toBeLessThan(1e-6)
  })

  it('are predicted beyond the cutoff better than by their mean, with intervals over models or families', () => {
    const { benchmarks, target, trainUpTo } = scipy.real
    for (const byFamily of [false, true]) {
      const bootstrap = { seed: 1, replicates: 20, byFamily }
      const {
        predictions,
        testError,
        bootstrap: evidence,
      } = fitObservational(models, { benchmarks, target, trainUpTo, bootstrap })
      expect(evidence).toMatchObject({ unusable: 0, clusters: byFamily ? 28 : null })
      expect(testError.n).toBe(71)
      expect(testError.meanAbsoluteError.estimate).toBeCloseTo(0.0813, 4)
      const scores = (split: string): readonly number[] =>
        predictions.flatMap((entry) => (entry.split === split ? [entry.observed!] : []))
      const mean = scores('train').reduce((a, b) => a + b, 0) / scores('train').length
      const naive = scores('test').reduce((total, score) => total + Math.abs(score - mean), 0) / 71
      expect(testError.meanAbsoluteError.interval!.upper).toBeLessThan(naive / 2)
      for (const { predicted } of predictions) expect(predicted.interval).not.toBeNull()
    }
  })
})
