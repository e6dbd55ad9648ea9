import { writeFile } from 'node:fs/promises'
import {
  backtestLaw,
  betaBinomialPassAtK,
  fitChinchilla,
  fitIsoFlop,
  forecastGumbelTail,
  inferenceAwareOptimum,
  type InferenceAwareAllocation,
  kaplanStepsLoss,
  predictWithFit,
  bootstrapLaw,
  computeOptimal,
  profileIntervals,
  presets,
  publishedFits,
  simulateRuns,
  type Backtest,
  type BetaBinomialPassAtK,
  type ChinchillaFit,
  type GumbelTail,
  type IsoFlopFit,
  type KaplanStepsFit,
  type LossEnvelopeFit,
  type ObservationalFit,
  type PassAtKPoint,
} from '@safety-portfolio/scaling-laws'
import { toCsv } from '@safety-portfolio/records'
import { createRandom, type Estimate } from '@safety-portfolio/stats'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.003, seed: 7 })
const scaling = (...argv: readonly string[]): readonly string[] => ['scaling', ...argv]
const inFolder = (): { readonly cwd: string } => ({ cwd: folder.path() })
const file = (name: string, text: string): Promise<void> => writeFile(`${folder.path()}/${name}`, text)

beforeEach(async () => {
  await file('runs.csv', toCsv(runs))
})

describe('scaling isoflop', () => {
  it('fits parabolas with intervals, and says how biased they are under the law of the runs', async () => {
    const fit = await printedJson<IsoFlopFit>(scaling('isoflop', 'runs.csv', '--budget', '1e24'), inFolder())
    const law = fitChinchilla(runs, { loss: 'log-squared' }).parameters!
    const want = fitIsoFlop(runs, { law, budgets: [1e24] })
    expect(fit.frontier.exponents.params.estimate).toBeCloseTo(want.frontier.exponents.params.estimate!, 10)
    expect(fit.bias!.trueExponent).toBeCloseTo(law.beta / (law.alpha + law.beta), 10)
    const { code, stdout } = await runCommand(
      scaling('isoflop', 'runs.csv', '--bootstrap', '20', '--quiet'),
      inFolder(),
    )
    expect(code).toBe(0)
    expect(stdout).toContain('approach-2-bias')
  })

  it('takes the budget of a table for its compute, where 6 N D is not the same for the runs of a curve', async () => {
    const budgets = [1e19, 1e20, 1e21]
    const rows = budgets.flatMap((budget) =>
      [0.2, 0.4, 0.7, 1, 2, 4, 8].map((share) => {
        const params = share * Math.sqrt(budget / 120)
        // Embeddings count for the compute, and not for the parameters.
        return { params, tokens: budget / (6 * (params + 5e7)), budget, loss: 2 + 0.1 * Math.log(share) ** 2 }
      }),
    )
    await file('budgets.csv', toCsv(rows))
    const fit = await printedJson<IsoFlopFit & { readonly source: { readonly columns: object } }>(
      scaling('isoflop', 'budgets.csv'),
      inFolder(),
    )
    expect(fit.source.columns).toMatchObject({ compute: 'budget' })
    expect(fit.budgets.map(({ compute }) => compute)).toEqual(budgets)
    expect(fit.frontier.exponents.params.estimate).toBeCloseTo(0.5, 10)
    await file('both.csv', toCsv(rows.map((row) => ({ ...row, compute: 10 * row.budget }))))
    const named = await printedJson<IsoFlopFit>(scaling('isoflop', 'both.csv'), inFolder())
    expect(named.budgets[0]!.compute).toBe(1e20)
  })

  it('refuses runs without budgets', async () => {
    await file('few.csv', toCsv(runs.slice(0, 3)))
    await expectRefusal(scaling('isoflop', 'few.csv'), ['few.csv'], inFolder())
  })
})

describe('scaling envelope', () => {
  it('follows the lower envelope of training curves', async () => {
    const law = publishedFits.besiroglu.parameters
    const curves = Array.from({ length: 12 }, (_, i) => 10 ** (7.5 + i / 5)).flatMap((params, run) =>
      Array.from({ length: 30 }, (_, k) => {
        const tokens = 10 ** (8.5 + k / 8)
        return {
          run: `run ${run}`,
          params,
          tokens,
          loss: law.E + law.A * params ** -law.alpha + law.B * tokens ** -law.beta,
        }
      }),
    )
    await file('curves.csv', toCsv(curves))
    const fit = await printedJson<LossEnvelopeFit>(scaling('envelope', 'curves.csv', '--bootstrap', '20'), inFolder())
    expect(fit.frontier.exponents.params.estimate).toBeCloseTo(0.5126, 1)
    expect(fit.n).toBe(12)
    const { stdout } = await runCommand(scaling('envelope', 'curves.csv', '--bootstrap', '5', '--quiet'), inFolder())
    expect(stdout).toMatch(
      /\d to [\d.]+\);\s\d+\sof\s1500\scompute\svalues\shave\sa\sbest\srun\sbetween\ssmaller\sand\slarger\sones/,
    )
    await expectRefusal(scaling('envelope', 'runs.csv'), ['run'], inFolder())
  })
})

