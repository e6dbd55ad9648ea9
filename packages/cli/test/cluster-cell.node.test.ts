import { readFile, writeFile } from 'node:fs/promises'
import { toCsv } from '@safety-portfolio/records'
import {
  bootstrapLaw,
  computeOptimal,
  publishedFits,
  simulateRuns,
  type ChinchillaFit,
} from '@safety-portfolio/scaling-laws'
import { describe, expect, it } from 'vitest'
import { expectRefusal, printedJson } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.003, seed: 7 })
const scaling = (...argv: readonly string[]): readonly string[] => ['scaling', ...argv]
const inFolder = (): { readonly cwd: string } => ({ cwd: folder.path() })
const file = (name: string, text: string): Promise<void> => writeFile(folder.path(name), text)

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
    expect(fit.covariance).toBeNull()
    expect(fit.assumptions.join(' ')).toContain('Clusters are drawn independently')
    expect(fit.assumptions.join(' ')).not.toContain('Runs are independent')
    await printedJson<ChinchillaFit>([...argv, '--out', 'report'], inFolder())
    expect(await readFile(folder.path('report', 'runs.csv'), 'utf8')).toMatch(/^params,tokens,compute,loss,cluster\n/)
    const curve = scaling('fit', 'labelled.csv', '--law', 'power', '--map', 'x=params', '--cluster', 'series')
    expect((await printedJson<ChinchillaFit>(curve, inFolder())).bootstrap?.replicates).toBe(1000)
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
