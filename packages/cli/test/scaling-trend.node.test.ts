import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { fitComputeTrend, runningFrontier, type ComputeModel } from '@safety-portfolio/scaling-laws'
import type { Interval } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { runBuilt } from './built-command.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

interface Printed {
  readonly n: number
  readonly window: Readonly<Record<'from' | 'to' | 'first' | 'last', string | null>>
  readonly filter: string
  readonly excluded: Readonly<Record<string, number>>
  readonly slopeOomPerYear: number
  readonly se: number
  readonly growthPerYear: number
  readonly interval90: Interval
  readonly doublingMonths: number
  readonly r2: number
  readonly logLik: number
  readonly bic: number
  readonly alternatives: readonly { readonly form: string; readonly bic: number | null }[]
  readonly thresholds: readonly { readonly date: string | null }[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly source: { readonly name: string; readonly rows: number }
}

const models: readonly Required<ComputeModel>[] = Array.from({ length: 40 }, (_, index) => ({
  name: `model ${index}`,
  date: `${2010 + Math.floor(index / 4)}-0${1 + 2 * (index % 4)}-15`,
  compute: 10 ** (18 + 0.15 * index + [0.2, -0.3, 0.1, 0][index % 4]!),
}))
const lines = models.map(({ name, date, compute }, index) => `${name},note,${date},${compute},${index % 2}`)
const csv = [
  'System,Notes,Publication date,Training compute (FLOP),Odd',
  ...lines,
  'unknown,,2015-01-01,,0',
  'undated,,,1e20,0',
  '',
].join('\n')
const trend = ['scaling', 'trend', '-']

describe('scaling trend', () => {
  it('finds the columns of an Epoch table and is the trend of the package', async () => {
    const printed = await printedJson<Printed>([...trend, '--from', '2011-01-15', '--to', '2018-07-15'], { input: csv })
    const expected = fitComputeTrend(models, { from: '2011-01-15', to: '2018-07-15' })
    expect(printed.n).toBe(expected.n)
    expect(printed.window).toEqual({ from: '2011-01-15', to: '2018-07-15', first: '2011-01-15', last: '2018-07-15' })
    expect(printed.slopeOomPerYear).toBe(expected.slopeOomPerYear)
    expect(printed.growthPerYear).toBe(expected.growthPerYear.estimate)
    expect(printed.interval90).toEqual(expected.growthPerYear.interval)
    expect([printed.r2, printed.logLik, printed.bic]).toEqual([expected.rSquared, expected.logLikelihood, expected.bic])
    expect(printed.alternatives.map(({ form }) => form)).toEqual(['exponential', 'kinked', 'jump', 'hyperbolic'])
    expect(printed.excluded).toMatchObject({ withoutDate: 1, withoutCompute: 1, belowFrontier: 0 })
    expect(printed.source).toMatchObject({ name: 'standard input', rows: 42 })
    expect(printed.warnings.map(({ code }) => code)).toContain('unknown-snapshot')
  })

  it('keeps a frontier and a filter, dates a threshold, and resamples by the seed', async () => {
    const flags = [
      '--frontier',
      '2',
      '--where',
      'Odd=0',
      '--threshold',
      '1e26',
      '--bootstrap',
      '50',
      '--snapshot',
      '2020-05-01',
    ]
    const printed = await printedJson<Printed>([...trend, ...flags], { input: csv })
    const even = models.filter((_, index) => index % 2 === 0)
    expect(printed.n).toBe(runningFrontier([...even, { name: '', date: '2030-01-01', compute: 1 }], { top: 2 }).length)
    expect(printed.filter).toBe('Odd = 0; running top 2')
    expect(printed.thresholds[0]!.date).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(printed.interval90.method).toContain('bootstrap')
    expect(printed.warnings.map(({ code }) => code)).not.toContain('unknown-snapshot')
    const again = await printedJson<Printed>([...trend, ...flags, '--seed', '2'], { input: csv })
    expect(again.interval90).not.toEqual(printed.interval90)
  })

  it('warns of models that came out after the snapshot', async () => {
    const late = models.filter(({ date }) => date > '2011-06-01').length
    const { warnings } = await printedJson<Printed>([...trend, '--snapshot', '2011-06-01'], { input: csv })
    expect(warnings[0]!.code).toBe('after-snapshot')
    // One more has no compute.
    expect(warnings[0]!.message).toContain(`${late + 1} models came out after the snapshot of 2011-06-01`)
  })

  it('prints tables, and a report that names the command', async () => {
    await writeFile(folder.path('models.csv.gz'), gzipSync(csv))
    const argv = ['scaling', 'trend', 'models.csv.gz', '--threshold', '1e26', '--threshold', '1e15', '--out', 'report']
    const { code, stdout, stderr } = await runCommand(argv, { cwd: folder.path() })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Training compute grew x[\d.]+ per year \(90 % interval [\d.]+ to [\d.]+\), doubling every/m,
    )
    expect(stdout).toMatch(/^factor per year +[\d.]+ +[\d.]+ to [\d.]+ +[\d.]+ to [\d.]+$/m)
    expect(stdout).toMatch(/^1e26 +20\d\d-\d\d-\d\d +20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d$/m)
    expect(stdout).toMatch(/^without compute +1$/m)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    expect(stderr).toContain('Fitting a trend to 42 models\n')
    const page = await readFile(folder.path('report', 'index.html'), 'utf8')
    expect(page).toContain(
      'safety-portfolio scaling trend models.csv.gz --threshold 1e+26 --threshold 1000000000000000 --out report --seed 1',
    )
    expect(JSON.parse(await readFile(folder.path('report', 'result.json'), 'utf8'))).toMatchObject({ n: 40 })
  })
})