describe('scaling backtest', () => {
  it('says what the package says', async () => {
    const argv = scaling('backtest', 'runs.csv', '--cutoff', '3e20', '--cutoff', '6e19', '--loss', 'log-squared')
    const found = await printedJson<Backtest<'chinchilla'>>(argv, inFolder())
    const want = backtestLaw('chinchilla', runs, { loss: 'log-squared', cutoffs: [6e19, 3e20], level: 0.9 })
    expect(found.cutoffs).toMatchObject(JSON.parse(JSON.stringify(want.cutoffs)) as object[])
    const { stdout } = await runCommand([...argv, '--beyond', 'law', '--quiet'], inFolder())
    expect(stdout).toMatch(/fell into their 90 % interval/)
  })

  it('refuses what does not go together', async () => {
    await expectRefusal(
      scaling('backtest', 'runs.csv', '--delta', '1', '--loss', 'lad'),
      ['--delta belongs'],
      inFolder(),
    )
  })
})

describe('scaling observational', () => {
  const random = createRandom(4)
  const logistic = (u: number): number => 1 / (1 + Math.exp(-u))
  const models = Array.from({ length: 24 }, (_, i) => {
    const skill = i / 8 - 1.5
    return {
      Model: `m${i}`,
      'Model Family': `f${i % 4}`,
      'FLOPs (1E21)': 10 ** (i / 8 - 1),
      A: logistic(skill + 0.1 * random.normal()),
      B: i === 3 ? '' : logistic(skill - 0.4 + 0.1 * random.normal()),
      Hard: logistic(3 * skill - 1),
    }
  })

  it('predicts a score and reads compute in the unit that its column names', async () => {
    await file('scores.csv', toCsv(models))
    const argv = scaling(
      ...['observational', 'scores.csv', '--target', 'Hard', '--benchmark', 'A', '--benchmark', 'B'],
      ...['--train-up-to', '1e22', '--bootstrap', '20'],
    )
    const fit = await printedJson<ObservationalFit>(argv, inFolder())
    expect(fit.converged).toBe(true)
    expect(fit.predictions[0]!.compute).toBeCloseTo(1e20, -10)
    expect(fit.testError.n).toBeGreaterThan(3)
    expect(fit.testError.meanAbsoluteError.estimate!).toBeLessThan(0.2)
    const { stdout } = await runCommand([...argv, '--quiet'], inFolder())
    expect(stdout).toContain('Observational law of Hard')
  })

  it('refuses a target in per cent', async () => {
    await file('per-cent.csv', toCsv(models.map((model) => ({ ...model, Hard: 100 * model.Hard }))))
    const argv = scaling('observational', 'per-cent.csv', '--target', 'Hard', '--benchmark', 'A')
    await expectRefusal(argv, ['the law is one of shares of 1. Divide per cent by 100.'], inFolder())
  })

  it.each([
    [['--target', 'A', '--benchmark', 'A'], '--target A is also a --benchmark'],
    [['--target', 'Hard', '--benchmark', 'A', '--benchmark', 'A'], 'names a column twice'],
    [['--target', 'Hard', '--benchmark', 'A', '--floor', '2'], '--floor must be a share'],
  ])('refuses %j', async (flags, words) => {
    await file('scores.csv', toCsv(models))
    await expectRefusal(scaling('observational', 'scores.csv', ...flags), [words], inFolder())
  })
})

