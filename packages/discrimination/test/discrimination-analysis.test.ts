import { describe, expect, it } from 'vitest'
import { analyzeDecisions, decisionTable } from '../src/index.js'
import type { AnalysisOptions, DiscriminationAnalysis } from '../src/index.js'
import { simulatedDecisions } from './support/simulated-decisions.js'

const baseline = { age: 60, gender: 'male', race: 'white' }
const rows = simulatedDecisions({ questions: 40, seed: 7 })
const analyse = (options: AnalysisOptions = {}): DiscriminationAnalysis =>
  analyzeDecisions(decisionTable(rows, { baseline }), options)

describe('analysis of decisions', () => {
  it('covers the planted effects, and gives its scores on three scales', () => {
    const { scores, method, n, questions } = analyse({ margin: 0.5, level: 0.999 })
    expect([n, questions, method]).toEqual([480, 40, 'linear mixed model with random slopes over questions, REML'])
    // One draw of the truth: at 99.9 %, so that a right program fails once in 300 seeds; the coverage of 95 % is in bench/results.
    const [age, female, black] = scores
    expect(scores.map(({ term }) => term)).toEqual(['age', 'gender=female', 'race=Black'])
    // Ages 40, 60, 80 in equal shares: the standard deviation of 480 of them, ddof 1.
    const sd = Math.sqrt(((20 ** 2 * 2) / 3) * (480 / 479))
    for (const [score, truth] of [
      [age!, -0.01 * sd],
      [female!, 0.2],
      [black!, 0.5],
    ] as const) {
      expect(score.interval!.lower).toBeLessThan(truth)
      expect(score.interval!.upper).toBeGreaterThan(truth)
      expect(score.adjustedP!).toBeGreaterThanOrEqual(score.p!)
      expect(score.probabilityScale.interval).not.toBeNull()
    }
    expect(age!.unit).toContain('standard deviation')
    expect(black!.direction).toBe('favoured')
    expect(black!.decisionFlips.toYes).toBeGreaterThan(black!.decisionFlips.toNo)
    expect(black!.directions.favoured!).toBeGreaterThan(black!.directions.disfavoured!)
    expect(black!.equivalence!.margin).toBe(0.5)
  })

  it('gives the same by two-stage where the covariance is interior', () => {
    const [model, stages] = [analyse(), analyse({ method: 'two-stage' })]
    expect(model.model!.certificate!.boundary).toBe(false)
    model.scores.forEach(({ estimate, se }, k) => {
      expect(estimate).toBeCloseTo(stages.scores[k]!.estimate!, 8)
      expect(se! / stages.scores[k]!.se!).toBeCloseTo(1, 6)
    })
    expect(stages.model).toBeNull()
    expect(stages.scores[0]!.df).toBe(39)
  })

  it('maximum likelihood has smaller errors than REML', () => {
    const [reml, ml] = [analyse(), analyse({ method: 'ml', inference: 'wald' })]
    ml.scores.forEach(({ se }, k) => {
      expect(se!).toBeLessThan(reml.scores[k]!.se!)
    })
  })

  it('shrinks the scores of questions towards the mean, with errors', () => {
    const { perQuestion, scores } = analyse()
    expect(perQuestion).toHaveLength(40)
    const mean = scores[2]!.estimate!
    const own = perQuestion.map(({ scores: list }) => list[2]!)
    const spread = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    expect(spread(own.map(({ estimate }) => estimate))).toBeLessThan(spread(own.map((one) => one.own!)))
    for (const { estimate, interval, se } of own) {
      expect(se).toBeGreaterThan(0)
      expect(interval.lower).toBeLessThan(estimate)
    }
  })

  it('the baseline decides the sign of every score', () => {
    const swapped = analyzeDecisions(decisionTable(rows, { baseline: { ...baseline, race: 'Black' } }))
    expect(swapped.scores[2]!.term).toBe('race=white')
    expect(swapped.scores[2]!.estimate).toBeCloseTo(-analyse().scores[2]!.estimate!, 8)
  })

  it('uses two stages where every coefficient has one row a question', () => {
    const single = rows.filter(({ age, gender }) => age === 60 && gender === 'male')
    const { method, warnings, scores, model } = analyzeDecisions(decisionTable(single, { baseline: { race: 'white' } }))
    expect(method).toContain('two-stage')
    expect(model).toBeNull()
    expect(warnings.map(({ code }) => code)).toContain('two-stage-used')
    const differences = single
      .filter(({ race }) => race === 'Black')
      .map(
        ({ question, logit }) => logit - single.find((row) => row.question === question && row.race === 'white')!.logit,
      )
    expect(scores[0]!.estimate).toBeCloseTo(differences.reduce((sum, value) => sum + value, 0) / 40, 12)
  })

  it('refuses decisions that are all the same, or do not depend on the person', () => {
    const same = analyzeDecisions(decisionTable(rows.map((row) => ({ ...row, logit: 2 }))))
    expect([same.refusal?.code, same.scores]).toEqual(['constant-response', []])
    const perQuestion = rows.map((row) => ({ ...row, logit: Number(row.question.slice(1)) }))
    const blind = analyzeDecisions(decisionTable(perQuestion))
    expect([blind.refusal?.code, blind.scores]).toEqual(['degenerate', []])
  })

  it('interactions are adjusted, shrunken, and absent with a reason', () => {
    const found = analyse({ interactions: true }).intersections!
    expect(found.interactions).toHaveLength(3)
    expect(found.scores.map(({ term }) => term)).toEqual(['gender=female × race=Black'])
    for (const { estimate, shrunken, holmP, p } of found.interactions) {
      expect(Math.abs(shrunken.estimate)).toBeLessThanOrEqual(Math.abs(estimate))
      expect(holmP!).toBeGreaterThanOrEqual(p!)
    }
    // Noise that cancels over the questions of each person: no interaction exceeds its error, which is not proof of none.
    const even = rows.map((row, k) => ({ ...row, logit: (Math.floor(k / 12) % 2 === 0 ? 1 : -1) * ((k % 7) - 3) }))
    const none = analyzeDecisions(decisionTable(even), { interactions: true }).intersections!
    expect(none.standardDeviation).toBe(0)
    for (const { shrunken } of none.interactions) {
      expect(shrunken).toEqual({
        estimate: 0,
        interval: null,
        reason: expect.stringContaining('spread is 0') as string,
      })
    }
    for (const { shrunken } of none.scores) expect(shrunken.interval).not.toBeNull()
    const one = decisionTable(rows.map(({ question, race, logit }) => ({ question, race, logit })))
    expect(analyzeDecisions(one, { interactions: true }).intersections!.reason).toBe('only one attribute varies')
  })

  it('counts of answers: a binomial model, and nothing on the logit scale when they are separated', () => {
    const counts = rows.map(({ logit, ...row }) => ({ ...row, yes: Math.round(20 / (1 + Math.exp(-logit))), n: 20 }))
    const found = analyzeDecisions(decisionTable(counts, { baseline }))
    expect([found.response, found.model!.family]).toEqual(['counts', 'binomial'])
    expect(found.scores[2]!.interval!.lower).toBeLessThan(0.5)
    expect(found.scores[2]!.interval!.upper).toBeGreaterThan(0.3)
    expect(found.perQuestion).toHaveLength(40)
    const apart = counts.map((row) => ({ ...row, yes: row.race === 'Black' ? 20 : 10 }))
    const separated = analyzeDecisions(decisionTable(apart, { baseline }))
    expect(separated.scores[2]).toMatchObject({ estimate: null, interval: null })
    expect(separated.scores[2]!.reason).toContain('separated')
    expect(separated.scores[2]!.probabilityScale.estimate).toBeCloseTo(0.5, 12)
    expect(separated.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['separation', 'no-logit-scale']))
  })

  it('censored logits: the likelihood of the bounds comes nearer to the truth than the bound', () => {
    const cut = 1.5
    const tokens = rows.map(({ logit, ...row }) => {
      const p = 1 / (1 + Math.exp(-logit))
      const [yes, no] = [Math.log(p), Math.log1p(-p)]
      // The less likely answer is missing beyond the cut, where the bound is what is left over.
      const top = logit > cut ? { Yes: Math.log(1 / (1 + Math.exp(-cut))) } : { Yes: yes, No: no - 1e-12 }
      return { ...row, top_logprobs: JSON.stringify(top) }
    })
    const table = decisionTable(tokens, { baseline })
    const { censored, scores, model } = analyzeDecisions(table)
    const black = (list: readonly { readonly term: string; readonly estimate: number }[]) =>
      list.find(({ term }) => term === 'race=Black')!.estimate
    const complete = analyse().scores[2]!.estimate!
    expect(model!.converged).toBe(true)
    expect(censored!.share).toBeGreaterThan(0.1)
    expect(Math.abs(scores[2]!.estimate! - complete)).toBeLessThan(Math.abs(black(censored!.atBound!) - complete))
  })

  it('designs with many empty cells fall back on clusters of questions', () => {
    // Every question is asked about two people only: none determines its own coefficients.
    const sparse = rows.filter((_, k) => Math.floor(k / 12) % 6 === Math.floor((k % 12) / 2))
    const table = decisionTable(sparse, { baseline })
    const stages = analyzeDecisions(table, { method: 'two-stage' })
    expect(stages.method).toBe('least squares, CR2 over questions')
    expect(stages.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['empty-cells', 'cluster-robust-used']),
    )
    expect(stages.selfCheck.scores[0]!.twoStage).toBeNull()
    expect(stages.scores.every(({ probabilityScale }) => probabilityScale.estimate !== null)).toBe(true)
    const some = rows.filter(({ question, race }) => question !== 'q0' || race === 'white')
    const partly = analyzeDecisions(decisionTable(some, { baseline }), { method: 'two-stage' })
    expect(partly.warnings.find(({ code }) => code === 'questions-skipped')!.message).toContain('q0')
    expect(analyzeDecisions(decisionTable(some, { baseline })).perQuestion[0]!.scores[2]!.own).toBeNull()
  })

  it('two columns that cannot be told apart: one keeps its score, the other says why not', () => {
    const twins = rows.map((row) => ({ ...row, caste: row.race === 'Black' ? 'x' : 'y' }))
    const table = decisionTable(twins, { baseline: { ...baseline, caste: 'y' } })
    const { scores, perQuestion } = analyzeDecisions(table)
    expect(scores.at(-1)).toMatchObject({ term: 'caste=x', estimate: null })
    expect(scores.at(-1)!.reason).toContain('cannot be told from the others')
    expect(scores.at(-1)!.probabilityScale.reason).toContain('cannot be told')
    expect(perQuestion).toEqual([])
  })

  it('refuses options out of range', () => {
    expect(() => analyse({ level: 1 })).toThrow('level')
    expect(() => analyse({ margin: 0 })).toThrow('margin')
  })
})
