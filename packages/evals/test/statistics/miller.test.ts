import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkPreregistration,
  comparePaired,
  compareRuns,
  estimateMean,
  minimalDetectableEffect,
  parsePreregistration,
  passHatK,
  pilotVariances,
  reducerNamed,
  sampleSize,
  scoreNumber,
  type EvalHeader,
  type QuestionScore,
  type ScoreReport,
} from '../../src/index.js'

const scores = (values: readonly number[], clusters?: readonly string[]): QuestionScore[] =>
  values.map((value, id) => ({ id: String(id), value, attempts: [value], cluster: clusters?.[id] ?? null }))

describe('numbers of Miller 2024', () => {
  it('sample size: 969 questions for 3 points at w² = 1/9', () => {
    expect(Math.ceil(sampleSize(0.03, { betweenVariance: 1 / 9 }))).toBe(969)
  })
  it('minimal detectable effects of 198 questions: 13.2 % and 7.5 %, as the paper truncates them', () => {
    const design = { betweenVariance: 1 / 9, withinA: 1 / 6 }
    expect(Math.floor(minimalDetectableEffect(198, design) * 1000)).toBe(132)
    expect(Math.floor(minimalDetectableEffect(198, { ...design, epochsA: 10 }) * 1000)).toBe(75)
  })
  it.each([
    [2, 1 / 3],
    [4, 1 / 2],
    [6, 5 / 9],
    [1e9, 2 / 3],
  ])('%d attempts take %d of the variance away', (k, share) => {
    // Uniform success rates: the variance of the rate is 1/12, of an answer around it 1/6.
    const one = 1 / 12 + 1 / 6
    expect(1 - (1 / 12 + 1 / 6 / k) / one).toBeCloseTo(share, 6)
  })
  it.each([
    ['MATH', 2.5, 0.678, 1.17, 3.83],
    ['MGSM', -2.7, 1.742, -6.11, 0.71],
  ])('interval of the paired difference on %s', (_, difference, error, lower, upper) => {
    expect(difference - 1.96 * error).toBeCloseTo(lower, 1)
    expect(difference + 1.96 * error).toBeCloseTo(upper, 1)
  })
})

describe('estimateMean', () => {
  it.each([
    [17, 20, 0.639581, 0.947631],
    [5, 5, 0.565518, 1],
  ])('Wilson for %d of %d', (right, n, lower, upper) => {
    const { interval, standardError } = estimateMean(Array.from({ length: n }, (_, i) => (i < right ? 1 : 0)))
    expect(interval!.lower).toBeCloseTo(lower, 6)
    expect(interval!.upper).toBeCloseTo(upper, 6)
    expect(standardError).toBeCloseTo(Math.sqrt(((right / n) * (1 - right / n)) / (n - 1)), 12)
  })
  it.each([
    ['nothing', [], null, null],
    ['one question', [0.5], 0.5, null],
    ['all equal', [0.3, 0.3, 0.3], 0.3, 0],
  ])('of %s', (_, values, mean, error) => {
    const found = estimateMean(values)
    if (mean === null) expect(found.mean).toBeNull()
    else expect(found.mean).toBeCloseTo(mean, 14)
    if (error === null) expect([found.standardError, found.reason !== undefined]).toEqual([null, true])
    else expect(found.standardError).toBeCloseTo(error, 14)
  })
  it('keeps the interval of scores between 0 and 1 there, and says so', () => {
    expect(estimateMean([0.5, 1]).interval).toMatchObject({ lower: 0, upper: 1, method: 'Student t, cut to [0, 1]' })
    expect(estimateMean([0.5, 3]).interval!.lower).toBeLessThan(0)
  })
  it('says that few clusters are few, and gives none for a single one', () => {
    const values = [1, 0, 1, 1, 0, 1, 0.5, 0.2]
    expect(estimateMean(values, { clusters: [1, 1, 2, 2, 3, 3, 4, 4] }).warnings[0]!.code).toBe('few-clusters')
    expect(estimateMean(values, { clusters: values.map(() => 1) })).toMatchObject({
      standardError: null,
      interval: null,
    })
  })
})

