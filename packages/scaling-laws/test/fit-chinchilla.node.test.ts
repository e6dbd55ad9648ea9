import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import {
  type ChinchillaParameters,
  allocationAt,
  caseBootstrap,
  fitChinchilla,
  leastAbsoluteDeviations,
  publishedFits,
  withoutHighest,
} from '../src/index.js'
import { chinchillaProblem } from '../src/internal/chinchilla-problem.js'
import { parametersOf } from '../src/internal/chinchilla-problem.js'
import { polish, solverWorkspace } from '../src/internal/chinchilla-solution.js'
import { chinchillaCsv, chinchillaRuns, sharedJson, sharedRuns } from './shared-runs.js'

const oracles = 'oracles/scaling'

/** Flat direction of the objective: condition number about 1e7, so log A and log B are known a digit less than the exponents. */
const tolerance = { objective: 1e-10, exponent: 1e-8, logCoefficient: 1e-7 }

function expectConstants(found: ChinchillaParameters, wanted: ChinchillaParameters): void {
  expect(Math.abs(found.alpha - wanted.alpha)).toBeLessThan(tolerance.exponent)
  expect(Math.abs(found.beta - wanted.beta)).toBeLessThan(tolerance.exponent)
  expect(Math.abs(found.E - wanted.E)).toBeLessThan(tolerance.exponent)
  expect(Math.abs(Math.log(found.A / wanted.A))).toBeLessThan(tolerance.logCoefficient)
  expect(Math.abs(Math.log(found.B / wanted.B))).toBeLessThan(tolerance.logCoefficient)
}

function expectRelative(found: number, wanted: number, within: number): void {
  expect(Math.abs(found / wanted - 1)).toBeLessThan(within)
}

interface ScipyFit {
  readonly best: ChinchillaParameters & { readonly objective_sum_huber: number; readonly [key: string]: number }
  readonly best_all245: ChinchillaParameters & { readonly objective_sum_huber: number }
}

describeWithShared('the Chinchilla fit to the runs of Hoffmann et al.', [chinchillaCsv], () => {
  const runs = chinchillaRuns()
  const scipy = sharedJson(`${oracles}/chinchilla_fit.json`) as ScipyFit
  const { best } = scipy
  const kept = runs.toSorted((left, right) => left.loss - right.loss).slice(0, 240)
  const problem = chinchillaProblem(kept, new Float64Array(240).fill(1))
  const huber = { log: true, delta: 1e-3 }

  it('is the optimum of the oracle, to the last digits, with its evidence', () => {
    const fit = fitChinchilla(withoutHighest(runs, 5), { allocation: allocationAt() })
    expect(fit).toMatchObject({ n: 240, converged: true, warnings: [] })
    expectConstants(fit.parameters!, best)
    expectRelative(fit.objective!, best.objective_sum_huber, tolerance.objective)
    expect(fit.gradientNorm).toBeLessThan(1e-12)
    expect(fit.basins!.optima).toHaveLength(1)
    const allocation = fit.allocation.find(({ compute }) => compute === 5.76e23)!
    expectRelative(allocation.params.estimate!, best['Nopt@5.76e+23']!, 1e-8)
    expectRelative(allocation.tokensPerParam.estimate!, best['tokens_per_param@5.76e+23']!, 1e-8)
    expectRelative(allocation.loss.estimate!, best['Lopt@5.76e+23']!, 1e-9)
    expectRelative(fit.exponents!.params.estimate!, best['a_exp_N']!, 1e-8)
  })

  it('is the optimum of the oracle for all 245 runs', () => {
    const fit = fitChinchilla(runs)
    expectConstants(fit.parameters!, scipy.best_all245)
    expectRelative(fit.objective!, scipy.best_all245.objective_sum_huber, tolerance.objective)
  })

  it('is reached from the published constants', () => {
    for (const { parameters } of Object.values(publishedFits)) {
      const found = polish(problem, huber, centred(parameters), solverWorkspace())
      expect(found.converged).toBe(true)
      expectConstants(parametersOf(problem, found.theta), best)
      expectRelative(found.value, best.objective_sum_huber, tolerance.objective)
    }
  })

  it('is reached from every start of Hoffmann et al. that is reported as converged, more than 50 of them', () => {
    const workspace = solverWorkspace()
    let converged = 0
    for (const theta of hoffmannStarts(20)) {
      const found = polish(problem, huber, theta, workspace)
      if (!found.converged) continue
      converged += 1
      expectConstants(parametersOf(problem, found.theta), best)
      expectRelative(found.value, best.objective_sum_huber, tolerance.objective)
    }
    expect(converged).toBeGreaterThan(50)
  })

  it('has the exact least-absolute-deviations optimum, with multipliers that prove it', () => {
    const { lad } = sharedJson(`${oracles}/besiroglu_lad_check.json`) as {
      readonly lad: ChinchillaParameters & {
        readonly L1: number
        readonly params: readonly [number, number, number, number, number]
      }
    }
    const fit = fitChinchilla(withoutHighest(runs, 5), { loss: leastAbsoluteDeviations })
    expect(fit.converged).toBe(true)
    expectRelative(fit.objective!, lad.L1, tolerance.objective)
    expectConstants(fit.parameters!, { ...lad, alpha: lad.params[3], beta: lad.params[4] })
    expect(fit.certificate!.interpolated).toHaveLength(5)
    expect(fit.certificate!.largestResidual).toBeLessThan(1e-14)
    expect(Math.max(...fit.certificate!.multipliers.map(Math.abs))).toBeLessThan(1)
  })

  it('has the optimum of the sum of squared log residuals', () => {
    const oracle = sharedJson(`${oracles}/chinchilla_logls.json`) as ChinchillaParameters & { readonly sse_log: number }
    const fit = fitChinchilla(withoutHighest(runs, 5), { loss: 'log-squared' })
    expectRelative(fit.objective!, oracle.sse_log, tolerance.objective)
    // The oracle stops at a gradient that leaves its exponents good to about 1e-7.
    expect(Math.abs(fit.parameters!.alpha - oracle.alpha)).toBeLessThan(1e-6)
    expect(Math.abs(fit.parameters!.beta - oracle.beta)).toBeLessThan(1e-6)
  })

  it('has the exact optimum of the first five bootstrap resamples', () => {
    const exact = sharedJson(`${oracles}/chinchilla_bootstrap_exact.json`) as {
      readonly first5: readonly (readonly [number, number, number, number, number])[]
      readonly first5_obj: readonly number[]
      readonly first5_counts: readonly (readonly number[])[]
    }
    for (const [index, [A, B, E, alpha, beta]] of exact.first5.entries()) {
      const fit = fitChinchilla(runs, { weights: exact.first5_counts[index]! })
      expectRelative(fit.objective!, exact.first5_obj[index]!, tolerance.objective)
      expectConstants(fit.parameters!, { A, B, E, alpha, beta })
    }
  })

  it('has bootstrap standard errors within 5 % of the exact table (B, whose distribution has a long tail, within 20 %)', () => {
    const { se } = sharedJson(`${oracles}/chinchilla_bootstrap_exact.json`) as { readonly se: ChinchillaParameters }
    const fit = fitChinchilla(withoutHighest(runs, 5), {
      allocation: allocationAt([]),
      bootstrap: caseBootstrap({ replicates: 4000, seed: 2024 }),
    })
    expect(fit.bootstrap!.failed).toBe(0)
    for (const name of ['A', 'E', 'alpha', 'beta'] as const) expectRelative(fit.standardErrors[name]!, se[name], 0.05)
    expectRelative(fit.standardErrors['B']!, se.B, 0.2)
  })

  function centred({ A, B, E, alpha, beta }: ChinchillaParameters): Float64Array {
    const { logParamsMean, logTokensMean, logLossMean } = problem
    const a = Math.log(A) - alpha * logParamsMean - logLossMean
    const b = Math.log(B) - beta * logTokensMean - logLossMean
    return Float64Array.of(a, b, Math.log(E) - logLossMean, alpha, beta)
  }

  /** Every k-th of the 4,500 starts of Hoffmann et al., appendix D.3. */
  function hoffmannStarts(k: number): readonly Float64Array[] {
    const starts = [0, 0.5, 1, 1.5, 2].flatMap((alpha) =>
      [0, 0.5, 1, 1.5, 2].flatMap((beta) =>
        [-1, -0.5, 0, 0.5, 1].flatMap((e) =>
          [0, 5, 10, 15, 20, 25].flatMap((a) =>
            [0, 5, 10, 15, 20, 25].map((b) => centred({ A: Math.exp(a), B: Math.exp(b), E: Math.exp(e), alpha, beta })),
          ),
        ),
      ),
    )
    expect(starts).toHaveLength(4500)
    return starts.filter((_, index) => index % k === 0)
  }
})

