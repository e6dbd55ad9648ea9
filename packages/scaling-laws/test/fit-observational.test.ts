import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitObservational, type ModelScores } from '../src/index.js'
import { fitSigmoid } from '../src/internal/sigmoid-regression.js'

const logistic = (u: number): number => 1 / (1 + Math.exp(-u))

/** Two skills behind four benchmarks; the target is a sigmoid of both, on a floor. */
function models(n: number, noise: number, { floor = 0, seed = 1 } = {}): readonly ModelScores[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, i) => {
    const size = 3 * (i / (n - 1)) - 1.5
    const [a, b] = [size + 0.5 * random.normal(), 0.6 * random.normal()]
    const scores = {
      A: 0.5 + 0.1 * a,
      B: 0.4 + 0.08 * a + 0.05 * b,
      C: 0.6 + 0.05 * a - 0.1 * b,
      D: 0.5 + 0.12 * a + 0.02 * b,
      target: floor + (1 - floor) * logistic(1.5 * a + 0.8 * b - 0.5) + noise * random.normal(),
    }
    return { model: `m${i}`, family: `f${i % 8}`, compute: 10 ** (22 + size), scores }
  })
}
const benchmarks = ['A', 'B', 'C', 'D']
const options = { benchmarks, target: 'target', components: 2 }