describe('comparePaired', () => {
  it('has the variance of the difference: SEA² + SEB² - 2 r SEA SEB', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 5,
          maxLength: 40,
        }),
        (pairs) => {
          const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
          const paired = comparePaired(scores(a), scores(b))
          if (paired.correlation === null) return
          const [ea, eb] = [
            estimateMean(a.map((x) => x + 1e-9)).standardError!,
            estimateMean(b.map((x) => x + 1e-9)).standardError!,
          ]
          expect(
            Math.abs(paired.standardError! ** 2 - (ea ** 2 + eb ** 2 - 2 * paired.correlation * ea * eb)),
          ).toBeLessThan(1e-9)
        },
      ),
    )
  })
  it('changes sign with the order, and ranks nothing where the interval covers 0', () => {
    const [a, b] = [scores([1, 1, 0, 1, 1, 0, 1, 1, 1, 1]), scores([0, 1, 0, 1, 0, 0, 1, 0, 1, 1])]
    const [one, other] = [comparePaired(a, b), comparePaired(b, a)]
    expect(one.difference).toBeCloseTo(-other.difference!, 14)
    expect(one.pValue).toBeCloseTo(other.pValue!, 14)
    expect(comparePaired(scores([1, 0, 1, 0]), scores([0, 1, 0, 1])).higher).toBeNull()
  })
  it('clusters where questions have clusters, and warns of what is not shared', () => {
    const clusters = ['a', 'a', 'b', 'b', 'c', 'c']
    const found = comparePaired(scores([1, 1, 0, 1, 1, 1], clusters), scores([0, 0, 0, 1, 1, 0, 1], [...clusters, 'd']))
    expect(found.clustered).toMatchObject({ clusters: 3 })
    expect(found.unpaired).toBe(1)
    expect(found.warnings.map(({ code }) => code)).toEqual(['unpaired', 'few-questions', 'few-clusters'])
  })
  it.each([
    [[], []],
    [[1], [0]],
  ])('says what it cannot know of %j and %j', (a, b) => {
    expect(comparePaired(scores(a), scores(b))).toMatchObject({
      standardError: null,
      interval: null,
      pValue: null,
      higher: null,
    })
  })
  it('is not certain where all differences are equal: no interval, and the sign test', () => {
    const same = (n: number, value: number) => scores(Array.from({ length: n }, () => value))
    // Two-sided: 2 / 2^n.
    expect(comparePaired(same(2, 1), same(2, 0))).toMatchObject({ interval: null, pValue: 0.5, higher: null })
    expect(comparePaired(same(6, 0.25), same(6, 0.5))).toMatchObject({ interval: null, pValue: 1 / 32, higher: 'B' })
    // 0.1 + 0.2 and its like differ by rounding only.
    const [a, b] = [scores([0.3, 0.7, 0.9]), scores([0.3 - 0.1, 0.7 - 0.1, 0.9 - 0.1])]
    expect(comparePaired(a, b)).toMatchObject({ interval: null, pValue: 0.25, higher: null })
    const clusters = ['a', 'a', 'a', 'b', 'b', 'b']
    const clustered = comparePaired(scores([1, 1, 1, 1, 1, 1], clusters), scores([0, 0, 0, 0, 0, 0], clusters))
    expect(clustered).toMatchObject({ interval: null, pValue: 0.5, higher: null })
    const twins = comparePaired(same(9, 1), same(9, 1))
    expect(twins).toMatchObject({ difference: 0, interval: null, pValue: 1, higher: null })
    expect(twins.warnings.map(({ code }) => code)).toContain('no-variation')
  })
  it('adjusts for the comparisons that are made together', () => {
    const run = (name: string, values: readonly number[]) => ({ name, scores: new Map([['s', scores(values)]]) })
    const random = [0.1, 0.4, 0.3, 0.9, 0.2, 0.6, 0.5, 0.8]
    const found = compareRuns([
      run('a', random),
      run(
        'b',
        random.map((x) => x / 2),
      ),
      run(
        'c',
        random.map((x, i) => x + (i % 2) / 10),
      ),
    ])
    expect(found).toHaveLength(3)
    for (const one of found) expect(one.holm!).toBeGreaterThanOrEqual(one.pValue!)
    expect(found.every(({ ranked, holm }) => (ranked === null) === holm! > 0.05)).toBe(true)
  })
})

