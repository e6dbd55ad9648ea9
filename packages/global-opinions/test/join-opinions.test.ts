import { describe, expect, it } from 'vitest'
import {
  joinOpinions,
  mergedItems,
  opinionExplorer,
  parseResponses,
  parseSurvey,
  scorePairs,
  similarity,
} from '../src/index.js'

const survey = (rows: readonly object[]): ReturnType<typeof parseSurvey> => parseSurvey(rows)
const tea = { question: 'Tea?', options: ['Yes', 'No', "Don't know"], country: 'Peru', distribution: [0.5, 0.3, 0.2] }

describe('joining', () => {
  it('matches text exactly, then but for white space; and options in any order', () => {
    const table = joinOpinions(
      survey([tea, { ...tea, question: ' Sea \n side?', country: 'Chile' }]),
      parseResponses([
        { question: 'Tea?', options: ["don't  know", 'Yes', 'No'], distribution: [0.1, 0.6, 0.3] },
        { question: 'Sea side?', distribution: [0.2, 0.3, 0.5] },
      ]),
    )
    expect(Array.from(table.models[0]!.mass)).toEqual([0.6, 0.3, 0.1, 0.2, 0.3, 0.5])
    expect(table.issues).toEqual([])
  })

  it('keeps two questions with the same text and other options apart', () => {
    const table = joinOpinions(
      survey([
        { question: 'Trade?', country: 'Peru', distribution: [0.5, 0.5] },
        { question: 'Trade? ', country: 'Peru', distribution: [0.2, 0.2, 0.6] },
      ]),
      parseResponses([
        { question: 'Trade?', options: ['a', 'b'], distribution: [0.9, 0.1] },
        { question: 'Trade? ', options: ['a', 'b', 'c'], distribution: [0.1, 0.1, 0.8] },
      ]),
    )
    expect(table.questions.map(({ size }) => size)).toEqual([2, 3])
    expect(Array.from(table.models[0]!.mass)).toEqual([0.9, 0.1, 0.1, 0.1, 0.8])
  })

  it('reports what one side lacks, with the row, and computes the rest', () => {
    const table = joinOpinions(
      survey([tea, { ...tea, question: 'Sea?' }, { ...tea, question: 'Hill?' }]),
      parseResponses([
        { question: 'Tea?', distribution: [1, 0, 0] },
        { question: 'Hill?', options: ['Yes', 'No', 'Perhaps'], distribution: [1, 0, 0] },
        { question: 'Lake?', distribution: [1, 0, 0] },
      ]),
    )
    expect(table.questions).toHaveLength(1)
    expect(table.issues.map(({ code, side, row }) => [code, side, row])).toEqual([
      ['question-missing', 'survey', 2],
      ['options-differ', 'survey', 3],
      ['question-missing', 'responses', 3],
    ])
  })

  it('averages several answers of a model, and adds up their samples', () => {
    const table = joinOpinions(
      survey([tea]),
      parseResponses([
        { question: 'Tea?', options: tea.options, distribution: [0.8, 0.2, 0], samples: 10 },
        { question: 'Tea?', options: tea.options.toReversed(), distribution: [0.4, 0.2, 0.4], samples: 20 },
      ]),
    )
    expect(Array.from(table.models[0]!.mass)).toEqual([0.6000000000000001, 0.2, 0.2])
    expect(table.models[0]!.samples[0]).toBe(30)
    expect(table.issues[0]).toMatchObject({ code: 'averaged', row: 1 })
  })

  it('drops answers that are no opinion, or reports their share', () => {
    const responses = parseResponses([{ question: 'Tea?', distribution: [0.2, 0.2, 0.6] }])
    const table = joinOpinions(survey([tea]), responses, { missing: 'apart' })
    expect(table.questions[0]!.options).toEqual(['Yes', 'No'])
    expect(Array.from(table.mass)).toEqual([0.625, 0.37499999999999994])
    expect(table.answerNonSubstantive[0]).toBeCloseTo(0.2, 12)
    expect(table.models[0]!.nonSubstantive[0]).toBeCloseTo(0.6, 12)
  })

  it('has no row where nobody gives an opinion', () => {
    const table = joinOpinions(
      survey([
        { ...tea, distribution: [0, 0, 1] },
        { ...tea, question: 'Sea?', options: ['Yes', 'DK'], distribution: [0.5, 0.5] },
        { ...tea, question: 'Hill?' },
      ]),
      parseResponses([
        { question: 'Tea?', distribution: [1, 0, 0] },
        { question: 'Sea?', distribution: [1, 0] },
        { question: 'Hill?', distribution: [0, 0, 1] },
      ]),
      { missing: 'drop' },
    )
    expect(table.issues.map(({ code, row, side }) => [code, side, row])).toEqual([
      ['no-opinion', 'survey', 2],
      ['no-opinion', 'responses', 3],
      ['no-opinion', 'survey', 1],
    ])
    expect(table.models[0]!.answered).toEqual(Uint8Array.of(1, 0))
  })

  it('keeps answers for other people apart from the default ones', () => {
    const table = joinOpinions(
      survey([tea]),
      parseResponses([
        { question: 'Tea?', model: 'm', distribution: [1, 0, 0] },
        { question: 'Tea?', model: 'm', distribution: [0, 1, 0], prompted_country: 'Peru' },
      ]),
    )
    expect(table.models.map(({ name }) => name)).toEqual(['m', 'm (as Peru)'])
  })
})

it('scores NaN where an ordinal measure has no scale, and reorders where it has one', () => {
  const table = joinOpinions(
    survey([
      { question: 'How many?', options: ['10', '1', '5'], country: 'Peru', distribution: [1, 0, 0] },
      { question: 'Which?', options: ['Sea', 'Hill', 'Lake'], country: 'Peru', distribution: [1, 0, 0] },
    ]),
    parseResponses([
      { question: 'How many?', distribution: [0, 0, 1] },
      { question: 'Which?', distribution: [1, 0, 0] },
    ]),
  )
  expect(Array.from(scorePairs(table, table.models[0]!.mass, { measure: 'wasserstein' }))).toEqual([0.5, NaN])
  expect(Array.from(scorePairs(table, table.models[0]!.mass, { measure: 'total-variation' }))).toEqual([0, 1])
})

it('explores what was joined', () => {
  const table = joinOpinions(
    survey([tea]),
    parseResponses([{ question: 'Tea?', model: 'm', distribution: [0.5, 0.3, 0.2] }]),
  )
  expect(opinionExplorer(table)).toEqual([
    {
      text: 'Tea?',
      options: tea.options,
      topic: null,
      survey: { Peru: [0.5, 0.3, 0.2] },
      models: { m: [0.5, 0.3, 0.2] },
      similarity: { m: { Peru: 1 } },
    },
  ])
  expect(similarity([0.5, 0.3, 0.2], [0.5, 0.3, 0.2])).toBe(1)
})

it('lists merged items without their texts', () => {
  expect(mergedItems.every(({ hash, row }) => /^[0-9a-f]{14}$/.test(hash) && row >= 0)).toBe(true)
  expect(new Set(mergedItems.map(({ hash }) => hash)).size).toBe(mergedItems.length)
})
