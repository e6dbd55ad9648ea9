import { readdirSync } from 'node:fs'
import type { ChinchillaFit, ObservationalFit, PassAtKPoint } from '@safety-portfolio/scaling-laws'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { printedJson } from './run-command.js'

const scaling = (...argv: readonly string[]): readonly string[] => ['scaling', ...argv]

interface Trend {
  readonly n: number
  readonly slopeOomPerYear: number
  readonly interval90: { readonly lower: number; readonly upper: number }
  readonly source: { readonly columns: Readonly<Record<string, string>> }
}

describeWithShared('the tables of Epoch AI', ['data/epoch-models'], () => {
  const tables = readdirSync(sharedPath('data/epoch-models')).filter((name) => /\.csv(?:\.gz)?$/.test(name))

  it.each(tables)('%s is read without naming a column', async (name) => {
    const trend = await printedJson<Trend>(
      scaling('trend', sharedPath(`data/epoch-models/${name}`), '--from', '2018-01-01'),
    )
    expect(trend.n).toBeGreaterThan(30)
    expect(trend.slopeOomPerYear).toBeGreaterThan(0)
    expect(trend.interval90.lower).toBeLessThan(trend.interval90.upper)
    expect(Object.keys(trend.source.columns).toSorted()).toEqual(['compute', 'date', 'name'])
    expect(trend.source.columns['date']).toBe('Publication date')
  })
})

describeWithShared('published pass@k of repeated sampling', ['data/rare-behaviors'], () => {
  const tables = readdirSync(sharedPath('data/rare-behaviors')).filter((name) => name.includes('pass_at_k'))

  it.each(tables)('%s gives counts per problem', async (name) => {
    const monkeys = name.includes('monkeys')
    const where = name.includes('bon')
      ? ['--where', 'Model=GPT4o', '--where', 'Modality=Text']
      : name === 'large_language_monkeys_pass_at_k.parquet'
        ? ['--where', 'Model=Pythia 410M', '--where', 'Level=Level 3']
        : ['--where', 'Model=Pythia 12B']
    const file = sharedPath(`data/rare-behaviors/${name}`)
    const { curve, n } = await printedJson<{ readonly n: number; readonly curve: readonly PassAtKPoint[] }>(
      scaling('pass-at-k', file, ...where, '--k', '1', '--bootstrap', '20'),
    )
    expect(n).toBeGreaterThan(monkeys ? 20 : 50)
    expect(curve[0]!.passAtK.estimate!).toBeGreaterThan(0)
    expect(curve[0]!.passAtK.interval).not.toBeNull()
  })
})

describeWithShared('runs with repeated data', ['data/scaling-datablations/parametric_fit_points.csv'], () => {
  it('are fitted given the published law without repetition', async () => {
    const file = sharedPath('data/scaling-datablations/parametric_fit_points.csv')
    const fit = await printedJson<
      ChinchillaFit & { readonly parameters: { readonly RD: number; readonly RN: number } }
    >(
      scaling(
        'fit',
        file,
        '--law',
        'data-constrained',
        '--loss',
        'log-squared',
        '--map',
        'uniqueTokens=unique_tokens',
        '--map',
        'loss=val_loss',
      ),
    )
    // Robust losses follow the bulk of the rows, in which repetition never ends, and are refused. All 296 rows, repetitions up to 9,000 epochs included: the paper's own fit leaves some out, and finds 15.4 and 5.3.
    expect(fit.n).toBe(296)
    expect(fit.parameters.RD).toBeGreaterThan(1)
    expect(fit.parameters.RD).toBeLessThan(100)
    expect(fit.intervals['RD']).not.toBeNull()
  })
})

describeWithShared('benchmark tables of Ruan et al.', ['data/obs-scaling'], () => {
  it.each([
    ['base_llm_benchmark_eval.csv', 'GSM8K', ['MMLU', 'ARC-C', 'HellaSwag']],
    ['base_llm_benchmark_eval_sub_10b.csv', 'GSM8K', ['MMLU', 'ARC-C', 'HellaSwag']],
    ['instruct_llm_benchmark_eval.csv', 'GSM8K', ['MMLU', 'ARC-C', 'HellaSwag']],
    [
      'base_llm_leaderboard_v2_eval.csv',
      'leaderboard_math_hard',
      ['leaderboard_bbh', 'leaderboard_mmlu_pro', 'leaderboard_gpqa'],
    ],
    [
      'base_llm_post_training_eval.csv',
      'gsm8k_5_exact_match,strict-match',
      ['gsm8k_cot_zeroshot_0_exact_match,strict-match'],
    ],
  ] as const)('%s predicts %s', async (name, target, benchmarks) => {
    const fit = await printedJson<ObservationalFit>(
      scaling(
        ...['observational', sharedPath(`data/obs-scaling/${name}`), '--target', target, '--bootstrap', '10'],
        ...benchmarks.flatMap((benchmark) => ['--benchmark', benchmark]),
      ),
    )
    expect(fit.converged).toBe(true)
    expect(fit.n).toBeGreaterThan(15)
    expect(fit.trainError.meanAbsoluteError.estimate!).toBeLessThan(0.2)
  })
})
