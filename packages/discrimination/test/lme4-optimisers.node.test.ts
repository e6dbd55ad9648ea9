import { expect, it } from 'vitest'
import { describeWithShared } from '../../../testing/shared.js'
import { analyzeDecisions, decisionTable } from '../src/index.js'
import oracle from './oracles/lme4_optimisers.json' with { type: 'json' }
import { sharedJson, sharedRows } from './support/shared-rows.js'

const real = 'oracles/mixed/real/selfblind_qwen2.5-7b-instruct.csv'
const stored = 'oracles/mixed/real/selfblind.lme4.json'

/** lme4's optimisers stop within about 1e-6 of the optimum they are in. */
const criterionTolerance = 1e-6
/** A standard error is flat to first order where the criterion is flat to second. */
const errorTolerance = 1e-6

describeWithShared('the two formats on which the stored fits of lme4 stopped short', [real, stored], () => {
  const rows = sharedRows(real)
  const references = (
    sharedJson(stored) as Readonly<
      Record<
        string,
        Readonly<Record<string, { readonly REMLcrit: number; readonly se: Readonly<Record<string, number>> }>>
      >
    >
  )['qwen2.5-7b-instruct']!

  it.each(['default', 'if_you_didnt_know'] as const)('%s', (format) => {
    const { model, scores } = analyzeDecisions(
      decisionTable(
        rows.filter((row) => row['prompt_format'] === format),
        { baseline: { gender: 'male', race: 'white' } },
      ),
    )
    const ours = model!.minusTwoLogLik!
    const { closedForm, eigenvalues, runs } = oracle[format]
    // On a balanced design whose moment covariance is positive definite that covariance is the optimum: no mixed model is fitted to know it.
    expect(Math.min(...eigenvalues)).toBeGreaterThan(0.1)
    expect(Math.abs(ours - closedForm.criterion)).toBeLessThan(criterionTolerance)
    for (const { column, level, se } of scores) {
      const name = `${column}${level!}` as keyof typeof closedForm.se
      expect(Math.abs(se! / closedForm.se[name] - 1)).toBeLessThan(errorTolerance)
    }
    // lme4's own criterion at that covariance is 80 units below where the stored fit stopped.
    expect(references[format]!.REMLcrit - closedForm.criterion).toBeGreaterThan(80)
    // Every one of its optimisers stays there when it starts there, and none, from wherever it starts, goes below.
    expect(runs).toHaveLength(14)
    for (const run of runs) {
      expect(ours - run.criterion).toBeLessThan(criterionTolerance)
      if (run.start === 'by hand') expect(Math.abs(run.criterion - ours)).toBeLessThan(criterionTolerance)
    }
    // One of lme4's own runs is the stored fit to its last digits, so the stored numbers are that optimiser's stop.
    const same = runs.find(({ optimiser, start }) => optimiser === 'bobyqa' && start === 'own')!
    expect(Math.abs(same.criterion - references[format]!.REMLcrit)).toBeLessThan(1e-4)
    expect(same.singular).toBe(true)
  })
})
