import { writeFile } from 'node:fs/promises'
import {
  allocateDataConstrained,
  computeOptimal,
  dataConstrainedLoss,
  dataConstrainedOptimal,
  fitChinchilla,
  fitDataConstrained,
  hoffmannFlops,
  kaplanFlops,
  predictLoss,
  publishedFits,
  simulateRuns,
  type EmergenceAudit,
  type LossPredictions,
} from '@safety-portfolio/scaling-laws'
import { toCsv } from '@safety-portfolio/records'
import type { Estimate } from '@safety-portfolio/stats'
import { beforeEach, describe, expect, it } from 'vitest'
import { addMonths } from '../src/answers/add-months.js'
import { runBuilt } from './built-command.js'
import { version } from '../src/version.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { runsCsv, runsMap, simulatedRuns } from './simulated-runs.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const scaling = (...argv: readonly string[]): readonly string[] => ['scaling', ...argv]

describe('scaling flops', () => {
  interface Counts {
    readonly counts: readonly {
      readonly counter: string
      readonly params: number | null
      readonly trainingFlopPerToken: number
      readonly trainingFlop: number | null
      readonly petaflopDays: number | null
    }[]
  }

  it('counts 6 N D', async () => {
    const { counts } = await printedJson<Counts>(scaling('flops', '--params', '70e9', '--tokens', '1.4e12'))
    // 6 x 70e9 x 1.4e12, and a petaflop/s-day is 8.64e19.
    expect(counts).toMatchObject([{ counter: '6 N D', params: 70e9, trainingFlop: 5.88e23 }])
    expect(counts[0]!.petaflopDays).toBeCloseTo(5.88e23 / 8.64e19, 6)
  })

  it('uses every counter that the shape suffices for', async () => {
    const shape = [
      '--layers',
      '10',
      '--width',
      '640',
      '--context',
      '2048',
      '--feed-forward',
      '2560',
      '--heads',
      '10',
      '--head-width',
      '64',
      '--vocabulary',
      '32000',
      '--attention-width',
      '640',
    ]
    const mixture = [
      '--shared-params',
      '1e9',
      '--expert-params',
      '1e7',
      '--experts',
      '8',
      '--experts-per-token',
      '2',
      '--mixture-layers',
      '10',
    ]
    const { counts } = await printedJson<Counts>(scaling('flops', '--params', '73e6', ...shape, ...mixture))
    expect(counts.map(({ counter }) => counter)).toEqual([
      '6 N D',
      '6 N D with attention',
      'Kaplan 2020, table 1',
      'DeepSeek 2024, M',
      'Hoffmann 2022, embeddings counted',
      'Hoffmann 2022, embeddings left-out',
      'mixture of experts, 6 N D',
    ])
    const kaplan = kaplanFlops({
      layers: 10,
      width: 640,
      contextLength: 2048,
      vocabulary: 32_000,
      feedForwardWidth: 2560,
    })
    expect(counts[2]!.trainingFlopPerToken).toBe(kaplan.trainingPerToken)
    const hoffmann = hoffmannFlops({ layers: 10, width: 640, feedForwardWidth: 2560, heads: 10, headWidth: 64 })
    expect(counts[4]!.trainingFlopPerToken).toBe(hoffmann.trainingPerToken)
    expect(counts[6]!.params).toBe(1e9 + 10 * 2 * 1e7)
    expect(counts[0]!.trainingFlop).toBeNull()
  })

  it('prints a table', async () => {
    const { code, stdout } = await runCommand(
      scaling(
        'flops',
        '--layers',
        '96',
        '--width',
        '12288',
        '--context',
        '2048',
        '--tokens',
        '300e9',
        '--params',
        '175e9',
      ),
    )
    expect(code).toBe(0)
    expect(stdout).toContain('4 ways of counting give 3.15e23 to ')
    expect(stdout).toMatch(/^6 N D +175\.0B +1\.05e12 +3\.15e23 +3\.65e3$/m)
    // Without --params N is that of Kaplan's table: 12 x 96 x 12288^2.
    const shape = ['--layers', '96', '--width', '12288', '--context', '2048']
    const { counts } = await printedJson<Counts>(scaling('flops', ...shape))
    expect(counts.map(({ counter }) => counter).slice(0, 2)).toEqual(['6 N D', '6 N D with attention'])
    expect(counts[0]!.params).toBe(12 * 96 * 12288 ** 2)
    expect(counts[0]!.trainingFlopPerToken).toBe(6 * 12 * 96 * 12288 ** 2)
    const one = await runCommand(scaling('flops', '--params', '1e9'))
    expect(one.stdout).toContain('1 way of counting gives 6e9 training FLOP per token')
  })

  it.each([
    [['--layers', '3'], 'suffice for no counter'],
    [['--params', '-1'], 'greater than 0'],
    [['--layers', '2.5', '--width', '3'], 'whole number'],
    [
      [
        '--shared-params',
        '1',
        '--expert-params',
        '1',
        '--experts',
        '2',
        '--experts-per-token',
        '3',
        '--mixture-layers',
        '1',
      ],
      'expertsPerToken must be <= experts (2), got 3',
    ],
  ])('%j is refused', async (flags, message) => {
    await expectRefusal(scaling('flops', ...flags), [message])
  })
})

