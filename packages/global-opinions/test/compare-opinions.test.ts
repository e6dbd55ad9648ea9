import { createRandom } from '@safety-portfolio/stats'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  bootstrapGroupMeans,
  compareOpinions,
  joinOpinions,
  marginalFloor,
  nearestCountries,
  parseResponses,
  parseSurvey,
  questionBatteries,
  rankIntervals,
  resamplingUnits,
  shuffledFloor,
  similarity,
  simulateSurvey,
  uniformFloor,
  type OpinionComparison,
  type OpinionTable,
} from '../src/index.js'

const simulated = simulateSurvey({ seed: 4 })
let table: OpinionTable
let result: OpinionComparison

beforeAll(() => {
  const { responses } = simulated
  const plain = { ...responses, responses: responses.responses.filter(({ prompted }) => prompted === null) }
  table = joinOpinions(simulated.survey, plain)
  result = compareOpinions(table, { replicates: 300, countryWeights: { Brazil: 2, FRA: 1 } })
})

describe('a comparison with planted truth', () => {
  it('finds the country whose opinions a model carries, and its neighbours in order of distance', () => {
    const mirror = result.perCountry.filter(({ model }) => model === 'mirror')
    expect(mirror[0]!.country).toBe(simulated.truth.mirrored)
    expect(mirror[0]!.rank).toBe(1)
    const { positions, mirrored } = simulated.truth
    const [x, y] = positions[mirrored]!
    const distances = mirror.map(({ country }) => Math.hypot(positions[country]![0] - x, positions[country]![1] - y))
    const near = distances.slice(0, 8).reduce((sum, value) => sum + value, 0)
    const far = distances.slice(-8).reduce((sum, value) => sum + value, 0)
    expect(near).toBeLessThan(far)
  })

  it('gives every score its floors, ceiling, skill, interval and adjusted value', () => {
    for (const row of result.perCountry) {
      expect(row.interval!.lower).toBeLessThanOrEqual(row.similarity)
      expect(row.interval!.upper).toBeGreaterThanOrEqual(row.similarity)
      expect(row.ceiling!).toBeGreaterThan(0.95)
      expect(row.skill).toBeCloseTo((row.similarity - row.floorUniform) / (row.ceiling! - row.floorUniform), 12)
      expect(row.surveyStandardError!).toBeGreaterThan(0)
      expect(Math.abs(row.adjusted! - row.similarity)).toBeLessThan(0.1)
      expect(row.floorShuffled!).toBeGreaterThan(0)
      expect(row.nearest!.questions).toBeGreaterThan(19)
    }
  })

  it('says that a model near uniform, or with a habit, shows no knowledge', () => {
    const first = result.perCountry.filter(({ model }) => model === 'first')
    expect(first.filter(({ skill }) => skill! < 0).length).toBeGreaterThan(first.length / 2)
    expect(result.warnings.map(({ code }) => code)).toContain('not-above-uniform')
  })

  it('names what labels hide', () => {
    const codes = result.warnings.map(({ code }) => code)
    for (const code of ['alias-countries', 'not-national', 'few-units', 'few-replicates']) expect(codes).toContain(code)
  })

  it('contrasts models and countries on what they share, adjusted for their number', () => {
    const models = result.contrasts.filter(({ kind }) => kind === 'models')
    expect(models.map(({ first, second }) => [first, second])).toEqual([
      ['mirror', 'cautious'],
      ['mirror', 'first'],
      ['cautious', 'first'],
    ])
    const mean = (model: string): number => result.models.find((row) => row.model === model)!.similarity.estimate!
    expect(models[0]!.difference).toBeCloseTo(mean('mirror') - mean('cautious'), 12)
    for (const { pValue, holm, bh } of result.contrasts) {
      expect(holm!).toBeGreaterThanOrEqual(pValue!)
      expect(bh!).toBeLessThanOrEqual(holm!)
    }
  })

  it('weights countries and balances topics', () => {
    const [model] = result.models
    const rows = result.perCountry.filter((row) => row.model === model!.model)
    const of = (country: string): number => rows.find((row) => row.country === country)!.similarity
    expect(model!.weighted.estimate).toBeCloseTo((2 * of('Brazil') + of('France')) / 3, 12)
    expect(model!.topicBalanced.interval!.lower).toBeLessThan(model!.topicBalanced.estimate!)
    expect(model!.rankAgreement!).toBeGreaterThan(0)
  })

  it('is the same for the same seed, and plain data', () => {
    const again = compareOpinions(table, { replicates: 300, countryWeights: { Brazil: 2, FRA: 1 } })
    expect(again).toEqual(result)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })
})

