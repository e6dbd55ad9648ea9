import { describe, expect, it } from 'vitest'
import {
  applyCountryPolicy,
  checkDistribution,
  issueFindings,
  parseResponses,
  parseSurvey,
  questionHash,
} from '../src/index.js'

const good = { question: 'Tea?', country: 'Peru', distribution: [0.25, 0.75] }
const codes = (rows: readonly unknown[]): readonly (readonly [string, number])[] =>
  parseSurvey(rows).issues.map(({ code, row }) => [code, row])

describe('distributions', () => {
  it.each([
    ['text', 'no-distribution'],
    [null, 'no-distribution'],
    [[], 'no-distribution'],
    [[0.5, '0.5'], 'not-a-number'],
    [[0.5, NaN], 'not-a-number'],
    [[0.5, Infinity], 'not-a-number'],
    [[1.2, -0.2], 'negative-mass'],
    [[0, 0], 'all-zero'],
    [[50, 50], 'sum-far-from-one'],
    [[0.5, 0.2], 'sum-far-from-one'],
  ])('%j is %s', (value, code) => {
    const checked = checkDistribution(value)
    expect('problem' in checked ? checked.problem.code : null).toBe(code)
  })

  it('takes typed arrays and 64-bit integers, and rounded shares', () => {
    expect(checkDistribution(Float32Array.of(0.5, 0.5))).toEqual({ distribution: [0.5, 0.5], sum: 1 })
    expect(checkDistribution([1n, 0n])).toEqual({ distribution: [1, 0], sum: 1 })
    const rounded = checkDistribution([0.33, 0.33, 0.33])
    expect('distribution' in rounded && rounded.distribution.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 15)
  })

  it('suggests what percentages need', () => {
    const checked = checkDistribution([40, 60])
    expect('problem' in checked && checked.problem.message).toContain('divide percentages by 100')
  })
})

describe('survey rows', () => {
  it('reads the published table and rows per country alike', () => {
    const published = {
      question: 'Tea or coffee?',
      selections: "defaultdict(<class 'list'>, {'Peru': [0.3, 0.7], \"Cote d'Ivoire\": [0.5, 0.5]})",
      options: "['Tea', \"I don't mind\"]",
      source: 'GAS',
    }
    const { questions, answers, issues } = parseSurvey([published, { ...good, n: '900', topic: 'drinks' }])
    expect(questions[0]).toMatchObject({ options: ['Tea', "I don't mind"], source: 'GAS', row: 1 })
    expect(answers.map(({ country, n }) => [country, n])).toEqual([
      ['Peru', null],
      ["Cote d'Ivoire", null],
      ['Peru', 900],
    ])
    expect(questions[1]).toMatchObject({ topic: 'drinks', options: null, size: 2 })
    expect(issues).toEqual([])
  })

  it('takes selections and options as JSON values', () => {
    const { answers } = parseSurvey([{ question: 'Tea?', selections: { Peru: [0.5, 0.5] }, options: [1, true] }])
    expect(answers).toHaveLength(1)
  })

  it('reports each bad row with its number, and reads the rest', () => {
    const rows = [
      good,
      { ...good, country: 'Chile', distribution: [-1, 2] },
      { ...good, country: 'Chile', distribution: [NaN, 1] },
      { ...good, country: 'Chile', distribution: [0.2, 0.2] },
      { ...good, country: 'Chile', options: ['Yes', 'No', 'Perhaps'] },
      { ...good, question: ' ' },
      { ...good, country: '' },
      { ...good, distribution: [0.5, 0.5] },
      { question: 'Tea?', selections: '{broken' },
      { question: 'Tea?', selections: '[1]' },
      { question: 'Tea?', selections: 7 },
      { ...good, country: 'Chile', options: 7 },
      { ...good, country: 'Atlantis' },
      7,
      { ...good, country: 'Chile' },
    ]
    expect(codes(rows)).toEqual([
      ['negative-mass', 2],
      ['not-a-number', 3],
      ['sum-far-from-one', 4],
      ['unequal-length', 5],
      ['no-question', 6],
      ['no-country', 7],
      ['duplicate', 8],
      ['not-a-literal', 9],
      ['not-a-literal', 10],
      ['not-a-literal', 11],
      ['not-a-literal', 12],
      ['unknown-country', 13],
      ['no-question', 14],
    ])
    expect(parseSurvey(rows).answers.map(({ row }) => row)).toEqual([1, 13, 15])
  })

  it('sums issues up by code with their rows', () => {
    const rows = Array.from({ length: 12 }, () => ({ ...good, distribution: [0, 0] }))
    expect(issueFindings(parseSurvey(rows).issues)).toEqual([
      {
        code: 'all-zero',
        message:
          'survey rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more: Peru: all shares are 0: nobody answered, or the row was lost (12 such).',
      },
    ])
  })
})

