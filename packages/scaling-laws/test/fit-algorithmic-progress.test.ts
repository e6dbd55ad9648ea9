import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { fitAlgorithmicProgress, progressDoublingTimes, type DatedModel } from '../src/index.js'

const truth = { A: 20, B: 40, alpha: 0.1, beta: 0.13, alphaYear: 0.05, betaYear: 0.06 }
const design = [2013, 2016, 2018.5, 2021, 2023].flatMap((year) =>
  [1e7, 1e8, 1e9, 1e10].flatMap((params, k) =>
    [1e8, 1e9, 1e10].map((tokens) => ({ params: params * (1 + 0.1 * k), tokens: tokens * (1 + 0.05 * k), year })),
  ),
)
const lossOf = ({ params, tokens, year }: Omit<DatedModel, 'loss'>): number =>
  truth.A * params ** -truth.alpha * Math.exp(-truth.alphaYear * (year - 2013)) +
  truth.B * tokens ** -truth.beta * Math.exp(-truth.betaYear * (year - 2013))
const models = (noise: number, seed = 1): readonly DatedModel[] => {
  const random = createRandom(seed)
  return design.map((model) => ({ ...model, loss: lossOf(model) * Math.exp(noise * random.normal()) }))
}

it('recovers planted constants and their doubling times to 1e-7', () => {
  const fit = fitAlgorithmicProgress(models(0))
  expect(fit).toMatchObject({ converged: true, year0: 2013, law: 'algorithmic-progress' })
  for (const [name, value] of Object.entries(truth))
    expect(Math.abs(fit.parameters![name as keyof typeof truth] / value - 1)).toBeLessThan(1e-7)
  const want = progressDoublingTimes({ params: 0.1, paramsYear: 0.05, data: 0.13, dataYear: 0.06 })
  expect(fit.doublingMonths.params.estimate).toBeCloseTo(want.paramsMonths!, 5)
  expect(fit.doublingMonths.data.estimate).toBeCloseTo(want.dataMonths!, 5)
  expect(fit.doublingMonths.compute.estimate).toBeCloseTo(want.computeMonths!, 5)
})

it('has intervals by the delta method and by the bootstrap that agree in width', () => {
  const data = models(0.01, 3)
  const delta = fitAlgorithmicProgress(data, { loss: 'log-squared', level: 0.9 }).doublingMonths.compute
  const drawn = fitAlgorithmicProgress(data, {
    loss: 'log-squared',
    bootstrap: { replicates: 200, seed: 1, level: 0.9 },
  }).doublingMonths.compute
  const width = ({ interval }: typeof delta): number => interval!.upper - interval!.lower
  expect(width(drawn) / width(delta)).toBeGreaterThan(0.7)
  expect(width(drawn) / width(delta)).toBeLessThan(1.4)
  expect(delta.interval!.method).toContain('delta')
  expect(drawn.interval!.method).toContain('bootstrap')
})

it('covers the doubling time of compute at its level', () => {
  const worlds = 150
  const want = progressDoublingTimes({ params: 0.1, paramsYear: 0.05, data: 0.13, dataYear: 0.06 }).computeMonths!
  let inside = 0
  for (let seed = 0; seed < worlds; seed += 1) {
    const { interval } = fitAlgorithmicProgress(models(0.01, seed), { loss: 'log-squared', level: 0.9 }).doublingMonths
      .compute
    inside += Number(interval !== null && interval.lower <= want && want <= interval.upper) / worlds
  }
  expect(Math.abs(inside - 0.9)).toBeLessThan(3 * Math.sqrt(0.09 / worlds))
})

it('says where there is no progress, or where it cannot be told from none', () => {
  const random = createRandom(8)
  const still = design.map((model) => ({
    ...model,
    loss: lossOf({ ...model, year: 2013 }) * Math.exp(0.02 * random.normal()),
  }))
  const { doublingMonths } = fitAlgorithmicProgress(still, { loss: 'log-squared' })
  for (const { interval, reason } of Object.values(doublingMonths)) {
    expect(interval).toBeNull()
    expect(reason).toMatch(/no progress|from none/)
  }
})

it.each([
  ['few models', models(0).slice(0, 5), 'too-few-models'],
  ['one year', models(0).map((model) => ({ ...model, year: 2020 })), 'too-few-models'],
  ['a loss of zero', models(0).map((model) => ({ ...model, loss: 0 })), 'invalid-runs'],
] as const)('refuses %s', (_, data, code) => {
  const fit = fitAlgorithmicProgress(data)
  expect(fit).toMatchObject({ parameters: null, year0: null, refusal: { code } })
  expect(fit.doublingMonths.compute.estimate).toBeNull()
})

it('recovers an A and a B for each benchmark, and the same progress', () => {
  const factors = { PTB: [1, 1], WT2: [0.9, 1.2], WT103: [1.3, 0.8] } as const
  const names = Object.keys(factors) as (keyof typeof factors)[]
  const noisy = (noise: number): readonly DatedModel[] => {
    const random = createRandom(9)
    return design.map((model, k) => {
      const benchmark = names[k % 4 === 3 ? 0 : k % 4]!
      const [a, b] = factors[benchmark]
      const { params, tokens, year } = model
      const left = a * truth.A * params ** -truth.alpha * Math.exp(-truth.alphaYear * (year - 2013))
      const right = b * truth.B * tokens ** -truth.beta * Math.exp(-truth.betaYear * (year - 2013))
      return { ...model, benchmark, loss: (left + right) * Math.exp(noise * random.normal()) }
    })
  }
  const fit = fitAlgorithmicProgress(noisy(0))
  expect(fit.converged).toBe(true)
  const wanted = { ...truth, 'A:WT2': 18, 'B:WT2': 48, 'A:WT103': 26, 'B:WT103': 32 }
  for (const [name, value] of Object.entries(wanted))
    expect(Math.abs(fit.parameters![name as keyof typeof truth] / value - 1)).toBeLessThan(1e-6)
  const own = fitAlgorithmicProgress(noisy(0.005), { loss: 'log-squared', level: 0.9 })
  const want = progressDoublingTimes({ params: 0.1, paramsYear: 0.05, data: 0.13, dataYear: 0.06 }).computeMonths!
  expect(own.doublingMonths.compute.interval!.lower).toBeLessThan(want)
  expect(own.doublingMonths.compute.interval!.upper).toBeGreaterThan(want)
  expect(own.intervals['A:WT2']!.lower).toBeGreaterThan(0)
  // Taken for one benchmark, the same models fit far worse.
  const mixed = fitAlgorithmicProgress(
    noisy(0.005).map(({ params, tokens, year, loss }) => ({ params, tokens, year, loss })),
    { loss: 'log-squared' },
  )
  expect(mixed.objective!).toBeGreaterThan(20 * own.objective!)
})

it('refuses a benchmark of one or two models', () => {
  const data = models(0.01).map((model, k) => ({ ...model, benchmark: k < 2 ? 'rare' : 'common' }))
  expect(fitAlgorithmicProgress(data).refusal).toMatchObject({
    code: 'too-few-models',
    message: expect.stringContaining('"rare"') as string,
  })
})
