import { describe, expect, it } from 'vitest'
import { parseResponses, parseSurvey, simulateSurvey, steerability } from '../src/index.js'

describe('steerability', () => {
  it('finds what was planted: prompts move towards countries far away, and make them too decided', () => {
    const { survey, responses, truth } = simulateSurvey({ seed: 9 })
    const found = steerability(survey, responses, { replicates: 200 })
    const mirror = found.perCountry.filter(({ model }) => model === 'mirror')
    expect(mirror).toHaveLength(8)
    const [x, y] = truth.positions[truth.mirrored]!
    const away = ({ country }: { readonly country: string }): number =>
      Math.hypot(truth.positions[country]![0] - x, truth.positions[country]![1] - y)
    const far = mirror.toSorted((a, b) => away(b) - away(a))[0]!
    expect(far.gain.estimate!).toBeGreaterThan(0)
    expect(far.gain.interval!.lower).toBeLessThan(far.gain.estimate!)
    expect(mirror.filter(({ stereotypeExcess }) => stereotypeExcess.estimate! > 0).length).toBeGreaterThan(4)
    expect(mirror.every(({ ownRank }) => ownRank!.of === 24)).toBe(true)
    for (const { ownRank } of mirror) {
      const { rank, interval } = ownRank!
      expect(interval!.lower).toBeLessThanOrEqual(rank)
      expect(interval!.upper).toBeGreaterThanOrEqual(rank)
      expect(interval!.lower).toBeGreaterThanOrEqual(1)
      expect(interval!.upper).toBeLessThanOrEqual(24)
    }
    // Twenty-four neighbours on 33 questions cannot all be told apart.
    expect(mirror.some(({ ownRank }) => ownRank!.interval!.upper > ownRank!.interval!.lower)).toBe(true)
    expect(found.models.map(({ countries }) => countries)).toEqual([8, 8, 8])
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })

  const rows = Array.from({ length: 3 }, (_, index) => ({
    question: `q${index}`,
    country: 'South Korea',
    distribution: [0.5, 0.5],
  }))
  const answer = (question: string, more: object = {}): object => ({ question, distribution: [0.9, 0.1], ...more })

  it('finds the country under another name, and says what is missing', () => {
    const responses = parseResponses([
      ...rows.map(({ question }) => answer(question)),
      ...rows.map(({ question }) => answer(question, { prompted_country: 'S. Korea' })),
      answer('q0', { prompted_country: 'Atlantis' }),
      answer('q0', { prompted_country: 'Peru' }),
      answer('q0', { model: 'other', prompted_country: 'South Korea' }),
    ])
    const found = steerability(parseSurvey(rows), responses, { minQuestions: 3, replicates: 0 })
    expect(found.perCountry).toMatchObject([
      { country: 'South Korea', n: 3, ownRank: { rank: 1, of: 1, interval: null } },
    ])
    expect(found.omitted.map(({ reason }) => reason)).toEqual([
      'the survey has no answers of this country',
      'the survey has no answers of this country',
      'the model has no default answers',
    ])
    expect(steerability(parseSurvey(rows), responses).omitted[0]!.reason).toBe('fewer than 20 common questions')
  })

  it('says that there is nothing to compare', () => {
    const found = steerability(parseSurvey(rows), parseResponses(rows.map(({ question }) => answer(question))))
    expect(found.warnings[0]!.code).toBe('no-prompted-answers')
    expect(found.models[0]).toEqual({
      model: 'model',
      countries: 0,
      gain: null,
      rankedFirst: null,
      stereotypeExcess: null,
    })
  })
})
