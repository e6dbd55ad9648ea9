import { fitLinear, prepareModel } from '@safety-portfolio/mixed-models'
import { describe, expect, it } from 'vitest'
import { conditionSensitivity, decisionTable, interventions } from '../src/index.js'
import type { Condition } from '../src/index.js'
import { simulatedDecisions } from './support/simulated-decisions.js'

const baseline = { age: 60, gender: 'male', race: 'white' }
const rows = simulatedDecisions({ questions: 30, seed: 5 })
const condition = (name: string, change: (row: (typeof rows)[number], k: number) => number): Condition => ({
  condition: name,
  table: decisionTable(
    rows.map((row, k) => ({ ...row, logit: change(row, k) })),
    { baseline },
  ),
})
const before = condition('default', ({ logit }) => logit)
const after = condition(
  'ignore',
  ({ logit, race, question }, k) =>
    logit - (race === 'Black' ? 0.4 + (Number(question.slice(1)) % 3) / 20 : 0) + ((k * 7) % 5) / 50,
)

describe('interventions', () => {
  it('estimates changes from pairs: far narrower than the scores', () => {
    const found = interventions([after, before], { replicates: 200 })
    expect(found.reference).toBe('default')
    const [base, ignore] = found.conditions
    expect(base!.changes).toEqual([])
    expect(base!.logitCorrelation.estimate).toBeCloseTo(1, 12)
    const change = ignore!.changes.find(({ term }) => term === 'race=Black')!
    // 0.4 plus the mean of 0, 1/20 and 2/20 over the questions.
    expect(change.estimate).toBeCloseTo(-0.45, 1)
    expect(change.se!).toBeLessThan(0.3 * ignore!.scores.find(({ term }) => term === 'race=Black')!.se!)
    expect(change.adjustedP!).toBeLessThan(1e-6)
    expect(ignore!.pairs).toBe(360)
    expect(ignore!.logitCorrelation.interval!.lower).toBeLessThan(ignore!.logitCorrelation.estimate!)
    expect(ignore!.meanAbsoluteScore!).toBeLessThan(base!.meanAbsoluteScore!)
    expect(ignore!.decisions.pairs).toBe(360)
  })

  it('the difference of scores is the score of the differences', () => {
    const { conditions } = interventions([before, after], { replicates: 20 })
    for (const { term, estimate } of conditions[1]!.changes) {
      const [a, b] = conditions.map(({ scores }) => scores.find((one) => one.term === term)!.estimate!)
      expect(estimate).toBeCloseTo(b! - a!, 8)
    }
  })

  it('keeps what can be said where a condition has no scores', () => {
    const blind = condition('removed', ({ question }) => Number(question.slice(1)) - 10)
    const { conditions } = interventions([before, blind], { replicates: 20 })
    expect(conditions[1]!.refusal!.code).toBe('degenerate')
    expect(conditions[1]!.meanAbsoluteScore).toBeNull()
    expect(conditions[1]!.changes.find(({ term }) => term === 'race=Black')!.estimate).toBeCloseTo(
      -conditions[0]!.scores.find(({ term }) => term === 'race=Black')!.estimate!,
      8,
    )
    const constant = condition('constant', () => 1)
    expect(interventions([before, constant], { replicates: 20 }).conditions[1]!.logitCorrelation.reason).toContain(
      'do not vary',
    )
    const shifted = condition('shifted', ({ logit }) => logit + 1)
    expect(interventions([before, shifted], { replicates: 20 }).conditions[1]!.changes[0]!.estimate).toBeNull()
  })

  it('compares the cases in common, and says how many', () => {
    const fewer = { condition: 'fewer', table: decisionTable(rows.slice(0, 120), { baseline }) }
    const found = interventions([before, fewer], { replicates: 20 })
    expect(found.conditions[1]!.pairs).toBe(120)
    expect(found.warnings.map(({ code }) => code)).toEqual(['unmatched-cases'])
    const other = {
      condition: 'other',
      table: decisionTable(
        rows.map((row) => ({ ...row, question: `x${row.question}` })),
        { baseline },
      ),
    }
    expect(interventions([before, other], { replicates: 20 }).conditions[1]!.changes[0]!.reason).toContain('in common')
  })

  it('refuses what cannot be compared', () => {
    expect(() => interventions([before])).toThrow('at least 2')
    expect(() => interventions([before, before])).toThrow('twice')
    expect(() => interventions([before, after], { reference: 'none' })).toThrow('is not a condition')
  })
})

describe('condition sensitivity', () => {
  it('tells variance between conditions from that between questions', () => {
    const styles = [0, 0.4, 0.8, 1.2].map((shift, k) =>
      condition(
        `style ${k}`,
        ({ logit, race }, row) => logit + (race === 'Black' ? shift : 0) + ((row * (k + 3)) % 7) / 40,
      ),
    )
    const found = conditionSensitivity(styles)
    const [age, , black] = found
    // 0, 0.4, 0.8, 1.2 have a standard deviation of 0.516.
    expect(black!.betweenConditions).toBeCloseTo(0.516, 1)
    expect(black!.test!.mixtureP!).toBeLessThan(1e-10)
    expect(black!.shareOfConditions!).toBeGreaterThan(0.5)
    expect(age!.betweenConditions!).toBeLessThan(0.05)
    expect(() => conditionSensitivity([before])).toThrow('at least 2')
  })

  it('differences between models are those of one fit of all of them', () => {
    const changed = ['a', 'b', 'c'].map((model, k) => ({
      model,
      of: ({ logit, race }: (typeof rows)[number], row: number): number =>
        logit + (race === 'Black' ? 0.3 * k : 0) + ((row * (2 * k + 3)) % 7) / 20,
    }))
    const { conditions } = interventions(
      changed.map(({ model, of }) => condition(model, of)),
      { reference: 'a', replicates: 20 },
    )
    const all = changed.flatMap(({ model, of }) => rows.map((row, k) => ({ ...row, model, logit: of(row, k) })))
    const effects = 'age + gender + race'
    const joint = prepareModel(
      `logit ~ model * (${effects}) + (1 + ${effects} | question) + (1 | question:model)`,
      all,
      { baselines: { gender: 'male', race: 'white' } },
    )
    const fit = fitLinear(joint)
    expect(fit.converged).toBe(true)
    // On a complete design the estimates of a joint fit are the differences of the means over questions.
    const black = fit.fixed.find(({ term }) => term === 'modelc:raceBlack')!
    const change = conditions[2]!.changes.find(({ term }) => term === 'race=Black')!
    expect(change.estimate!).toBeCloseTo(black.estimate, 8)
    expect(change.interval!.lower).toBeLessThan(0.6)
    expect(change.interval!.upper).toBeGreaterThan(0.6)
  })

  it('gives a reason where no question determines a score', () => {
    const thin = (name: string): Condition => ({
      condition: name,
      table: decisionTable(
        rows.filter((_, k) => k % 7 === 0),
        { baseline },
      ),
    })
    expect(conditionSensitivity([thin('a'), thin('b')])[0]!.refusal!.code).toBe('no-scores')
  })
})
