import { readFile, writeFile } from 'node:fs/promises'
import { toCsv } from '@safety-portfolio/records'
import {
  bootstrapLaw,
  chinchillaLoss,
  computeOptimal,
  publishedFits,
  simulateRuns,
  type ChinchillaFit,
} from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.003, seed: 7 })
const scaling = (...argv: readonly string[]): readonly string[] => ['scaling', ...argv]
const inFolder = (): { readonly cwd: string } => ({ cwd: folder.path() })
const file = (name: string, text: string): Promise<void> => writeFile(folder.path(name), text)

/** What rows of one cluster share. */
const shift = (cluster: number): number => Math.exp(0.01 * Math.sin(7 * cluster))

interface Predicted {
  readonly predictions: readonly { readonly mean: Estimate; readonly prediction: Estimate }[]
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly { readonly code: string }[]
}

const length = ({ interval }: Estimate): number => interval!.upper - interval!.lower

describe('scaling fit --cluster', () => {
  it('resamples clusters of rows, for constants and allocations alike', async () => {
    const labelled = runs.map((run, i) => ({ ...run, series: i % 12 }))
    await file('labelled.csv', toCsv(labelled))
    const argv = scaling('fit', 'labelled.csv', '--cluster', 'series', '--bootstrap', '40', '--budget', '1e24')
    const fit = await printedJson<ChinchillaFit>(argv, inFolder())
    const clusters = labelled.map(({ series }) => series)
    const want = bootstrapLaw('chinchilla', runs, {
      kind: 'hierarchical',
      clusters,
      replicates: 40,
      seed: 1,
      quantities: { size: (constants) => computeOptimal(constants, 1e24).params },
    })
    for (const [found, expected] of [
      [fit.intervals['alpha'], want.estimates['alpha']],
      [fit.allocation[0]!.params.interval, want.estimates['size']],
    ] as const) {
      expect(found!.lower / expected!.interval!.lower).toBeCloseTo(1, 8)
      expect(found!.upper / expected!.interval!.upper).toBeCloseTo(1, 8)
      expect(found!.method).toBe(expected!.interval!.method)
    }
    expect(fit.exponents!.params.interval!.method).toContain('hierarchical bootstrap')
    expect(fit.bootstrap).toMatchObject({ replicates: 40, failed: 0 })
    expect(fit.covariance).toMatchObject({ scales: ['log A', 'log B', 'log E', 'alpha', 'beta'], degrees: 11 })
    expect(fit.assumptions.join(' ')).toContain('Clusters are drawn independently')
    expect(fit.assumptions.join(' ')).not.toContain('Runs are independent')
    expect(fit.assumptions.filter((text) => text.startsWith('Loss is E + A'))).toHaveLength(1)
    await printedJson<ChinchillaFit>([...argv, '--out', 'report'], inFolder())
    expect(await readFile(folder.path('report', 'runs.csv'), 'utf8')).toMatch(/^params,tokens,compute,loss,cluster\n/)
    const curve = scaling('fit', 'labelled.csv', '--law', 'power', '--map', 'x=params', '--cluster', 'series')
    expect((await printedJson<ChinchillaFit>(curve, inFolder())).bootstrap?.replicates).toBe(1000)
  })

  it('saves a covariance of the replicates, with which predictions and allocations answer', async () => {
    await file(
      'labelled.csv',
      toCsv(runs.map((run, i) => ({ ...run, loss: run.loss * shift(i % 12), series: i % 12 }))),
    )
    const fit = scaling('fit', 'labelled.csv', '--cluster', 'series', '--loss', 'log-squared', '--budget', '1e24')
    const { allocation, covariance, standardErrors } = await printedJson<ChinchillaFit>(fit, inFolder())
    const variance = (i: number): number => covariance!.matrix[i]![i]! * (11 / 12)
    expect(Math.sqrt(variance(3))).toBeCloseTo(standardErrors['alpha']!, 10)
    expect(covariance!.matrix[0]![3]).toBe(covariance!.matrix[3]![0])
    expect(
      covariance!.matrix[0]![3]! / Math.sqrt(covariance!.matrix[0]![0]! * covariance!.matrix[3]![3]!),
    ).toBeLessThan(1)
    await runCommand([...fit, '--out', 'saved', '--quiet'], inFolder())
    const at = ['--at', 'params=7e10,tokens=1.4e12']
    const saved = await printedJson<Predicted>(scaling('predict', '--fit', 'saved/result.json', ...at), inFolder())
    const argv = scaling('predict', 'labelled.csv', ...at, '--loss', 'log-squared')
    const drawn = await printedJson<Predicted>([...argv, '--cluster', 'series'], inFolder())
    expect(length(saved.predictions[0]!.mean) / length(drawn.predictions[0]!.mean)).toBeGreaterThan(0.7)
    expect(length(saved.predictions[0]!.mean) / length(drawn.predictions[0]!.mean)).toBeLessThan(1.4)
    const allocate = scaling('allocate', 'saved/result.json', '--budget', '1e24', '--budget', '1e23')
    const found = await printedJson<Pick<ChinchillaFit, 'allocation'>>(allocate, inFolder())
    expect(found.allocation[0]!.params.interval).toEqual(allocation[0]!.params.interval)
    expect(found.allocation[1]!.params.interval!.lower).toBeGreaterThan(0)
  })

  it('takes a quantity of the law for the label', async () => {
    await file('sizes.csv', toCsv(runs.map(({ params, tokens, loss }) => ({ N: params, D: tokens, L: loss }))))
    const fit = await printedJson<ChinchillaFit>(
      scaling('fit', 'sizes.csv', '--cluster', 'N', '--bootstrap', '20'),
      inFolder(),
    )
    expect(fit.bootstrap?.replicates).toBe(20)
    expect(fit.intervals['alpha']!.method).toContain('hierarchical')
  })

  it.each([
    [['--cluster', 'nothing'], 'no column "nothing"'],
    [['--cluster', 'series', '--intervals', 'wild'], '--cluster and --intervals wild are two ways'],
    [['--cluster', 'pair'], '--cluster: 2 clusters cannot show how clusters differ'],
    [['--cluster', 'gaps'], 'is empty: every row needs its cluster'],
    [
      ['--cluster', 'series', '--law', 'loss-to-loss', '--map', 'source=loss', '--map', 'target=other'],
      '--cluster knows the laws',
    ],
  ])('refuses %j', async (flags, message) => {
    const rows = runs.map((run, i) => ({
      ...run,
      series: `s${i % 9}`,
      pair: i % 2,
      gaps: i === 3 ? '' : i,
      other: 0.9 * run.loss ** 1.1 + 0.3,
    }))
    await file('labelled.csv', toCsv(rows))
    await expectRefusal(scaling('fit', 'labelled.csv', ...flags), [message], inFolder())
  })
})

