import { expect, it } from 'vitest'
import { joinOpinions, parseResponses, parseSurvey } from '../src/index.js'
import { ownCountryRank } from '../src/own-country-rank.js'
import { resamplingUnits } from '../src/resampling-units.js'

// Three countries, ten questions; the scores are set by hand, so the ranks are known.
const names = ['A', 'B', 'C']
const asked = Array.from({ length: 10 }, (_, index) => `q${index}`)
const survey = parseSurvey(
  asked.flatMap((question) => names.map((country) => ({ question, country, distribution: [0.5, 0.5] }))),
)
const table = joinOpinions(survey, parseResponses(asked.map((question) => ({ question, distribution: [0.5, 0.5] }))))
const units = resamplingUnits(table, 'question')
const answered = table.models[0]!.answered
const settings = { minQuestions: 5, replicates: 400, seed: 1, level: 0.95 }

function scored(score: (country: number, question: number) => number): Float64Array {
  return Float64Array.from(table.answerCountry, (country, answer) => score(country, table.answerQuestion[answer]!))
}

it('is certain where every question agrees', () => {
  const scores = scored((country) => [0.9, 0.8, 0.7][country]!)
  for (const country of [0, 1, 2]) {
    const found = ownCountryRank(table, { answered, scores, country }, units, settings)
    expect(found).toMatchObject({ rank: country + 1, of: 3, interval: { lower: country + 1, upper: country + 1 } })
  }
})
it('is uncertain where one question decides', () => {
  // A leads B by one question only: about one replicate in three does not draw it, and then both are equal.
  const scores = scored((country, question) => (country === 2 ? 0.1 : country === 0 && question === 3 ? 0.9 : 0.5))
  const found = ownCountryRank(table, { answered, scores, country: 0 }, units, settings)!
  expect(found.rank).toBe(1)
  expect(found.interval).toMatchObject({ lower: 1, upper: 1.5 })
})
it('shares the average of ties, and needs enough questions', () => {
  const equal = scored(() => 0.5)
  expect(ownCountryRank(table, { answered, scores: equal, country: 1 }, units, settings)!.rank).toBe(2)
  expect(
    ownCountryRank(table, { answered, scores: equal, country: 1 }, units, { ...settings, minQuestions: 11 }),
  ).toBeNull()
})
it('has no interval without replicates', () => {
  const given = { answered, scores: scored(() => 0.5), country: 1 }
  expect(ownCountryRank(table, given, units, { ...settings, replicates: 0 })!.interval).toBeNull()
})
