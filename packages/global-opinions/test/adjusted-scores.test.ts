import { fitMixed } from '@safety-portfolio/mixed-models'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { adjustedScores, type CountryQuestionScores } from '../src/index.js'

function simulated(seed: number, questionDeviation: number): CountryQuestionScores {
  const random = createRandom(seed)
  const [scores, countries, questions]: [number[], number[], number[]] = [[], [], []]
  for (let question = 0; question < 80; question += 1) {
    const effect = questionDeviation * random.normal()
    for (let country = 0; country < 9; country += 1) {
      if (random.uniform() < 0.6) continue
      scores.push(0.6 + 0.02 * country + effect + 0.1 * random.normal())
      countries.push(country)
      questions.push(question)
    }
  }
  return { scores, countries, countryCount: 10, questions, questionCount: 80 }
}

/** The engine of mixed-models reaches its optimum to about 1e-8 in the variance ratio. */
const tolerance = 1e-6

describe('adjusted scores', () => {
  it.each([1, 2, 3])('are those of the mixed model similarity ~ 0 + country + (1 | question), data set %i', (seed) => {
    const data = simulated(seed, 0.15)
    const rows = Array.from(data.scores, (similarity, i) => ({
      similarity,
      country: `c${data.countries[i]}`,
      question: `q${data.questions[i]}`,
    }))
    const fit = fitMixed('similarity ~ 0 + country + (1 | question)', rows, { inference: 'wald' })
    const ours = adjustedScores(data)
    expect(Math.abs(ours.minusTwoLogLik! - fit.minusTwoLogLik!)).toBeLessThan(tolerance)
    expect(Math.abs(ours.residualDeviation! - fit.sigma!)).toBeLessThan(tolerance)
    expect(Math.abs(ours.questionDeviation! - fit.random[0]!.standardDeviations[0]!)).toBeLessThan(tolerance)
    for (const [country, effect] of fit.fixed.entries()) {
      expect(Math.abs(ours.countries[country]!.estimate! - effect.estimate)).toBeLessThan(tolerance)
      expect(Math.abs(ours.countries[country]!.standardError! - effect.se)).toBeLessThan(tolerance)
      expect(Math.abs(ours.countries[country]!.interval!.lower - effect.interval!.lower)).toBeLessThan(tolerance)
    }
    expect(ours.countries[9]).toMatchObject({ estimate: null, reason: 'the country has no scores' })
  })

  it('are the raw means where questions do not differ', () => {
    const found = adjustedScores({
      scores: [1, 2, 2, 1, 1, 2, 2, 1],
      countries: [0, 1, 0, 1, 0, 1, 0, 1],
      countryCount: 2,
      questions: [0, 0, 1, 1, 2, 2, 3, 3],
      questionCount: 4,
    })
    expect(found.questionDeviation).toBe(0)
    expect(found.warnings[0]!.code).toBe('boundary')
    expect(found.countries.map(({ estimate }) => estimate)).toEqual([1.5, 1.5])
  })

  it('recover a planted difference that the raw means hide', () => {
    const random = createRandom(7)
    const rows = Array.from({ length: 200 }, (_, question) => {
      const easy = question < 100
      const effect = (easy ? 0.2 : -0.2) + 0.05 * random.normal()
      const common = [{ country: 0, score: 0.5 + effect + 0.02 * random.normal(), question }]
      // Country 1 is better by 0.05, but was asked the hard questions only.
      return easy ? common : [...common, { country: 1, score: 0.55 + effect + 0.02 * random.normal(), question }]
    }).flat()
    const found = adjustedScores({
      scores: rows.map(({ score }) => score),
      countries: rows.map(({ country }) => country),
      countryCount: 2,
      questions: rows.map(({ question }) => question),
      questionCount: 200,
    })
    const difference = found.countries[1]!.estimate! - found.countries[0]!.estimate!
    expect(Math.abs(difference - 0.05)).toBeLessThan(0.01)
  })

  it.each<readonly [string, Partial<CountryQuestionScores>]>([
    ['too few', { scores: [1], countries: [0], questions: [0] }],
    ['but one question', { scores: [1, 2, 3], countries: [0, 0, 0], questions: [0, 0, 0] }],
    ['no question has two scores', { scores: [1, 2, 3], countries: [0, 0, 0], questions: [0, 1, 2] }],
    ['fit the scores exactly', { scores: [1, 1, 1, 1], countries: [0, 1, 0, 1], questions: [0, 0, 1, 1] }],
  ])('are refused with a reason: %s', (reason, data) => {
    const found = adjustedScores({
      scores: [],
      countries: [],
      questions: [],
      countryCount: 2,
      questionCount: 3,
      ...data,
    })
    expect(found.countries[0]).toMatchObject({ estimate: null })
    expect(found.countries[0]!.reason).toContain(reason)
    expect(found.warnings[0]!.code).toBe('not-adjusted')
  })

  it('refuse what is no data', () => {
    const data = { scores: [1, NaN], countries: [0, 0], questions: [0, 1], countryCount: 1, questionCount: 2 }
    expect(() => adjustedScores(data)).toThrow(RangeError)
    expect(() => adjustedScores({ ...data, scores: [1] })).toThrow(RangeError)
    expect(() => adjustedScores({ ...data, scores: [1, 2] }, { level: 0 })).toThrow(RangeError)
  })
})