describe('responses', () => {
  it('reads both forms', () => {
    const { responses, models, issues } = parseResponses(
      [
        { question: 'Tea?', options: ['Yes', 'No'], model_probs: { small: [0.5, 0.5], large: '[0.1, 0.9]' } },
        { question: 'Tea?', distribution: [0.2, 0.8], samples: '30', prompted_country: 'Peru' },
        { question: 'Tea?', options: '["Yes", "No"]', model_probs: "{'small': [1, 0]}" },
      ],
      { model: 'mine' },
    )
    expect(models).toEqual(['small', 'mine'])
    expect(responses[1]).toMatchObject({ model: 'mine', samples: 30, prompted: 'Peru', options: null })
    expect(issues.map(({ code, who }) => [code, who])).toEqual([['no-distribution', 'large']])
  })

  it('reports bad rows', () => {
    const { issues } = parseResponses([
      null,
      { question: '' },
      { question: 'a', options: {}, distribution: [1] },
      { question: 'a' },
    ])
    expect(issues.map(({ code, row }) => [code, row])).toEqual([
      ['no-question', 1],
      ['no-question', 2],
      ['not-a-literal', 3],
      ['no-distribution', 4],
    ])
  })
})

describe('country policy', () => {
  const rows = [
    'S. Korea',
    'South Korea',
    'Mali (Non-national sample)',
    'India (Old national sample)',
    'Northern Ireland',
    'UK',
  ].map((country, index) => ({ ...good, country, question: index === 1 ? 'Sea?' : 'Tea?' }))
  it('merges aliases, keeps qualifiers and parts apart', () => {
    const { answers } = applyCountryPolicy(parseSurvey(rows), { names: 'merged' })
    expect(answers.map(({ country }) => country)).toEqual([
      'South Korea',
      'South Korea',
      'Mali (Non-national sample)',
      'India (Old national sample)',
      'Northern Ireland',
      'United Kingdom',
    ])
  })

  it('leaves out what is not national, and says which answer of two aliases it kept', () => {
    const twice = parseSurvey([good, { ...good, country: 'S. Korea' }, { ...good, country: 'South Korea' }])
    const { answers, issues } = applyCountryPolicy(twice, { names: 'merged', samples: 'national' })
    expect(answers).toHaveLength(2)
    expect(issues.map(({ code, row }) => [code, row])).toEqual([['duplicate', 3]])
    expect(applyCountryPolicy(parseSurvey(rows), { samples: 'national' }).answers).toHaveLength(4)
    expect(applyCountryPolicy(twice, {})).toBe(twice)
  })
})

it('hashes ignore case, punctuation and spaces, and tell questions apart', () => {
  expect(questionHash('A, b?')).toBe(questionHash(' a  B'))
  expect(questionHash('A, c?')).not.toBe(questionHash('A, b?'))
  const many = new Set(Array.from({ length: 20_000 }, (_, index) => questionHash(`question ${index}`)))
  expect(many.size).toBe(20_000)
})

it('rows that could not be parsed are given as text, and reported', () => {
  expect(parseSurvey(['not JSON']).issues).toEqual([{ code: 'not-json', side: 'survey', row: 1, message: 'not JSON' }])
  expect(parseResponses(['not JSON']).issues[0]!.code).toBe('not-json')
})

describe('shares by option', () => {
  const row = { question: 'Tea?', country: 'Peru' }
  it('bring their options, or are put in the order of those that the row names', () => {
    const own = parseSurvey([{ ...row, distribution: { Yes: 0.7, No: 0.3 } }])
    expect([own.questions[0]!.options, own.answers[0]!.distribution]).toEqual([
      ['Yes', 'No'],
      [0.7, 0.3],
    ])
    const named = parseSurvey([{ ...row, options: ['No', 'yes', 'Maybe'], distribution: { Yes: 0.7, No: 0.3 } }])
    expect(named.answers[0]!.distribution).toEqual([0.3, 0.7, 0])
    const text = parseSurvey([{ ...row, distribution: "{'Yes': 0.7, 'No': 0.3}" }])
    expect(text.answers[0]!.distribution).toEqual([0.7, 0.3])
  })
  it.each([
    [{ options: ['Yes', 'No'], distribution: { Yes: 0.7, Maybe: 0.3 } }, /'Maybe', which the row does not name/],
    [{ distribution: { Yes: 0.7, 'yes ': 0.3 } }, /twice/],
    [{ distribution: {} }, /empty/],
  ])('are refused where they do not fit: %j', (parts, message) => {
    const { issues, answers } = parseSurvey([
      { ...row, ...parts },
      { ...row, distribution: [0.5, 0.5] },
    ])
    expect(issues).toMatchObject([{ code: 'other-options', row: 1, message: expect.stringMatching(message) as string }])
    expect(answers).toHaveLength(1)
  })
  it('hold for models too', () => {
    const { responses, issues } = parseResponses([
      { question: 'Tea?', options: ['No', 'Yes'], model_probs: { a: { Yes: 0.9, No: 0.1 }, b: { Never: 1 } } },
    ])
    expect(responses.map(({ distribution }) => distribution)).toEqual([[0.1, 0.9]])
    expect(issues).toMatchObject([{ code: 'other-options', row: 1 }])
  })
})
