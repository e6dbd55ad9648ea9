import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeOptimal, fitIsoFlop, publishedFits, simulateRuns, type TrainingRun } from '../src/index.js'

const law = publishedFits.besiroglu.parameters
const symmetric = { A: 400, B: 400, E: 1.7, alpha: 0.35, beta: 0.35 }
const noisy = simulateRuns({ parameters: law, noise: 0.002, seed: 1 })

/** Six sizes about a planted optimum, on an exact parabola in log N. */
function parabola(compute: number, best: number, shift = 0): readonly TrainingRun[] {
  return [-2, -1, -0.3, 0.4, 1, 2].map((x) => {
    const params = best * Math.exp(x + shift)
    return { params, tokens: compute / (6 * params), loss: 2 + 0.1 * (x + shift) ** 2, compute }
  })
}
const exact = [1e19, 1e20, 1e21, 1e22].flatMap((compute) => parabola(compute, 0.07 * compute ** 0.52))

describe('fitIsoFlop', () => {
  it('recovers planted parabolas and their line', () => {
    const fit = fitIsoFlop(exact, { budgets: [1e24] })
    expect(fit.frontier.exponents.params.estimate).toBeCloseTo(0.52, 12)
    expect(fit.frontier.exponents.tokens.estimate).toBeCloseTo(0.48, 12)
    expect(fit.frontier.coefficient.estimate).toBeCloseTo(0.07, 10)
    expect(fit.frontier.allocation[0]!.params.estimate! / (0.07 * 1e24 ** 0.52)).toBeCloseTo(1, 10)
    expect(fit.frontier.allocation[0]!.loss).toMatchObject({ estimate: null, interval: null })
    expect(fit.frontier.allocation[0]!.extrapolation).toBeCloseTo(100, 10)
    for (const { loss, params, curvature, compute } of fit.budgets) {
      expect(loss.estimate).toBeCloseTo(2, 12)
      expect(curvature).toBeCloseTo(0.1, 10)
      expect(params.estimate! / (0.07 * compute ** 0.52)).toBeCloseTo(1, 10)
    }
  })

  it('is exact for the law where alpha = beta and the sizes are centred', () => {
    const runs = simulateRuns({ parameters: symmetric, noise: 0, seed: 1 })
    const fit = fitIsoFlop(runs, { law: symmetric })
    expect(fit.frontier.exponents.params.estimate).toBeCloseTo(0.5, 9)
    for (const { ratio } of fit.bias!.design) expect(ratio).toBeCloseTo(1, 9)
  })

  it('always warns of its bias, with numbers where a law is given', () => {
    expect(fitIsoFlop(noisy).warnings[0]).toMatchObject({
      code: 'approach-2-bias',
      message: expect.stringMatching(/Pass law/) as string,
    })
    expect(fitIsoFlop(noisy).bias).toBeNull()
    const { warnings, bias } = fitIsoFlop(noisy, { law })
    expect(warnings[0]!.message).toContain(bias!.exponentBias!.toFixed(4))
    expect(fitIsoFlop(noisy, { law, budgets: [] }).warnings[0]!.message).not.toContain('Infinity')
    expect(fitIsoFlop(exact.slice(0, 12), { law }).warnings[0]!.message).toMatch(
      /cannot be quantified here: Only \d budgets/,
    )
  })

  it('has t intervals that hold the truth of an unbiased design in about 95 of 100 cases', () => {
    let held = 0
    for (let seed = 0; seed < 200; seed += 1) {
      const runs = simulateRuns({ parameters: symmetric, noise: 0.004, seed })
      const { lower, upper } = fitIsoFlop(runs, { budgets: [] }).frontier.exponents.params.interval!
      if (lower < 0.5 && 0.5 < upper) held += 1
    }
    // Binomial(200, 0.95) is within 182..198 with probability 0.998.
    expect(held).toBeGreaterThanOrEqual(182)
    expect(held).toBeLessThanOrEqual(198)
  })

  it('bootstraps runs within budgets, reproducibly, with errors like those of the regression', () => {
    const options = { bootstrap: { seed: 1, replicates: 400 }, budgets: [1e22] }
    // A narrow grid, on which the curves are parabolas: otherwise drawing other sizes moves the vertices too.
    const narrow = simulateRuns({ parameters: symmetric, noise: 0.002, spread: 3, seed: 1 })
    const fit = fitIsoFlop(narrow, options)
    expect(fitIsoFlop(narrow, options)).toEqual(fit)
    expect(fit.bootstrap).toMatchObject({ replicates: 400, seed: 1, unusable: 0 })
    const { params } = fit.frontier.exponents
    const plain = fitIsoFlop(narrow).frontier.exponents.params
    expect(params.estimate).toBe(plain.estimate)
    expect(params.interval!.method).toBe('percentile bootstrap over runs within budgets')
    expect(Math.abs(Math.log(params.standardError! / plain.standardError!))).toBeLessThan(Math.log(2.5))
    const { params: size, tokens, loss } = fit.budgets[0]!
    for (const { estimate, interval } of [size, tokens, loss]) {
      expect(interval!.lower).toBeLessThan(estimate!)
      expect(interval!.upper).toBeGreaterThan(estimate!)
    }
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('does not depend on the order of the runs', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...noisy], { minLength: noisy.length }), (shuffled) => {
        expect(fitIsoFlop(shuffled)).toEqual(fitIsoFlop(noisy))
      }),
      { numRuns: 20 },
    )
  })

  it('follows the units of params, tokens and loss', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.double({ min: 1e-2, max: 1e2, noNaN: true }),
        (k, u) => {
          const scaled = noisy.map(({ params, tokens, loss, compute }) => {
            return { params: k * params, tokens, loss: u * loss, compute: k * compute! }
          })
          const [a, b] = [fitIsoFlop(noisy), fitIsoFlop(scaled)]
          expect(b.frontier.exponents.params.estimate! / a.frontier.exponents.params.estimate!).toBeCloseTo(1, 9)
          expect(b.budgets[3]!.params.estimate! / a.budgets[3]!.params.estimate!).toBeCloseTo(
            k,
            9 - Math.ceil(Math.log10(k + 1)),
          )
          expect(b.budgets[3]!.loss.estimate! / a.budgets[3]!.loss.estimate! / u).toBeCloseTo(1, 9)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('weights by inverse variance: a budget of scattered runs moves the line less', () => {
    const scattered = [...exact, ...parabola(1e23, 0.2 * 1e23 ** 0.52)].map((run, index) =>
      run.compute === 1e23
        ? { ...run, loss: run.loss + (index % 2 === 0 ? 0.05 : -0.05) }
        : { ...run, loss: run.loss + 0.001 * (index % 3) },
    )
    const off = (weighting: 'equal' | 'inverse-variance'): number =>
      Math.abs(fitIsoFlop(scattered, { weighting }).frontier.exponents.params.estimate! - 0.52)
    expect(off('inverse-variance')).toBeLessThan(off('equal') / 2)
  })

  it.each([
    ['larger', 0, /Train larger models/],
    ['smaller', 1, /Train smaller models/],
  ])('leaves out a budget whose minimum lies at %s models, and says so', (_, sign, message) => {
    const off = parabola(1e23, 1e10, sign === 0 ? -3 : 3)
    const fit = fitIsoFlop([...exact, ...off])
    const last = fit.budgets.at(-1)!
    expect(last.refusal).toMatchObject({
      code: 'no-interior-minimum',
      message: expect.stringMatching(message) as string,
    })
    expect(last.params).toMatchObject({ estimate: null, reason: last.refusal!.message })
    expect(fit.frontier.n).toBe(4)
    expect(fit.warnings.map(({ code }) => code)).toContain('budgets-left-out')
    expect(fit.frontier.exponents.params.estimate).toBeCloseTo(0.52, 12)
  })

  it('refuses budgets that do not curve upwards or have too few models', () => {
    const domed = parabola(1e23, 1e10).map((run) => ({ ...run, loss: 5 - run.loss }))
    const level = parabola(3e23, 1e10).map((run) => ({ ...run, loss: 2 }))
    const three = parabola(1e24, 1e10).slice(1, 4)
    const twoSizes = parabola(1e25, 1e10).map((run, index) => ({ ...run, params: index < 3 ? 1e9 : 2e9 }))
    const fit = fitIsoFlop([...exact, ...domed, ...level, ...three, ...twoSizes])
    expect(fit.budgets.slice(4).map(({ refusal }) => refusal?.code)).toEqual([
      'no-interior-minimum',
      'no-interior-minimum',
      'too-few-models',
      'too-few-models',
    ])
  })

  it.each([
    ['no runs', []],
    ['one budget', exact.slice(0, 6)],
    ['two budgets', exact.slice(0, 12)],
    ['one run', exact.slice(0, 1)],
  ])('refuses %s with the cure', (_, runs) => {
    const fit = fitIsoFlop(runs, { bootstrap: { seed: 1, replicates: 10 } })
    expect(fit.refusal).toMatchObject({
      code: 'too-few-budgets',
      message: expect.stringMatching(/Add budgets/) as string,
    })
    expect(fit.frontier.exponents.params).toMatchObject({ estimate: null, interval: null })
    expect(fit.frontier.allocation).toEqual([])
    expect(fit.bootstrap).toMatchObject({ unusable: 10 })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('finds budgets whose compute varies, or takes those it is given', () => {
    const varied = exact.map((run, index) => ({ ...run, compute: run.compute! * (1 + 0.01 * (index % 3)) }))
    expect(fitIsoFlop(varied).budgets).toHaveLength(4)
    expect(fitIsoFlop(varied, { budgetTolerance: 0.001 }).budgets).toHaveLength(12)
    const designBudgets = [1e19, 1e20, 1e21]
    const given = fitIsoFlop(varied, { designBudgets })
    expect(given.budgets.map(({ compute }) => compute)).toEqual(designBudgets)
    expect(given.n).toBe(18)
    expect(given.warnings.map(({ code }) => code)).toContain('runs-left-out')
    const withoutCompute = exact.map(({ params, tokens, loss }) => ({ params, tokens, loss }))
    expect(fitIsoFlop(withoutCompute).frontier.exponents.params.estimate).toBeCloseTo(0.52, 9)
  })

  it('counts replicates in which a budget loses its minimum', () => {
    const rough = simulateRuns({ parameters: law, noise: 0.05, modelsPerBudget: 5, seed: 2 })
    const fit = fitIsoFlop(rough, { bootstrap: { seed: 1, replicates: 50 } })
    expect(fit.warnings.map(({ code }) => code)).toContain('lost-minima')
  })

  it.each([
    [{ level: 1 }, /level/],
    [{ budgetTolerance: -1 }, /budgetTolerance/],
    [{ budgets: [0] }, /budgets/],
    [{ designBudgets: [NaN] }, /designBudgets/],
    [{ bootstrap: { seed: 1, replicates: 1 } }, /replicates/],
  ])('throws for %o', (options, message) => {
    expect(() => fitIsoFlop(exact, options)).toThrow(message)
  })

  it.each([
    [{ params: 0 }, /params/],
    [{ loss: NaN }, /loss/],
    [{ compute: Infinity }, /compute/],
  ])('throws for a run with %o', (wrong, message) => {
    expect(() => fitIsoFlop([{ ...exact[0]!, ...wrong }])).toThrow(message)
  })

  it('agrees with the truth of a law at the scale of its bias', () => {
    const truth = computeOptimal(law, 1e21).params
    const { estimate } = fitIsoFlop(noisy, { budgets: [1e21] }).frontier.allocation[0]!.params
    expect(Math.abs(Math.log(estimate! / truth))).toBeLessThan(0.2)
  })
})