it.each([
  [['flops', '--params', '1e9']],
  [['trigger', '--since', '2025-01-01']],
  [['allocate', '--preset', 'besiroglu', '--budget', '1e24']],
])('scaling %j says which version computed it', async (argv) => {
  expect(await printedJson(scaling(...argv))).toMatchObject({ version, seed: 1 })
})

describe('scaling trigger', () => {
  interface Triggers {
    readonly due: {
      readonly first: string | null
      readonly byEffectiveCompute: {
        readonly date: string
        readonly earliest: string | null
        readonly latest: string | null
        readonly days: Estimate
      } | null
      readonly byTime: string | null
    }
    readonly steps: readonly { readonly name: string; readonly status: string }[]
    readonly warnings: readonly { readonly code: string }[]
  }

  it.each([
    ['2025-05-22', 6, '2025-11-22'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-12-31', 2, '2024-02-29'],
    ['2025-01-15', 24, '2027-01-15'],
  ])('%s and %i months are %s', (date, months, later) => {
    expect(addMonths(date, months)).toBe(later)
  })

  it('dates 4 times effective compute and the months', async () => {
    const flags = ['--since', '2025-01-01', '--growth', '4.1', '--growth-interval', '3.7', '4.6', '--months', '6']
    const { due, warnings } = await printedJson<Triggers>(scaling('trigger', ...flags))
    // 211 days. Doublings a year: log2 4.1 of hardware and 12 / 8.44 of algorithms; 4x is two doublings.
    expect(due.byEffectiveCompute!.days.estimate).toBeCloseTo((365.25 * 2) / (Math.log2(4.1) + 12 / 8.44), 6)
    expect(due.byEffectiveCompute!.date).toBe('2025-07-31')
    expect(due.byTime).toBe('2025-07-01')
    expect(due.first).toBe('2025-07-01')
    expect(due.byEffectiveCompute!.earliest! < due.byEffectiveCompute!.date).toBe(true)
    expect(due.byEffectiveCompute!.latest! > due.byEffectiveCompute!.date).toBe(true)
    expect(warnings).toEqual([])
  })

  it('holds planned models against the baseline', async () => {
    const input =
      'Model,Publication date,Training compute (FLOP)\nA,2025-07-01,2e25\nB,2026-01-01,3e25\nC,2026-03-01,\n'
    await writeFile(folder.path('planned.csv'), input)
    const argv = scaling('trigger', 'planned.csv', '--since', '2025-01-01', '--compute', '1e25')
    const { steps, due, warnings } = await printedJson<Triggers>(argv, { cwd: folder.path() })
    expect(steps.map(({ name, status }) => [name, status])).toEqual([
      ['A', 'possible'],
      ['B', 'due'],
      ['C', 'unknown'],
    ])
    expect(due).toMatchObject({ first: null, byEffectiveCompute: null })
    expect(warnings.map(({ code }) => code)).toEqual(['unknown-compute', 'possible-trigger', 'unknown-growth'])
    const { stdout } = await runCommand(argv, { cwd: folder.path() })
    expect(stdout).toContain('Algorithms alone reach 4 times the effective compute on 2026-05-30')
    expect(stdout).toMatch(/^B +2026-01-01 +due +8\.0\d* +[\d.]+ to [\d.]+ +the baseline$/m)
    expect(stdout).toMatch(/^C +2026-03-01 +unknown +not known +– +B$/m)
  })

  it('prints due dates, and why one has no interval', async () => {
    const { stdout } = await runCommand(
      scaling('trigger', '--since', '2025-01-01', '--growth', '4', '--doubling-months', '12', '--months', '60'),
    )
    // log2 4 + 1 = 3 doublings a year: 4x takes two thirds of a year, 243.5 days.
    expect(stdout).toMatch(
      /falls due on 2025-09-02: 4 times the effective compute is reached on 2025-09-02;\sthe time runs out on/,
    )
    expect(stdout).toMatch(/^4 times effective compute +2025-09-02 +growth carries no interval$/m)
    expect(stdout).toMatch(/^60 months +2030-01-01 +exact$/m)
  })

  it.each([
    [[], "required option '--since <date>' not specified"],
    [['--since', 'today'], 'date of the calendar'],
    [['--since', '2025-01-01', '--factor', '1'], '--factor must be greater than 1'],
    [['--since', '2025-01-01', '--growth-interval', '1', '2'], '--growth-interval needs its estimate: --growth.'],
    [['--since', '2025-01-01', '--doubling-interval', '1', '2'], 'needs its estimate: --doubling-months.'],
    [['--since', '2025-01-01', '--growth', '4', '--growth-interval', '5', '6'], 'two numbers around 4'],
    [['--since', '2025-01-01', '--growth', '4', '--growth-interval', '3'], 'two numbers around 4'],
    [['planned.csv', '--since', '2025-01-01'], 'give --compute FLOP'],
    [['-', '--since', '2025-01-01', '--compute', '1e25'], 'no column for the compute'],
    [['--since', '2025-01-01', '--where', 'a=b'], '--map and --where belong to a table of planned models'],
  ])('%j is refused', async (flags, message) => {
    await expectRefusal(scaling('trigger', ...flags), [message], { input: 'name,date\nA,2025-01-01\n' })
  })
})

describe('scaling emergence', () => {
  const rows = [0, 0, 1, 8, 27, 55, 91, 120].map((successes, index) => ({
    params: 1e7 * 10 ** (index / 2),
    correct: successes,
    items: 200,
  }))
  const input = toCsv(rows)
  const flags = ['--answer-tokens', '5', '--bootstrap', '99']

  it('is the audit of the package', async () => {
    const printed = await printedJson<EmergenceAudit>(scaling('emergence', '-', ...flags), { input })
    expect(printed.breakTest.verdict).toBe('no-break-found')
    // 1 - 0.025^(1/200), Clopper and Pearson's bound at no success.
    expect(printed.rows[0]!.accuracy.interval!.upper).toBeCloseTo(1 - 0.025 ** (1 / 200), 10)
    expect(printed.rows[7]!.tokenSuccess.estimate).toBeCloseTo(0.6 ** 0.2, 10)
  })

  it('finds columns under other usual names', async () => {
    const other = toCsv(
      rows.map(({ params, correct, items }) => ({ 'Model Size': params, num_correct: correct, total: items })),
    )
    const printed = await printedJson<EmergenceAudit>(scaling('emergence', '-', ...flags), { input: other })
    expect(printed).toMatchObject({
      rows: (await printedJson<EmergenceAudit>(scaling('emergence', '-', ...flags), { input })).rows,
    })
  })

  it('prints what explains the jump', async () => {
    const { code, stdout } = await runCommand(scaling('emergence', '-', ...flags), { input })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^8 models: a smooth curve is not rejected, which is no proof of smoothness \(p = 0\.\d+\)\.$/m,
    )
    expect(stdout).toMatch(/^1e7 +0 of 200 +0 +none +none$/m)
    expect(stdout).toContain('[below-resolution]')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
    const few = await runCommand(scaling('emergence', '-', ...flags), {
      input: 'scale,successes,trials\n1,0,10\n2,5,10\n',
    })
    expect(few.stdout).toContain('2 models: whether accuracy breaks cannot be told from these models.')
  })

  it.each([
    [
      'more right than asked',
      'scale,successes,trials\n1,5,3\n2,1,3\n',
      'model 1 has more successes than trials: 5 of 3.',
    ],
    ['half an item', 'scale,successes,trials\n1,0.5,3\n', 'must be a whole number'],
    ['no trials', 'scale,successes\n1,0\n', 'no column for the trials: looked for "trials", "items", "n"'],
  ])('refuses %s', async (_, text, message) => {
    await expectRefusal(scaling('emergence', '-', ...flags), [message], { input: text })
  })
})