describe('floors', () => {
  it('uniform and marginal are what they say', () => {
    const [question, from] = [table.answerQuestion[0]!, table.answerOffsets[0]!]
    const { size } = table.questions[question]!
    const own = Array.from(table.mass.subarray(from, from + size))
    expect(uniformFloor(table)[0]).toBeCloseTo(
      similarity(
        own.map(() => 1 / size),
        own,
      ),
      14,
    )
    const others = [...table.answerQuestion.keys()].filter(
      (answer) => answer !== 0 && table.answerQuestion[answer] === question,
    )
    const mean = own.map(
      (_, place) =>
        others.reduce((sum, answer) => sum + table.mass[table.answerOffsets[answer]! + place]!, 0) / others.length,
    )
    expect(marginalFloor(table)[0]).toBeCloseTo(similarity(mean, own), 12)
  })

  it('marginal is unknown where nobody else was asked; shuffled where the model was not', () => {
    const small = joinOpinions(
      parseSurvey([
        { question: 'a', country: 'Peru', distribution: [1, 0] },
        { question: 'b', country: 'Peru', distribution: [1, 0] },
      ]),
      parseResponses([
        { question: 'a', model: 'm', distribution: [1, 0] },
        { question: 'b', model: 'n', distribution: [1, 0] },
      ]),
    )
    expect(Array.from(marginalFloor(small))).toEqual([NaN, NaN])
    expect(Array.from(shuffledFloor(small, 0))).toEqual([1, NaN])
    expect(nearestCountries(small)).toEqual([null])
  })

  it('nearest is the mean over common questions', () => {
    const found = nearestCountries(table, { minQuestions: 1 })
    const [first] = found
    const near = first!.country
    const pairs = [...table.answerQuestion.keys()].flatMap((answer) => {
      if (table.answerCountry[answer] !== 0) return []
      const other = [...table.answerQuestion.keys()].find(
        (candidate) =>
          table.answerCountry[candidate] === near && table.answerQuestion[candidate] === table.answerQuestion[answer],
      )
      if (other === undefined) return []
      const { size } = table.questions[table.answerQuestion[answer]!]!
      const shares = (at: number): Float64Array =>
        table.mass.subarray(table.answerOffsets[at], table.answerOffsets[at]! + size)
      return [similarity(shares(answer), shares(other))]
    })
    expect(first!.questions).toBe(pairs.length)
    expect(first!.similarity).toBeCloseTo(pairs.reduce((sum, value) => sum + value, 0) / pairs.length, 12)
  })
})

describe('models that answered different questions', () => {
  it('are compared on what both answered', () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({
      question: `q${index} ${'x'.repeat(index)}`,
      country: 'Peru',
      distribution: [0.5, 0.5],
    }))
    const responses = parseResponses([
      ...rows.slice(0, 25).map(({ question }) => ({ question, model: 'a', distribution: [0.6, 0.4] })),
      ...rows.slice(5).map(({ question }) => ({ question, model: 'b', distribution: [0.9, 0.1] })),
    ])
    const compared = compareOpinions(joinOpinions(parseSurvey(rows), responses), {
      replicates: 50,
      minQuestions: 10,
      resample: 'question',
    })
    expect(compared.contrasts[0]).toMatchObject({ first: 'a', second: 'b', n: 20 })
    expect(compared.contrasts[0]!.difference).toBeGreaterThan(0)
    // One country, one value: no replicate differs from another.
    expect(compared.contrasts[0]).toMatchObject({ standardError: null, pValue: null, holm: null })
    expect(compared.models[0]).toMatchObject({ questions: 25 })
  })

  it('without anything in common make no contrast, and few questions no score', () => {
    const rows = ['a', 'b'].map((question) => ({ question, country: 'Peru', distribution: [0.5, 0.5] }))
    const responses = parseResponses(
      rows.map(({ question }) => ({ question, model: question, distribution: [0.6, 0.4] })),
    )
    const compared = compareOpinions(joinOpinions(parseSurvey(rows), responses), { replicates: 0 })
    expect(compared.contrasts).toEqual([])
    expect(compared.perCountry).toEqual([])
    expect(compared.omitted).toHaveLength(2)
    expect(compared.models[0]!.similarity).toMatchObject({ estimate: null })
    expect(compared.models[0]!.rankAgreement).toBeNull()
  })
})

