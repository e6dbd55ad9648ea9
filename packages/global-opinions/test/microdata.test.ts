import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { lastDigitTruncated, parseSurvey, qualityReport, tabulateMicrodata } from '../src/index.js'

const layout = {
  country: 'land',
  weight: 'w',
  questions: [
    {
      column: 'q',
      question: 'Tea?',
      topic: 'drinks',
      options: [
        [1, 'Yes'],
        [2, 'No'],
        [-1, "Don't know"],
      ] as const,
    },
  ],
}

describe('microdata', () => {
  it('becomes weighted shares with an effective n', () => {
    const people = [
      { land: 'Peru', q: 1, w: '1.5' },
      { land: 'Peru', q: '2.0', w: 0.5 },
      { land: 'Peru', q: -1, w: 1 },
      { land: 'Peru', q: '', w: 1 },
      { land: 'Chile', q: 2n, w: 1 },
      { land: 'Mali', q: 2, w: 0 },
    ]
    const answers = tabulateMicrodata(people, layout)
    expect(answers).toHaveLength(2)
    expect(answers[0]).toMatchObject({
      country: 'Peru',
      respondents: 3,
      topic: 'drinks',
      options: ['Yes', 'No', "Don't know"],
    })
    expect(answers[0]!.distribution.map((share) => share.toFixed(4))).toEqual(['0.5000', '0.1667', '0.3333'])
    expect(answers[0]!.n).toBeCloseTo(9 / 3.5, 12)
    const survey = parseSurvey(answers)
    expect(survey.issues).toEqual([])
    expect(survey.answers[0]!.n).toBeCloseTo(9 / 3.5, 12)
  })

  it('lists every bad row at once', () => {
    const people = [
      { q: 1 },
      { land: 'Peru', q: 1, w: -1 },
      { land: 'Peru', q: 9, w: 1 },
      { land: 'Peru', q: 1, w: 'x' },
    ]
    try {
      tabulateMicrodata(people, layout)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DataError)
      expect((error as DataError).issues.map(({ code, path }) => [code, path[0]])).toEqual([
        ['no-country', 1],
        ['bad-weight', 2],
        ['unknown-code', 3],
        ['bad-weight', 4],
      ])
    }
    expect(tabulateMicrodata([{ land: 'Peru', q: 1 }], { country: 'land', questions: layout.questions })[0]!.n).toBe(1)
  })
})

describe('quality report', () => {
  it('finds what is odd', () => {
    const row = { country: 'Peru', distribution: [0.25, 0.25, 0.5] }
    const report = qualityReport(
      parseSurvey([
        { ...row, question: 'How many?', options: ['0', '10', '5'] },
        { ...row, question: 'Online?', options: ['Yes', 'No', 'Total      N='] },
        { ...row, question: 'online', options: ['Yes', 'No', 'DK'] },
        { ...row, question: 'Which?', options: ['Tea', 'Tea', 'Sea'], country: 'Atlantis' },
        { ...row, question: 'Why?', country: 'Britain' },
        { ...row, question: 'Why?', country: 'Great Britain' },
        { ...row, question: 'Why?', country: 'Mali (Non-national sample)' },
      ]),
    )
    expect(report.findings.map(({ code, row: at }) => [code, at])).toEqual([
      ['options-out-of-order', 1],
      ['total-as-option', 2],
      ['same-text', 3],
      ['repeated-option', 4],
    ])
    expect(report).toMatchObject({
      questions: 5,
      countries: 5,
      pairs: 7,
      singleCountryQuestions: 4,
      unknownCountries: ['Atlantis'],
      aliases: [{ iso3: 'GBR', labels: ['Britain', 'Great Britain'], commonQuestions: 1 }],
      qualified: [{ label: 'Mali (Non-national sample)', sample: 'non-national', questions: 1 }],
      questionsWithNonSubstantive: 2,
    })
    expect(report.nonSubstantiveOptions.map(({ label }) => label)).toEqual(['Total      N=', 'DK'])
  })
})

describe('the published error of the last digit', () => {
  it.each([
    [[], []],
    [
      [0.94, 0.06],
      [0.94, 0],
    ],
    [
      [0.5, 0.5],
      [0.5, 0],
    ],
    [
      [0.4, 0.125],
      [0.4, 0.12],
    ],
    [
      [0, 1],
      [0, 1],
    ],
  ])('%j is read as %j', (shares, read) => {
    expect(lastDigitTruncated(shares)).toEqual(read)
  })
})