describe('planning', () => {
  it('takes variances from pilots with several attempts', () => {
    const pilot = (offset: number): QuestionScore[] =>
      Array.from({ length: 400 }, (_, i) => {
        const attempts = [i % 2 === 0 ? 1 : 0, (i + offset) % 3 === 0 ? 1 : 0]
        return { id: String(i), value: 0, attempts, cluster: null }
      })
    const found = pilotVariances(pilot(0), pilot(1))
    expect(found.separated).toBe(true)
    expect(found.withinA).toBeGreaterThan(0)
    expect(pilotVariances(scores([1, 0, 1]), scores([0, 0, 1]))).toMatchObject({ separated: false, withinA: 0 })
    expect(() => pilotVariances(scores([1]), scores([1]))).toThrow(/at least 2 questions/)
  })
  it.each([
    () => sampleSize(0, { betweenVariance: 1 }),
    () => sampleSize(0.1, { betweenVariance: -1 }),
    () => sampleSize(0.1, { betweenVariance: 1, power: 1 }),
    () => minimalDetectableEffect(0, { betweenVariance: 1 }),
    () => passHatK(3, 4, 1),
    () => reducerNamed('best'),
  ])('refuses what it cannot use: %s', (call) => {
    expect(call).toThrow(RangeError)
  })
  it('detects an effect of the size it was planned for', () => {
    const design = { betweenVariance: 0.2, withinA: 0.1, epochsA: 3 }
    expect(minimalDetectableEffect(sampleSize(0.05, design), design)).toBeCloseTo(0.05, 12)
  })
})

describe('scores', () => {
  it.each([
    ['C', 1],
    ['I', 0],
    ['P', 0.5],
    ['N', 0],
    [true, 1],
    ['Yes', 1],
    ['no', 0],
    [' 0.25 ', 0.25],
    [NaN, null],
    ['maybe', null],
    [{}, null],
  ])('%j is %j', (value, number) => {
    expect(scoreNumber(value)).toBe(number)
  })
  it.each([
    ['mean', 0.5],
    ['median', 0.5],
    ['mode', 1],
    ['max', 1],
    ['at_least_2', 1],
    ['pass_at_1', 0.5],
    ['pass_k_2', 1 / 6],
    ['pass_k_5', null],
  ])('%s of 1, 0, 0, 1 is %j', (name, expected) => {
    const found = reducerNamed(name).reduce([1, 0, 0, 1])
    if (expected === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(expected, 14)
  })
})

describe('preregistration', () => {
  const plan = parsePreregistration({
    task: 't',
    model: 'm',
    scorer: 's',
    questions: 3,
    claim: { of: 'lower', op: '>=', value: 0.2 },
    registered: '2026-01-01',
  })
  const header: EvalHeader = {
    version: 2,
    status: 'success',
    plan: {},
    stats: {},
    eval: { task: 't', model: 'm', created: '2026-01-02T00:00:00Z', dataset: {}, config: { epochs: 1 } },
  }
  const report = (values: readonly number[]): ScoreReport => ({
    scorer: 's',
    reducer: 'mean',
    unscored: 0,
    attempts: 1,
    withinShare: null,
    repeated: [],
    ...estimateMean(values),
  })
  it('holds a run against what was fixed', () => {
    expect(checkPreregistration(plan, header, [report([1, 1, 1])])).toMatchObject({
      ok: true,
      followed: true,
      claimHolds: true,
    })
    expect(checkPreregistration(plan, header, [report([0, 0, 1])])).toMatchObject({
      ok: false,
      followed: true,
      claimHolds: false,
    })
    expect(checkPreregistration(plan, header, [report([1, 1])])).toMatchObject({ ok: false, followed: false })
    const early = { ...header, eval: { ...header.eval, created: '2025-12-31T00:00:00Z' } }
    expect(checkPreregistration(plan, early, [report([1, 1, 1])]).followed).toBe(false)
    expect(checkPreregistration(plan, header, []).ok).toBe(false)
  })
  it('names everything that is wrong with a plan', () => {
    expect(() => parsePreregistration({ task: 1, claim: { of: 'x' }, extra: 1 })).toThrow(
      /task must be text; .*questions.*claim\.of.*claim\.op.*claim\.value.*extra is unknown/,
    )
  })
})
