import {
  bnslLoss,
  dataConstrainedLoss,
  downstreamError,
  kaplanLoss,
  lossToLoss,
  m1Loss,
  m3Loss,
  m4Loss,
  overTrainingLoss,
  powerLawLoss,
  publishedFits,
  publishedKaplan,
  type LawFit,
} from '@safety-portfolio/scaling-laws'
import { toCsv } from '@safety-portfolio/records'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

type Printed = LawFit<string, Readonly<Record<string, number>>>

const grid = [1e7, 1e8, 1e9, 1e10].flatMap((params) => [1e9, 1e10, 1e11].map((tokens) => ({ params, tokens })))
const xs = Array.from({ length: 24 }, (_, index) => 10 ** (2 + index / 5))
const curve = (loss: (x: number) => number): string => toCsv(xs.map((x) => ({ x, loss: loss(x) })))
const broken = { a: 0.4, b: 2, c0: 0.05, c1: 2, d1: 3000, f1: 0.2 }
const m3 = { B: 8, c: 0.5, gamma: 1e-4 }
const m4 = { E: 1, E0: 4, B: 8, c: 0.5, alpha: 1 }
const { muennighoff } = publishedFits

/** Exact values of a law give its constants back. */
const laws: readonly (readonly [string, string, Readonly<Record<string, number>>, readonly string[]])[] = [
  [
    'kaplan',
    toCsv(
      grid.map((at) => ({ ...at, loss: kaplanLoss(publishedKaplan.paramsAndTokens.parameters, at.params, at.tokens) })),
    ),
    { alphaN: 0.076, alphaD: 0.103 },
    [],
  ],
  [
    'over-training',
    toCsv(
      grid.map((at) => ({
        ...at,
        loss: overTrainingLoss({ E: 1.5, a: 150, b: 190, eta: 0.14 }, 6 * at.params * at.tokens, at.tokens / at.params),
      })),
    ),
    { E: 1.5, eta: 0.14 },
    [],
  ],
  [
    'data-constrained',
    toCsv(
      grid.flatMap((at) =>
        [1e8, 1e9].map((uniqueTokens) => ({
          ...at,
          uniqueTokens,
          loss: dataConstrainedLoss(muennighoff.parameters, at.params, at.tokens, uniqueTokens),
        })),
      ),
    ),
    { RD: muennighoff.parameters.RD, RN: muennighoff.parameters.RN },
    ['--base', 'muennighoff'],
  ],
  ['power', curve((x) => powerLawLoss({ scale: 1e6, exponent: 0.3 }, x)), { scale: 1e6, exponent: 0.3 }, []],
  ['m1', curve((x) => m1Loss({ B: 8, c: 0.5 }, x)), { B: 8, c: 0.5 }, []],
  ['m3', curve((x) => m3Loss(m3, x)), { B: 8, c: 0.5, gamma: 1e-4 }, []],
  ['m4', curve((x) => m4Loss(m4, x)), { E: 1, E0: 4, c: 0.5 }, []],
  ['bnsl', curve((x) => bnslLoss(broken, x)), { c1: 2, d1: 3000 }, ['--breaks', '1', '--loss', 'log-squared']],
  [
    'downstream-error',
    toCsv(
      xs.map((_, index) => ({
        loss: 2 + index / 10,
        error: downstreamError({ epsilon: 0.85, k: 2, gamma: 0.7 }, 2 + index / 10),
      })),
    ),
    { epsilon: 0.85, gamma: 0.7 },
    [],
  ],
  [
    'loss-to-loss',
    toCsv(
      xs.map((_, index) => ({
        source: 2 + index / 10,
        target: lossToLoss({ K: 1.3, kappa: 1.1, E0: 1.2, E1: 0.7 }, 2 + index / 10),
      })),
    ),
    { kappa: 1.1, E0: 1.2 },
    [],
  ],
]

describe('scaling fit --law', () => {
  it.each(laws)('%s', async (law, input, truth, flags) => {
    const printed = await printedJson<Printed>(['scaling', 'fit', '-', '--law', law, ...flags], { input })
    expect(printed.law).toBe(law)
    for (const [name, value] of Object.entries(truth)) expect(printed.parameters![name]! / value).toBeCloseTo(1, 3)
  })

  it('prints the constants of a law with their intervals', async () => {
    const input = curve((x) => m1Loss({ B: 8, c: 0.5 }, x) * (1 + 0.01 * Math.sin(7 * x)))
    const { code, stdout } = await runCommand(['scaling', 'fit', '-', '--law', 'm1', '--drop-highest', '2'], { input })
    expect(code).toBe(0)
    expect(stdout).toContain('Power law M1  L(x) = B x^-c')
    expect(stdout).toMatch(
      /^22 points give B = [\d.]+ \([\d.]+ to [\d.]+\), c = 0\.[45]\d+ \(0\.\d+ to 0\.\d+\): 95 % intervals\./m,
    )
  })

  it.each(laws.filter(([law]) => law !== 'data-constrained'))(
    '%s leaves out the highest',
    async (law, input, _, flags) => {
      const rows = input.trim().split('\n').length - 1
      const argv = ['scaling', 'fit', '-', '--law', law, ...flags, '--drop-highest', '1']
      expect((await printedJson<Printed>(argv, { input })).n).toBe(rows - 1)
    },
  )

  it('draws a report', async () => {
    const input = curve((x) => m1Loss({ B: 8, c: 0.5 }, x) * (1 + 0.01 * Math.sin(7 * x)))
    const argv = ['scaling', 'fit', '-', '--law', 'm1', '--quiet', '--out', 'report']
    expect((await runCommand(argv, { input, cwd: folder.path() })).code).toBe(0)
    expect(await folder.entries()).toEqual(['report', 'report/index.html', 'report/points.csv', 'report/result.json'])
    expect(await readFile(folder.path('report', 'index.html'), 'utf8')).toContain('<svg')
  })

  it.each([
    [['--law', 'm1', '--breaks', '2'], '--breaks does not belong to the m1 law'],
    [['--law', 'bnsl', '--breaks', '9'], 'breaks must be <= 6, got 9'],
    [['--law', 'data-constrained', '--base', 'nobody'], "There is no preset 'nobody'. Known presets: hoffmann"],
    [['--law', 'power'], 'refused: standard input, 2 rows'],
    [['--law', 'downstream-error'], 'no column "error"'],
  ])('%j is refused', async (flags, message) => {
    await expectRefusal(['scaling', 'fit', '-', ...flags], [message], {
      input: 'x,loss,params,tokens,uniqueTokens\n1,2,1,1,1\n2,1,1,1,1\n',
    })
  })
})