describe('measures and policies', () => {
  it('other measures, with answers that are no opinion apart', () => {
    const { survey, responses } = simulated
    const apart = joinOpinions(survey, responses, { missing: 'apart' })
    const wasserstein = compareOpinions(apart, { measure: 'wasserstein', replicates: 0 })
    const row = wasserstein.perCountry.find(({ model }) => model === 'mirror')!
    expect(row).toMatchObject({
      country: simulated.truth.mirrored,
      ceiling: null,
      nearest: null,
      surveyStandardError: null,
    })
    expect(row.nonSubstantive!.survey).toBeGreaterThan(0)
    expect(wasserstein.assumptions.join(' ')).toContain('equal steps')
  })

  it('refuses options out of range', () => {
    expect(() => compareOpinions(table, { minQuestions: 0 })).toThrow(/^compareOpinions: /)
    expect(() => compareOpinions(table, { replicates: -1 })).toThrow(RangeError)
    expect(() => compareOpinions(table, { level: 1 })).toThrow(RangeError)
    expect(() => compareOpinions(table, { reference: 'Atlantis' })).toThrow(RangeError)
    expect(() => compareOpinions(table, { countryWeights: { Peru: -1 } })).toThrow(RangeError)
    expect(() => compareOpinions(table, { designEffect: 0.5 })).toThrow(RangeError)
  })

  it('sample sizes that the files do not say can be given', () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({
      question: `q${index}`,
      country: 'Peru',
      distribution: [0.5, 0.5],
    }))
    const plain = joinOpinions(
      parseSurvey(rows),
      parseResponses(rows.map(({ question }) => ({ question, distribution: [0.6, 0.4] }))),
    )
    const [unknown, known, both] = [{}, { surveyN: 1000 }, { surveyN: 1000, modelSamples: 30, designEffect: 1.5 }].map(
      (sizes) => compareOpinions(plain, { ...sizes, base: 'e', replicates: 0 }).perCountry[0]!,
    )
    expect(unknown!.ceiling).toBeNull()
    expect(unknown!.corrected).toBeNull()
    expect(known!.corrected!).toBeGreaterThan(known!.similarity)
    expect(both!.corrected!).toBeGreaterThan(known!.corrected!)
    expect(known!.ceiling!).toBeGreaterThan(both!.ceiling!)
    expect(known!.surveyStandardError!).toBeLessThan(both!.surveyStandardError!)
  })
})

describe('resampling', () => {
  it('draws batteries, topics or questions', () => {
    expect(resamplingUnits(table, 'question').count).toBe(table.questions.length)
    expect(resamplingUnits(table, 'topic').count).toBe(8)
    expect(resamplingUnits(table).kind).toBe('battery')
    const rows = Array.from({ length: 12 }, (_, index) => ({
      question: `q${index}`,
      topic: `t${index}`,
      country: 'Peru',
      distribution: [1, 0],
    }))
    expect(resamplingUnits(joinOpinions(parseSurvey(rows), parseResponses(rows))).kind).toBe('topic')
  })

  it('finds batteries by what stands first or last', () => {
    const tail = ' is something that people in this town ought to care about more than they do'
    expect(
      questionBatteries([
        { text: `Water${tail}`, size: 2 },
        { text: `Air${tail}`, size: 2 },
        { text: `Air${tail}`, size: 3 },
        { text: 'Short', size: 2 },
      ]),
    ).toEqual([0, 0, 1, 2])
    expect(questionBatteries([])).toEqual([])
  })

  it('has the standard error of a mean, and keeps pairs', () => {
    const random = createRandom(2)
    const n = 400
    const first = Array.from({ length: n }, () => random.normal())
    const second = first.map((value) => value + 0.5)
    const units = Array.from({ length: n }, (_, index) => index)
    const found = bootstrapGroupMeans(
      { scores: [first, second], groups: new Int32Array(n), groupCount: 1, units, unitCount: n },
      { replicates: 2000, seed: 5 },
    )
    const [a, b] = found.draws as [Float64Array, Float64Array]
    const mean = a.reduce((sum, value) => sum + value, 0) / a.length
    const error = Math.sqrt(a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / a.length)
    const centre = first.reduce((sum, value) => sum + value, 0) / n
    const sd = Math.sqrt(first.reduce((sum, value) => sum + (value - centre) ** 2, 0) / n)
    expect(Math.abs(error / (sd / Math.sqrt(n)) - 1)).toBeLessThan(0.06)
    for (const [k, draw] of a.entries()) expect(b[k]! - draw).toBeCloseTo(0.5, 12)
  })

  it('refuses what does not fit', () => {
    const scores = { scores: [[1]], groups: [0], groupCount: 1, units: [0], unitCount: 1 }
    expect(() => bootstrapGroupMeans({ ...scores, groups: [1] })).toThrow(RangeError)
    expect(() => bootstrapGroupMeans({ ...scores, units: [0, 0] })).toThrow(RangeError)
    expect(() => bootstrapGroupMeans({ ...scores, scores: [[NaN]] })).toThrow(RangeError)
    expect(() => bootstrapGroupMeans(scores, { replicates: 0 })).toThrow(RangeError)
  })

  it('ranks with ties, without what has no mean, and with the estimate where a draw is missing', () => {
    const draws = Float64Array.of(NaN, 3, 2, 2, 5, 5, 1, 1)
    const ranks = rankIntervals([2, 2, NaN, 1], draws, { replicates: 2, level: 0.5 })
    expect(ranks.map((found) => found?.rank ?? null)).toEqual([1.5, 1.5, null, 3])
    expect(ranks[0]!.interval).toMatchObject({ lower: 1.125, upper: 1.375 })
    expect(() => rankIntervals([1], draws, { replicates: 2 })).toThrow(RangeError)
    // Rounding makes no order.
    const rounded = rankIntervals([0.7, 0.7 + 1e-15, 0.6], new Float64Array(0), { replicates: 0 })
    expect(rounded.map((found) => found!.rank)).toEqual([1.5, 1.5, 3])
  })
})