describe('scaling predict', () => {
  const runs = simulatedRuns()
  const at = ['--at', 'params=7e10,tokens=1.4e12']

  it('is the prediction of the package', async () => {
    const printed = await printedJson<LossPredictions<'chinchilla'>>(
      scaling('predict', '-', ...at, '--loss', 'log-squared', '--level', '0.9'),
      { input: toCsv(runs) },
    )
    const expected = predictLoss('chinchilla', runs, [{ params: 7e10, tokens: 1.4e12 }], {
      loss: 'log-squared',
      level: 0.9,
    })
    expect(printed.predictions).toEqual(JSON.parse(JSON.stringify(expected.predictions)))
  })

  it('maps columns, drops rows and prints both intervals', async () => {
    const { code, stdout } = await runCommand(
      scaling('predict', '-', ...at, ...runsMap, '--drop-highest', '2', '--delta', '0.01'),
      { input: runsCsv(runs) },
    )
    expect(code).toBe(0)
    expect(stdout).toContain('62 rows let one new run at params 7.00e10, tokens 1.40e12 expect a loss of ')
    expect(stdout).toMatch(
      /^params 7\.00e10, tokens 1\.40e12 +[\d.]+ +[\d.]+ +[\d.]+\n +[\d.]+ to [\d.]+ +[\d.]+ to [\d.]+$/m,
    )
  })

  it('predicts curves', async () => {
    const input = toCsv(
      Array.from({ length: 12 }, (_, index) => ({
        x: 2 ** index,
        loss: (0.3 + 2 ** (-index / 2)) * (1 + 0.001 * Math.sin(index)),
      })),
    )
    const printed = await printedJson<{ readonly predictions: readonly { readonly mean: Estimate }[] }>(
      scaling('predict', '-', '--law', 'power-offset', '--at', 'x=1e6'),
      { input },
    )
    expect(printed.predictions[0]!.mean.estimate).toBeCloseTo(0.301, 2)
  })

  it('predicts from published constants, without intervals', async () => {
    const argv = scaling('predict', '--preset', 'hoffmannRounded', ...at)
    const printed = await printedJson<{ readonly predictions: readonly { readonly mean: Estimate }[] }>(argv)
    const { A, B, E, alpha, beta } = publishedFits.hoffmannRounded.parameters
    expect(printed.predictions[0]!.mean.estimate).toBeCloseTo(E + A / 7e10 ** alpha + B / 1.4e12 ** beta, 10)
    expect(printed.predictions[0]!.mean.interval).toBeNull()
    expect((await runCommand(argv)).stdout).toContain('[rounded-constants]')
  })

  it.each([
    [['-'], "required option '--at <place>' not specified"],
    [['-', '--at', 'params=1'], 'is written params=NUMBER,tokens=NUMBER'],
    [['-', '--at', 'x=0', '--law', 'power'], 'is written x=NUMBER'],
    [['-', '--at', 'params'], 'name=value'],
    [['-', ...at, '--loss', 'lad', '--delta', '1'], '--delta belongs to --loss huber'],
    [['-', ...at, '--preset', 'hoffmann'], 'not both'],
    [[...at, '--preset', 'hoffmann', '--law', 'kaplan'], 'Presets are constants of the chinchilla law'],
    [[...at, '--preset', 'none'], "There is no preset 'none'"],
    [['-', ...at], 'refused: standard input, 1 row'],
  ])('%j is refused', async (flags, message) => {
    await expectRefusal(scaling('predict', ...flags), [message], { input: 'params,tokens,loss\n1e9,1e10,2\n' })
  })
})