describe('scaling predict --cluster', () => {
  const labelled = runs.map((run, i) => ({ ...run, loss: run.loss * shift(i % 9), series: `s${i % 9}` }))
  const place = { params: 1e9, tokens: 2e10 }
  const at = ['--at', 'params=1e9,tokens=2e10']

  it.each(['huber', 'squared'] as const)('draws whole clusters for the law, and the run about it: %s', async (loss) => {
    await file('labelled.csv', toCsv(labelled))
    const argv = scaling('predict', 'labelled.csv', ...at, '--loss', loss)
    const plain = await printedJson<Predicted>(argv, inFolder())
    const found = await printedJson<Predicted>([...argv, '--cluster', 'series', '--bootstrap', '60'], inFolder())
    const { loss: want } = bootstrapLaw('chinchilla', labelled, {
      kind: 'hierarchical',
      clusters: labelled.map(({ series }) => series),
      replicates: 60,
      seed: 1,
      loss,
      quantities: { loss: (constants) => chinchillaLoss(constants, place.params, place.tokens) },
    }).estimates
    const [own, drawn] = [plain.predictions[0]!, found.predictions[0]!]
    expect(drawn.mean.estimate).toBe(own.mean.estimate)
    expect(drawn.mean.interval!.lower).toBeCloseTo(want!.interval!.lower, 6)
    expect(drawn.mean.interval!.upper).toBeCloseTo(want!.interval!.upper, 6)
    const scale = loss === 'squared' ? (x: number): number => x : Math.log
    const away = (interval: Estimate['interval'], side: 'lower' | 'upper'): number =>
      scale(interval![side]) - scale(own.mean.estimate!)
    for (const side of ['lower', 'upper'] as const) {
      const noise = away(own.prediction.interval, side) ** 2 - away(own.mean.interval, side) ** 2
      expect(away(drawn.prediction.interval, side) ** 2 / (noise + away(drawn.mean.interval, side) ** 2)).toBeCloseTo(
        1,
        6,
      )
    }
    expect(found.method).toContain('hierarchical bootstrap')
    expect(found.assumptions.join(' ')).toContain('Clusters are drawn independently')
    expect(found.assumptions.join(' ')).not.toContain('Runs are independent')
    expect(plain.warnings.map(({ code }) => code)).toContain('several-experiments')
    expect(found.warnings.map(({ code }) => code)).not.toContain('several-experiments')
  })

  it.each([
    [['labelled.csv', '--cluster', 'pair'], '--cluster: 2 clusters cannot show how clusters differ'],
    [['labelled.csv', '--cluster', 'nothing'], 'no column "nothing"'],
    [['labelled.csv', '--bootstrap', '10'], 'Name their column with --cluster'],
    [['--preset', 'besiroglu', '--cluster', 'series'], '--cluster names a column of runs'],
    [['--fit', 'f.json', '--cluster', 'series'], 'give it to scaling fit'],
  ])('refuses %j', async (flags, message) => {
    await file('labelled.csv', toCsv(labelled.map((run, i) => ({ ...run, pair: i % 2 }))))
    await expectRefusal(scaling('predict', ...flags, ...at), [message], inFolder())
  })
})
