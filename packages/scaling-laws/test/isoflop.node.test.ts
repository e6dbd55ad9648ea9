import { readFileSync } from 'node:fs'
import { numberCell, optionalCell, parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import {
  fitChinchilla,
  fitFrontierPowerLaw,
  fitIsoFlop,
  inferenceAwareOptimum,
  isoFlopBias,
  publishedFits,
} from '../src/index.js'
import { sharedJson } from './shared-runs.js'

const experiments = 'oracles/scaling/open_athena_isoflops.csv'
const oracle = 'oracles/scaling/varpro_isoflop.json'

/** numpy.polyfit solves in log10 N that is not centred: its own rounding, not ours. */
const tolerance = { exponent: 1e-8, size: 1e-9, loss: 1e-9 }

interface ApproachTwo {
  readonly budgets: readonly number[]
  readonly N_opt: readonly number[]
  readonly L_min: readonly number[]
  readonly a: number
  readonly log10_coef: number
}

const cell = numberCell({ positive: true })
const experimentSchema = rowSchema({
  experiment: textCell(),
  params: cell,
  tokens: cell,
  budget: cell,
  loss: cell,
  outlier: textCell(),
})

describeWithShared('approach 2 on the IsoFLOP experiments collected by Open Athena', [experiments, oracle], () => {
  const rows = parseCsv(readFileSync(sharedPath(experiments), 'utf8'), { schema: experimentSchema })
  const runsOf = (name: string): readonly { params: number; tokens: number; loss: number; compute: number }[] =>
    rows
      .filter(({ experiment, outlier }) => experiment === name && outlier === 'False')
      .map(({ params, tokens, loss, budget }) => ({ params, tokens, loss, compute: budget }))
  const { approach2 } = sharedJson(oracle) as { readonly approach2: Readonly<Record<string, ApproachTwo>> }

  it.each(Object.keys(approach2))('%s: every vertex, the exponent and the coefficient', (name) => {
    const wanted = approach2[name]!
    const fit = fitIsoFlop(runsOf(name))
    expect(fit.budgets).toHaveLength(wanted.budgets.length)
    for (const [index, budget] of fit.budgets.entries()) {
      expect(Math.abs(budget.compute / wanted.budgets[index]! - 1)).toBeLessThan(1e-12)
      expect(Math.abs(budget.params.estimate! / wanted.N_opt[index]! - 1)).toBeLessThan(tolerance.size)
      expect(Math.abs(budget.loss.estimate! / wanted.L_min[index]! - 1)).toBeLessThan(tolerance.loss)
    }
    expect(Math.abs(fit.frontier.exponents.params.estimate! - wanted.a)).toBeLessThan(tolerance.exponent)
    expect(Math.abs(Math.log10(fit.frontier.coefficient.estimate!) - wanted.log10_coef)).toBeLessThan(1e-6)
  })

  it('gives .49526128 on llama_3 exp_loss, 8 budgets', () => {
    const { frontier } = fitIsoFlop(runsOf('llama_3__exp_loss'))
    expect(frontier.n).toBe(8)
    expect(Math.abs(frontier.exponents.params.estimate! - 0.49526128)).toBeLessThan(5e-9)
  })

  it.each(['marin_202603__comma__llama_2', 'marin_202603__dclm__llama_2', 'marin_202603__nemotron__llama_2'])(
    '%s: its bias explains most of its distance from the law fitted to the same runs',
    (name) => {
      const runs = runsOf(name)
      const law = fitChinchilla(runs).parameters!
      const bias = isoFlopBias(runs, law, { budgets: [1e24] })
      const three = law.beta / (law.alpha + law.beta)
      const two = fitIsoFlop(runs).frontier.exponents.params
      expect(two.estimate! - three).toBeGreaterThan(0.06)
      expect(bias.exponentBias! / (two.estimate! - three)).toBeGreaterThan(0.6)
      expect(bias.exponentBias! / (two.estimate! - three)).toBeLessThan(0.75)
      expect(bias.forecast[0]!.ratio).toBeGreaterThan(1.5)
      expect(bias.forecast[0]!.ratio).toBeLessThan(2)
      expect(two.interval!.lower).toBeGreaterThan(three)
    },
  )

  it.each(['llama_3__exp_loss', 'llama_3__raw_loss', 'epochai_chinchilla__massivetext__chinchilla'])(
    '%s: a design with hardly any bias',
    (name) => {
      const runs = runsOf(name)
      const bias = isoFlopBias(runs, fitChinchilla(runs).parameters!, { budgets: [1e24] })
      expect(Math.abs(bias.exponentBias!)).toBeLessThan(0.002)
      expect(Math.abs(bias.forecast[0]!.ratio - 1)).toBeLessThan(0.03)
    },
  )
})

const pairs = 'data/scaling-formll/optimal_pairs.csv'
const published = 'data/scaling-formll/fit_results.csv'
const optional = optionalCell(cell)

describeWithShared('the power laws of Porian et al. from their optimal sizes', [pairs, published], () => {
  const key = { file: textCell(), experiment: textCell() }
  const read = <T>(file: string, schema: Parameters<typeof parseCsv<T>>[1]['schema']): readonly T[] =>
    parseCsv(readFileSync(sharedPath(file), 'utf8'), { schema })
  const optima = read(pairs, rowSchema({ ...key, flops: cell, n: optional, n_star_std: optional }))
  const fits = read(published, rowSchema({ ...key, fit: textCell(), n_exponent: cell, n_coef: cell, n_r2: cell }))

  it('reproduces all 15 unweighted and all 15 weighted exponents, and coefficients', () => {
    let reproduced = 0
    for (const { file, experiment, fit, n_exponent, n_coef, n_r2 } of fits) {
      if (fit !== 'basic' && fit !== 'weighted') continue
      const sizes = optima
        .filter((row) => row.file === file && row.experiment === experiment && row.n !== undefined)
        .map(({ flops, n, n_star_std }) => ({ compute: flops, params: n!, logParamsError: n_star_std! }))
      const line = fitFrontierPowerLaw(sizes, { weighting: fit === 'basic' ? 'equal' : 'inverse-variance' })
      expect(Math.abs(line.exponents.params.estimate! - n_exponent)).toBeLessThan(1e-12)
      expect(Math.abs(line.coefficient.estimate! / n_coef - 1)).toBeLessThan(1e-10)
      // The published share of a weighted line is that of the unweighted residuals.
      if (fit === 'basic') expect(Math.abs(line.rSquared! - n_r2)).toBeLessThan(1e-10)
      reproduced += 1
    }
    expect(reproduced).toBe(30)
  })
})

const closedForms = 'oracles/scaling/misc_oracles.json'

describeWithShared('inference-aware allocation', [closedForms], () => {
  interface Optimum {
    readonly N: number
    readonly D: number
    readonly total_flop: number
  }
  const wanted = (
    sharedJson(closedForms) as {
      readonly inference_aware_hoffmann_rounded: { readonly L_target: number } & Readonly<
        Record<string, number | Optimum>
      >
    }
  ).inference_aware_hoffmann_rounded

  it.each([
    ['Dinf=0', 0],
    ['Dinf=1e+11', 1e11],
    ['Dinf=1e+13', 1e13],
  ])('agrees with the oracle for %s', (name, inferenceTokens) => {
    const { N, D, total_flop } = wanted[name] as Optimum
    const best = inferenceAwareOptimum(publishedFits.hoffmannRounded.parameters, {
      loss: wanted.L_target,
      inferenceTokens,
    })
    expect(Math.abs(best.totalCompute / total_flop - 1)).toBeLessThan(1e-10)
    // The oracle minimised numerically, which leaves half the digits of the minimiser.
    expect(Math.abs(best.params / N - 1)).toBeLessThan(1e-8)
    expect(Math.abs(best.tokens / D - 1)).toBeLessThan(1e-8)
  })
})