describe('scaling trend refuses', () => {
  const head = 'Model,Publication date,Training compute (FLOP)\n'
  it.each([
    [
      'text in a number',
      `${head}A,2020-01-01,1e21\nB,2021-01-01,about 1e22\n`,
      ['line 3', 'column "Training compute (FLOP)", value "about 1e22"', 'not a number'],
    ],
    ['a date of another order', `${head}A,01/02/2020,1e21\n`, ['line 2', 'column "Publication date"', 'YYYY-MM-DD']],
    ['no compute', `${head}A,2020-01-01,0\n`, ['must be greater than 0']],
    [
      'no column of compute',
      'Model,Publication date\nA,2020-01-01\n',
      ['no column for the compute: looked for "compute", "Training compute (FLOP)"', '--map FIELD=COLUMN'],
    ],
    [
      'no column of names',
      'N,Publication date,flop\nA,2020-01-01,1\nB,2020-01-01,2\n',
      ['no column for the name', '(rows 1, 2)', '--map FIELD=COLUMN'],
    ],
    [
      'too few models',
      `${head}A,2020-01-01,1e21\nB,2021-01-01, \n`,
      [
        'refused: standard input: A trend with an interval needs 3 models',
        'Left out: 0 without a date, 1 without compute',
      ],
    ],
    ['an empty file', '', ['the file is empty']],
  ])('%s', async (_, input, words) => {
    await expectRefusal(trend, words, { input })
  })

  it.each([
    [['--from', '2020-02-30'], ['date of the calendar']],
    [['--from', '2021-01-01', '--to', '2020-01-01'], ['--from 2021-01-01 lies after --to 2020-01-01']],
    [['--map', 'flops=X'], ["a table of models has no field 'flops'. Its fields: name, date, compute."]],
    [
      ['--map', 'compute=FLOPs'],
      ['there is no column "FLOPs"', 'did you mean "flop"?'],
    ],
    [['--frontier', '0'], ['whole number of at least 1']],
  ])('%j', async (flags, words) => {
    await expectRefusal([...trend, ...flags], words, { input: 'model,date,flop\nA,2020-01-01,1\n' })
  })

  it('through the built command', () => {
    const { code, stdout, stderr } = runBuilt(['scaling', 'trend', '-', '--json'], {
      cwd: folder.path(),
      input: `${head}A,2020-01-01,x\n`,
    })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('value "x": not a number')
  })
})

describeWithShared('the trend of notable models', ['oracles/scaling/compute_trend.json', 'data/epoch-models'], () => {
  const oracle = JSON.parse(readFileSync(sharedPath('oracles/scaling/compute_trend.json'), 'utf8')) as Record<
    string,
    { n: number; slope: number; se_slope: number }
  >
  const file = sharedPath('oracles/scaling/epoch_notable_compute.csv')

  it('agrees with statsmodels', async () => {
    const want = oracle['notable_2010_to_2024-05']!
    const flags = ['--from', '2010-01-01', '--to', '2024-05-31']
    const printed = await printedJson<Printed>(['scaling', 'trend', file, ...flags])
    expect(printed.n).toBe(want.n)
    // Sums of squares of 387 rows in another order.
    expect(printed.slopeOomPerYear / want.slope - 1).toBeCloseTo(0, 10)
    expect(printed.se / want.se_slope - 1).toBeCloseTo(0, 10)
  })

  it.each(['notable_ai_models_2026-04.csv.gz', 'frontier_ai_models_2026-04.csv', 'large_scale_ai_models_2026-04.csv'])(
    'reads %s without flags',
    async (name) => {
      const printed = await printedJson<Printed>(['scaling', 'trend', sharedPath(`data/epoch-models/${name}`)])
      const { withoutDate, withoutCompute } = printed.excluded
      expect(printed.n + withoutDate! + withoutCompute!).toBe(printed.source.rows)
      expect(withoutCompute).toBeGreaterThan(0)
    },
  )
})