describe('fitObservational', () => {
  it('recovers a planted law exactly', () => {
    const fit = fitObservational(models(40, 0), options)
    expect(fit).toMatchObject({ n: 40, converged: true, warnings: [] })
    expect(fit.objective).toBeLessThan(1e-20)
    expect(fit.components!.explained.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10)
    for (const { predicted, observed } of fit.predictions) expect(predicted.estimate).toBeCloseTo(observed!, 8)
  })

  it.each([0, 0.05, 0.125, 0.2])('fits a planted floor of %s', (floor) => {
    const fit = fitObservational(models(60, 0, { floor }), { ...options, floor: 'fitted' })
    expect(Math.abs(fit.parameters!.floor - floor)).toBeLessThan(1e-6)
    expect(fit.parameters!.ceiling).toBe(1)
  })

  it('predicts models beyond the cutoff', () => {
    const data = models(60, 0.02)
    const fit = fitObservational(data, { ...options, trainUpTo: 1e22, bootstrap: { seed: 1, replicates: 60 } })
    expect(fit.n).toBe(30)
    expect(fit.testError.n).toBe(30)
    expect(fit.testError.meanAbsoluteError.estimate).toBeLessThan(0.06)
    expect(fit.testError.meanAbsoluteError.interval!.upper).toBeGreaterThan(fit.testError.meanAbsoluteError.estimate!)
    expect(fit.testError.rootMeanSquaredError).toBeGreaterThan(fit.testError.meanAbsoluteError.estimate!)
    expect(fit.predictions.filter(({ split }) => split === 'test')).toHaveLength(30)
    expect(fit.bootstrap).toMatchObject({ replicates: 60, seed: 1, clusters: null })
    const covered = fit.predictions.filter(({ predicted, model }) => {
      const { a } = { a: data.find((entry) => entry.model === model)! }
      return (
        predicted.interval!.lower < a.scores['target']! + 0.05 && a.scores['target']! - 0.05 < predicted.interval!.upper
      )
    })
    expect(covered.length).toBeGreaterThan(45)
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('puts models of unknown compute into the test', () => {
    const data = models(30, 0.01).map(({ compute, ...model }, i) => (i === 0 ? model : { ...model, compute: compute! }))
    const fit = fitObservational(data, { ...options, trainUpTo: 1e30 })
    expect(fit.predictions[0]).toMatchObject({ split: 'test', compute: null })
    expect(fit.n).toBe(29)
  })

  it('resamples whole families where asked, with wider intervals where families share an effect', () => {
    const random = createRandom(9)
    const effects = Array.from({ length: 8 }, () => 0.12 * random.normal())
    const data = models(64, 0.01).map((model, i) => {
      return { ...model, scores: { ...model.scores, target: model.scores['target']! + effects[i % 8]! } }
    })
    const width = (byFamily: boolean): number => {
      const fit = fitObservational(data, { ...options, bootstrap: { seed: 1, replicates: 100, byFamily } })
      expect(fit.bootstrap!.clusters).toBe(byFamily ? 8 : null)
      return fit.predictions.reduce((total, { predicted }) => total + predicted.standardError!, 0)
    }
    expect(width(true)).toBeGreaterThan(1.2 * width(false))
  })

  it('has 90 % intervals of predictions that hold the law in about 90 of 100 cases', () => {
    let [held, total] = [0, 0]
    for (let seed = 0; seed < 25; seed += 1) {
      const truth = models(50, 0, { seed })
      const random = createRandom(seed, 1)
      const data = truth.map((model) => {
        return { ...model, scores: { ...model.scores, target: model.scores['target']! + 0.05 * random.normal() } }
      })
      const fit = fitObservational(data, { ...options, level: 0.9, bootstrap: { seed: 1, replicates: 80 } })
      for (const [i, { predicted }] of fit.predictions.entries()) {
        const { lower, upper } = predicted.interval!
        if (lower <= truth[i]!.scores['target']! && truth[i]!.scores['target']! <= upper) held += 1
        total += 1
      }
    }
    // Predictions of one world depend on each other, and 80 replicates make the percentiles rough: 25 worlds of 3 constants vary by about 4 %.
    expect(held / total).toBeGreaterThan(0.78)
    expect(held / total).toBeLessThan(0.98)
  })

  it('does not depend on the order of models or benchmarks, nor on a common unit of the benchmarks', () => {
    const data = models(30, 0.02)
    const fit = fitObservational(data, options)
    const same = (other: typeof fit, order: (i: number) => number, unit = 1): void => {
      expect(other.objective! / fit.objective!).toBeCloseTo(1, 9)
      for (const [i, { predicted }] of fit.predictions.entries())
        expect(other.predictions[order(i)]!.predicted.estimate).toBeCloseTo(predicted.estimate!, 7)
      for (const name of benchmarks)
        expect(other.benchmarkSlopes[name]!.estimate! * unit).toBeCloseTo(fit.benchmarkSlopes[name]!.estimate!, 5)
    }
    same(fitObservational(data.toReversed(), options), (i) => data.length - 1 - i)
    same(fitObservational(data, { ...options, benchmarks: benchmarks.toReversed() }), (i) => i)
    const percent = data.map((model) => ({
      ...model,
      scores: Object.fromEntries(Object.entries(model.scores).map(([k, x]) => [k, k === 'target' ? x : 100 * x!])),
    }))
    same(fitObservational(percent, options), (i) => i, 100)
  })

  it('is robust with the Huber loss: an outlier moves it less', () => {
    const data = models(40, 0)
    const spoilt = data.map((model, i) => (i === 35 ? { ...model, scores: { ...model.scores, target: 0 } } : model))
    const off = (loss: 'squared' | 'huber'): number => {
      const fit = fitObservational(spoilt, { ...options, loss, delta: 0.01 })
      expect(fit.converged).toBe(true)
      return Math.max(
        ...fit.predictions.map(({ predicted }, i) => Math.abs(predicted.estimate! - data[i]!.scores['target']!)),
      )
    }
    expect(off('huber')).toBeLessThan(off('squared') / 3)
  })

  it('completes gaps and says how', () => {
    const data = models(30, 0.02).map((model, i) =>
      i % 5 === 0 ? { ...model, scores: { ...model.scores, B: null } } : model,
    )
    const { components, warnings } = fitObservational(data, options)
    expect(components!.imputation).toMatchObject({ missing: 6, converged: true })
    expect(warnings).toEqual([])
    const short = fitObservational(data, { ...options, imputation: { maxIterations: 1 } })
    expect(short.warnings.map(({ code }) => code)).toEqual(['imputation-not-converged'])
  })

  it('leaves out models without a benchmark, and targets that are missing', () => {
    const data = models(30, 0.02)
    const empty = { model: 'none', scores: { target: 0.5 } }
    const unmeasured = { ...data[3]!, model: 'unmeasured', scores: { ...data[3]!.scores, target: null } }
    const fit = fitObservational([...data, empty, unmeasured], options)
    expect(fit).toMatchObject({ n: 30, componentModels: 31 })
    expect(fit.predictions.at(-1)).toMatchObject({ model: 'unmeasured', observed: null })
    expect(fit.predictions.at(-1)!.predicted.estimate).not.toBeNull()
  })

  it.each([
    ['no models', [], 'too-few-models'],
    ['one model', models(30, 0).slice(0, 1), 'too-few-models'],
    ['three models', models(30, 0).slice(0, 3), 'too-few-models'],
    [
      'a constant benchmark',
      models(30, 0).map((m) => ({ ...m, scores: { ...m.scores, C: 0.25 } })),
      'constant-benchmark',
    ],
    [
      'a benchmark nobody has',
      models(30, 0).map((m) => ({ ...m, scores: { ...m.scores, C: null } })),
      'constant-benchmark',
    ],
  ])('refuses %s', (_, data, code) => {
    const fit = fitObservational(data, options)
    expect(fit).toMatchObject({ refusal: { code }, parameters: null, converged: false, predictions: [] })
    if (code === 'constant-benchmark') expect(fit.refusal!.message).toContain('C')
    expect(fit.benchmarkSlopes['A']).toMatchObject({ estimate: null, reason: fit.refusal!.message })
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it('warns of few models and of a target that jumps', () => {
    const few = fitObservational(models(6, 0.05), options)
    expect(few.warnings.map(({ code }) => code)).toContain('few-models')
    const jump = models(30, 0).map((m) => ({ ...m, scores: { ...m.scores, target: m.scores['A']! > 0.5 ? 1 : 0 } }))
    const fit = fitObservational(jump, { ...options, bootstrap: { seed: 1, replicates: 5 } })
    expect(fit.warnings.map(({ code }) => code)).toContain('not-converged')
    for (const { predicted } of fit.predictions) expect(Number.isFinite(predicted.estimate)).toBe(true)
  })

  it.each([
    [{ components: 5 }, /components must be <= the 4 benchmarks/],
    [{ components: 0 }, /components/],
    [{ target: 'A' }, /differ from each other and from the target/],
    [{ benchmarks: ['A', 'A', 'B'] }, /differ/],
    [{ floor: 1 }, /floor must be below the ceiling/],
    [{ ceiling: NaN }, /ceiling/],
    [{ floor: 'fitted' as const, ceiling: 0.1 }, /floor must be below/],
    [{ delta: 0 }, /delta/],
    [{ level: 1 }, /level/],
    [{ trainUpTo: -1 }, /trainUpTo/],
    [{ bootstrap: { seed: 1, replicates: 1 } }, /replicates/],
  ])('throws for %o', (wrong, message) => {
    expect(() => fitObservational(models(20, 0), { ...options, ...wrong })).toThrow(message)
  })

  it('throws for a score that is not finite', () => {
    const [first, ...rest] = models(20, 0)
    expect(() => fitObservational([{ ...first!, scores: { A: NaN } }, ...rest], options)).toThrow(
      /A of m0 must be finite/,
    )
  })
})

describe('fitSigmoid', () => {
  it('ends where finite differences of its objective vanish', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(null, 0.05), (seed, delta) => {
        const random = createRandom(seed)
        const x = Float64Array.from({ length: 25 }, () => random.normal())
        const y = x.map((value) => logistic(1 + 1.3 * value) + 0.05 * random.normal())
        const columns = [new Float64Array(25).fill(1), x]
        const weights = new Float64Array(25).fill(1)
        const fit = fitSigmoid(columns, y, weights, 0, { ceiling: 1, delta })
        const objective = ([a, b]: readonly number[]): number =>
          y.reduce((total, value, i) => {
            const r = Math.abs(value - logistic(a! + b! * x[i]!))
            return total + (delta === null || r <= delta ? r ** 2 / 2 : delta * (r - delta / 2))
          }, 0)
        expect(fit.converged).toBe(true)
        expect(fit.objective).toBeCloseTo(objective(fit.coefficients), 12)
        const [a, b] = fit.coefficients as [number, number]
        const h = 1e-5
        expect(Math.abs(objective([a + h, b]) - objective([a - h, b])) / (2 * h)).toBeLessThan(1e-7)
        expect(Math.abs(objective([a, b + h]) - objective([a, b - h])) / (2 * h)).toBeLessThan(1e-7)
      }),
      { numRuns: 40 },
    )
  })
})