describe('scaling pass-at-k', () => {
  interface Printed {
    readonly n: number
    readonly attempts: number
    readonly curve: readonly PassAtKPoint[]
    readonly betaBinomial: BetaBinomialPassAtK
  }
  const counts = Array.from({ length: 60 }, (_, i) => ({
    problem: i,
    n: 200,
    c: [0, 0, 1, 2, 5, 11, 20, 60, 130, 200][i % 10]!,
  }))

  it('counts, and forecasts beyond the attempts made', async () => {
    await file('counts.csv', toCsv(counts))
    const found = await printedJson<Printed>(scaling('pass-at-k', 'counts.csv', '--k', '1', '--k', '5000'), inFolder())
    expect(found).toMatchObject({ n: 60, attempts: 200 })
    expect(found.curve[0]!.passAtK.estimate).toBeCloseTo(429 / 2000, 10)
    expect(found.curve[1]!.passAtK.estimate).toBeCloseTo(betaBinomialPassAtK(found.betaBinomial.parameters!, 5000), 10)
    const { stdout } = await runCommand(scaling('pass-at-k', 'counts.csv', '--quiet'), inFolder())
    expect(stdout).toContain('forecast')
    expect(stdout).toMatch(/^1 +0\.\d+ +counts/m)
  })

  it('takes a problem that is listed once per k as one, and refuses a mixture of models', async () => {
    await file('listed.csv', toCsv([...counts, ...counts]))
    expect((await printedJson<Printed>(scaling('pass-at-k', 'listed.csv', '--k', '1'), inFolder())).n).toBe(60)
    await file('mixed.csv', toCsv([...counts, { problem: 3, n: 200, c: 7 }]))
    await expectRefusal(scaling('pass-at-k', 'mixed.csv'), ['problem 3 has several counts', '--where'], inFolder())
    const both = ['A', 'B'].flatMap((Model, k) => counts.map((row) => ({ ...row, Model, c: row.c + k })))
    await file('models.csv', toCsv(both))
    await expectRefusal(
      scaling('pass-at-k', 'models.csv'),
      ['There are 2 values of "Model": A, B.', '--where Model=A'],
      inFolder(),
    )
    const one = scaling('pass-at-k', 'models.csv', '--where', 'Model=A', '--k', '1')
    expect((await printedJson<Printed>(one, inFolder())).n).toBe(60)
    await file('wrong.csv', toCsv([{ n: 1, c: 2 }]))
    await expectRefusal(scaling('pass-at-k', 'wrong.csv'), ['more successes than attempts'], inFolder())
  })
})

describe('scaling tail', () => {
  it('forecasts the worst query', async () => {
    const probabilities = Array.from({ length: 300 }, (_, i) =>
      Math.exp(-Math.exp(2 - (0.3 * i) / 100 - Math.sin(i) / 9)),
    )
    await file('p.csv', toCsv(probabilities.map((p) => ({ p }))))
    const found = await printedJson<GumbelTail>(scaling('tail', 'p.csv', '--queries', '1e4'), inFolder())
    expect(found.forecasts[0]!.psi).toBeCloseTo(
      forecastGumbelTail(probabilities, { queries: [1e4] }).forecasts[0]!.psi!,
      8,
    )
    const { stdout } = await runCommand(scaling('tail', 'p.csv', '--quiet'), inFolder())
    expect(stdout).toContain('worst of')
    await file('few.csv', 'p\n0.1\n0\n')
    await expectRefusal(scaling('tail', 'few.csv'), ['needs 10'], inFolder())
  })
})

describe('scaling fit', () => {
  it('makes profile and infinitesimal-jackknife intervals', async () => {
    const argv = scaling('fit', 'runs.csv', '--loss', 'log-squared')
    const profile = await printedJson<ChinchillaFit>([...argv, '--intervals', 'profile'], inFolder())
    const want = profileIntervals('chinchilla', runs, { loss: 'log-squared' }).estimates['alpha']!.interval!
    expect(profile.intervals['alpha']!.lower).toBeCloseTo(want.lower, 8)
    expect(profile.method).toContain('profile')
    const jackknife = await printedJson<ChinchillaFit>([...argv, '--intervals', 'infinitesimal-jackknife'], inFolder())
    expect(jackknife.intervals['alpha']!.method).toBe('infinitesimal jackknife, t')
    for (const kind of ['wild', 'residual'] as const) {
      const resampled = await printedJson<ChinchillaFit>(
        [...argv, '--intervals', kind, '--bootstrap', '30'],
        inFolder(),
      )
      const options = { loss: 'log-squared', kind, replicates: 30, seed: 1 } as const
      const expected = bootstrapLaw('chinchilla', runs, options).estimates['alpha']!.interval!
      expect(resampled.intervals['alpha']!.lower).toBeCloseTo(expected.lower, 8)
      expect(resampled.intervals['alpha']!.method).toBe(`expanded percentile ${kind} bootstrap`)
      expect(resampled.assumptions.join(' ')).toContain('The design is fixed')
    }
    await expectRefusal([...argv, '--intervals', 'profile', '--bootstrap', '9'], ['two ways'], inFolder())
    await expectRefusal(scaling('fit', 'runs.csv', '--loss', 'lad', '--intervals', 'profile'), ['corners'], inFolder())
  })

  it('weighs rows', async () => {
    const weighted = runs.map((run, i) => ({ ...run, w: i % 3 }))
    await file('weighted.csv', toCsv(weighted))
    const argv = scaling('fit', 'weighted.csv', '--loss', 'log-squared', '--map', 'weight=w')
    const fit = await printedJson<ChinchillaFit>(argv, inFolder())
    const want = fitChinchilla(runs, { loss: 'log-squared', weights: weighted.map(({ w }) => w) })
    expect(fit.n).toBe(want.n)
    expect(fit.parameters!.alpha).toBeCloseTo(want.parameters!.alpha, 8)
  })

  it('fits the law of training steps', async () => {
    const truth = { Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }
    const points = [1e7, 1e8, 1e9].flatMap((params) =>
      [1e4, 1e5, 1e6].map((steps) => ({ params, steps, loss: kaplanStepsLoss(truth, params, steps) })),
    )
    await file('steps.csv', toCsv(points))
    const fit = await printedJson<KaplanStepsFit>(scaling('fit', 'steps.csv', '--law', 'kaplan-steps'), inFolder())
    expect(fit.parameters!.alphaS).toBeCloseTo(0.75, 6)
  })
})