describe('scaling allocate', () => {
  interface Allocated {
    readonly allocation: readonly {
      readonly compute: number
      readonly params: Estimate
      readonly tokensPerParam: Estimate
    }[]
    readonly dataConstrained?: readonly Readonly<Record<'params' | 'tokens' | 'epochs' | 'loss', Estimate>>[]
  }

  beforeEach(async () => {
    const { stdout } = await runCommand(scaling('fit', '-', '--budget', '1e22', '--json', '--quiet'), {
      input: toCsv(simulatedRuns()),
    })
    await writeFile(folder.path('result.json'), stdout)
  })

  it('allocates by a saved fit, with the intervals that it holds', async () => {
    const argv = scaling('allocate', 'result.json', '--budget', '1e22', '--budget', '1e24')
    const { allocation } = await printedJson<Allocated>(argv, { cwd: folder.path() })
    expect(allocation.map(({ compute }) => compute)).toEqual([1e22, 1e24])
    expect(allocation[0]!.params.interval).not.toBeNull()
    // A budget that was not asked for then: its interval comes from the covariance that the fit carries.
    expect(allocation[1]!.params.interval!.lower).toBeLessThan(allocation[1]!.params.estimate!)
    const { stdout } = await runCommand(argv, { cwd: folder.path() })
    expect(stdout).toMatch(/^1e22 +[\d.]+B .*\n +[\d.]+B to [\d.]+B /m)
    expect(stdout).not.toContain('no interval')
  })

  it('allocates by a published law', async () => {
    const { allocation } = await printedJson<Allocated>(
      scaling('allocate', '--preset', 'besiroglu', '--budget', '5.76e23'),
    )
    // Besiroglu et al. 2024: about 18 tokens per parameter where Hoffmann et al. trained with 20.
    expect(allocation[0]!.tokensPerParam.estimate).toBeCloseTo(18.34, 1)
    expect(allocation[0]!.params.estimate).toBe(computeOptimal(publishedFits.besiroglu.parameters, 5.76e23).params)
  })

  it('repeats data where there is too little', async () => {
    const argv = scaling('allocate', '--preset', 'muennighoff', '--budget', '1e22', '--unique-tokens', '25e9')
    const { dataConstrained } = await printedJson<Allocated>(argv)
    const expected = dataConstrainedOptimal(publishedFits.muennighoff.parameters, 1e22, 25e9)
    for (const name of ['params', 'tokens', 'epochs', 'loss'] as const) {
      expect(dataConstrained![0]![name]).toMatchObject({
        estimate: expected[name],
        interval: null,
        reason: expect.stringContaining('constants alone carry no interval') as string,
      })
    }
    // The exact minimum that the authors' grid comes near: 7.026e9 parameters, 9.488 epochs.
    expect(dataConstrained![0]!.epochs.estimate).toBeCloseTo(9.4884, 3)
    expect((await runCommand(argv)).stdout).toMatch(/^1e22 +7\.026B +237\.2B +9\.488 +2\.222$/m)
  })

  it('gives intervals with limited data: those of a fit of the law, or of a fit of the worth of repetition', async () => {
    const allocated = async (fit: object): Promise<Readonly<Record<'epochs' | 'loss', Estimate>>> => {
      await writeFile(folder.path('fit.json'), JSON.stringify(fit))
      const argv = scaling('allocate', 'fit.json', '--budget', '1e22', '--unique-tokens', '25e9')
      const { dataConstrained } = await printedJson<Allocated>(argv, { cwd: folder.path() })
      return dataConstrained![0]!
    }
    const { parameters } = publishedFits.muennighoff
    const law = await allocated(fitChinchilla(simulateRuns({ parameters, seed: 1 })))
    const own = law.epochs.interval!
    expect(own.lower).toBeLessThan(law.epochs.estimate!)
    expect(own.upper / own.lower).toBeGreaterThan(1.01)
    const runs = [1e8, 1e9, 4e9].flatMap((params) =>
      [2, 8, 32, 100].map((epochs, k) => {
        const tokens = epochs * 1e9
        const loss = dataConstrainedLoss(parameters, params, tokens, 1e9) * (1 + 0.002 * ((k % 3) - 1))
        return { params, tokens, uniqueTokens: 1e9, loss }
      }),
    )
    const fitted = fitDataConstrained(runs, parameters)
    const [expected] = allocateDataConstrained(fitted, parameters, [1e22], 25e9)
    expect(await allocated(fitted)).toEqual(JSON.parse(JSON.stringify(expected)))
    expect(expected!.epochs.interval).not.toBeNull()
  })

  it.each([
    [['--preset', 'hoffmann'], "required option '--budget <flop>' not specified"],
    [['--budget', '1e22'], 'Give the result.json of a fit, or --preset NAME.'],
    [['result.json', '--preset', 'hoffmann', '--budget', '1e22'], 'not both'],
    [['other.json', '--budget', '1e22'], 'other.json: not a saved fit of the chinchilla or the data-constrained law'],
    [['text.json', '--budget', '1e22'], 'text.json: not a saved fit'],
    [['half.json', '--budget', '1e22'], 'half.json: the constant B of the fit must be a number'],
    [['unfinished.json', '--budget', '1e22'], 'did not converge'],
  ])('%j is refused', async (flags, message) => {
    await writeFile(folder.path('other.json'), '{"law": "kaplan"}')
    await writeFile(folder.path('text.json'), 'hello')
    await writeFile(folder.path('half.json'), '{"law": "chinchilla", "parameters": {"A": 1}}')
    await writeFile(
      folder.path('unfinished.json'),
      '{"law": "chinchilla", "converged": false, "parameters": {"A": 1, "B": 1, "E": 1, "alpha": 1, "beta": 1}}',
    )
    await expectRefusal(scaling('allocate', ...flags), [message], { cwd: folder.path() })
  })
})

describe('the built command', () => {
  it.each([
    [['flops', '--layers', '3'], 'suffice for no counter'],
    [['trigger', '--since', 'x'], 'date of the calendar'],
    [['emergence', 'none.csv'], 'there is no such file'],
    [['predict', 'none.csv', '--at', 'params=1,tokens=1'], 'there is no such file'],
    [['allocate', 'none.json', '--budget', '1'], 'there is no such file'],
  ])('scaling %j exits with 2', (argv, message) => {
    const { code, stdout, stderr } = runBuilt(['scaling', ...argv, '--json'], { cwd: folder.path() })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