describeWithShared('least squares on the loss', [`${oracles}/open_athena_isoflops.csv`], () => {
  const { varpro } = sharedJson(`${oracles}/varpro_isoflop.json`) as {
    readonly varpro: Readonly<
      Record<
        string,
        {
          readonly n: number
          readonly polished: Readonly<Record<'E' | 'logA' | 'logB' | 'alpha' | 'beta' | 'rss', number>> & {
            readonly se_hc1: Readonly<Record<'E' | 'logA' | 'logB' | 'alpha' | 'beta', number>>
          }
        }
      >
    >
  }

  it.each(Object.entries(varpro).filter(([name]) => name !== 'epoch_240'))('agrees with scipy: %s', (name, oracle) => {
    const runs = sharedRuns(`${oracles}/open_athena_isoflops.csv`, {
      columns: { params: 'params', tokens: 'tokens', loss: 'loss' },
      where: [
        { column: 'experiment', equals: name },
        { column: 'outlier', equals: 'False' },
      ],
    })
    const fit = fitChinchilla(runs, { loss: 'squared' })
    expect(fit).toMatchObject({ n: oracle.n, converged: true })
    expectRelative(fit.objective!, oracle.polished.rss, 1e-10)
    expect(Math.abs(fit.parameters!.alpha - oracle.polished.alpha)).toBeLessThan(1e-6)
    expect(Math.abs(fit.parameters!.beta - oracle.polished.beta)).toBeLessThan(1e-6)
    expect(Math.abs(fit.parameters!.E - oracle.polished.E)).toBeLessThan(1e-6)
    // The oracle is HC1 with the Gauss-Newton matrix; ours is HC3 with the Hessian, larger where few runs have much leverage.
    for (const name of ['alpha', 'beta'] as const) {
      const ratio = fit.standardErrors[name]! / oracle.polished.se_hc1[name]
      expect(ratio).toBeGreaterThan(0.9)
      expect(ratio).toBeLessThan(1.35)
    }
  })
})