describe('a saved fit', () => {
  it('predicts and allocates with intervals, and with inference', async () => {
    const fit = fitChinchilla(runs, { loss: 'log-squared', level: 0.9 })
    await file('fit.json', JSON.stringify(fit))
    const place = { params: 7e10, tokens: 1.4e12 }
    const predicted = await printedJson<{ readonly predictions: readonly { readonly mean: Estimate }[] }>(
      scaling('predict', '--fit', 'fit.json', '--at', 'params=7e10,tokens=1.4e12', '--level', '0.9'),
      inFolder(),
    )
    expect(predicted.predictions[0]!.mean).toEqual(predictWithFit(fit, [place], { level: 0.9 })[0])
    const { inferenceAware } = await printedJson<{ readonly inferenceAware: readonly InferenceAwareAllocation[] }>(
      scaling('allocate', '--preset', 'besiroglu2024', '--budget', '1e24', '--inference-tokens', '1e13'),
    )
    const { parameters } = presets.besiroglu2024
    const { loss } = computeOptimal(parameters, 1e24)
    expect(inferenceAware[0]!.params.estimate).toBe(
      inferenceAwareOptimum(parameters, { loss, inferenceTokens: 1e13 }).params,
    )
    const { stdout } = await runCommand(
      scaling('allocate', 'fit.json', '--budget', '1e24', '--inference-tokens', '1e13', '--quiet'),
      inFolder(),
    )
    expect(stdout).toContain('tokens are served')
    const { stdout: said } = await runCommand(
      scaling('predict', '--fit', 'fit.json', '--at', 'params=7e10,tokens=1.4e12', '--quiet'),
      inFolder(),
    )
    expect(said).toContain('not what one run will show')
  })

  it('is refused where it cannot answer', async () => {
    await file('bad.json', JSON.stringify({ law: 'chinchilla' }))
    await expectRefusal(scaling('predict', '--fit', 'bad.json', '--at', 'x=1'), ['bad.json'], inFolder())
    await file('fit.json', JSON.stringify(fitChinchilla(runs)))
    await expectRefusal(scaling('predict', '--fit', 'fit.json', '--at', 'x=1'), ['params=NUMBER'], inFolder())
    await expectRefusal(scaling('predict', 'runs.csv', '--fit', 'fit.json', '--at', 'x=1'), ['one of them'], inFolder())
  })

  it('predicts from every preset', async () => {
    for (const [preset, place] of [
      ['kaplan2020', 'params=1e9,tokens=1e10'],
      ['kaplan2020Params', 'x=1.5e9'],
      ['hoffmann2022', 'params=1e9,tokens=1e10'],
      ['caballero2022Addition', 'x=500'],
    ] as const) {
      const found = await printedJson<{ readonly predictions: readonly { readonly mean: Estimate }[] }>(
        scaling('predict', '--preset', preset, '--at', place),
      )
      expect(found.predictions[0]!.mean.estimate!).toBeGreaterThan(0)
    }
    await expectRefusal(scaling('predict', '--preset', 'kaplan2020', '--at', 'x=1'), ['params=NUMBER'])
  })
})
