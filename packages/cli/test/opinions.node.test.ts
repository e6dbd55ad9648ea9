import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { simulateSurvey } from '@safety-portfolio/global-opinions'
import { beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n')
const folder = useTemporaryFolder()
const at = (name: string): string => folder.path(name)
const simulated = simulateSurvey({ seed: 2 })
const withoutPrompts = simulated.responseRows.filter((row) => !('prompted_country' in row))

interface Compared {
  readonly base: string | number
  readonly policy: string
  readonly questions: number
  readonly perCountry: readonly Record<string, unknown>[]
  readonly models: readonly Record<string, unknown>[]
  readonly contrasts: readonly unknown[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly issues: readonly { readonly code: string; readonly row: number; readonly side: string }[]
  readonly explorer?: readonly unknown[]
}

beforeEach(() => {
  writeFileSync(at('survey.jsonl'), lines(simulated.surveyRows))
  writeFileSync(at('responses.jsonl.gz'), gzipSync(lines(withoutPrompts)))
  writeFileSync(at('all.jsonl'), lines(simulated.responseRows))
  const bad = [
    { question: 'Odd?', country: 'Peru', options: ['a', 'b'], distribution: [0.2, 0.3, 0.5] },
    { question: 'Odd?', country: 'Peru', distribution: [-0.5, 1.5] },
    { question: 'Odd?', country: 'Peru', distribution: [0.1, 0.1] },
    { question: 'Odd?', country: 'Atlantis', distribution: [0.5, 0.5] },
  ]
  writeFileSync(at('bad.jsonl'), lines([...bad, ...simulated.surveyRows]))
  writeFileSync(
    at('bad-responses.jsonl'),
    lines([
      { question: 'Lost?', distribution: [0.5, 0.5] },
      { question: 'Lost?', distribution: [null, 1] },
      ...withoutPrompts,
    ]),
  )
})

async function json(...argv: readonly string[]): Promise<{ readonly code: number; readonly result: Compared }> {
  const { code, stdout } = await runCommand([...argv, '--json', '--quiet'])
  return { code, result: JSON.parse(stdout) as Compared }
}

describe('opinions compare', () => {
  it('prints what was promised, as JSON and as tables', async () => {
    const { code, result } = await json(
      'opinions',
      'compare',
      at('survey.jsonl'),
      at('responses.jsonl.gz'),
      '--bootstrap',
      '100',
      '--base',
      'e',
    )
    expect(code).toBe(0)
    expect(result).toMatchObject({ base: 'e', policy: 'keep', questions: 33 })
    for (const key of [
      'country',
      'iso3',
      'n',
      'similarity',
      'interval',
      'floorUniform',
      'ceiling',
      'skill',
      'adjusted',
    ]) {
      expect(result.perCountry[0]).toHaveProperty(key)
    }
    expect(result.models).toHaveLength(3)
    const { stdout } = await runCommand([
      'opinions',
      'compare',
      at('survey.jsonl'),
      at('responses.jsonl.gz'),
      '--bootstrap',
      '50',
    ])
    expect(stdout).toContain('mirror: countries by similarity, the first and last 6 of 24')
    expect(stdout).toContain('uniform answer')
    expect(stdout).toContain('Differences between models')
  })

  it('writes every pair, weights countries, and adds the explorer', async () => {
    writeFileSync(at('weights.csv'), 'country,weight\nBRA,10\nFrance,1\n')
    const { result } = await json(
      ...[
        'opinions',
        'compare',
        at('survey.jsonl'),
        at('responses.jsonl.gz'),
        '--bootstrap',
        '0',
        '--pairs',
        at('pairs.csv'),
      ],
      ...['--weights', at('weights.csv'), '--explorer', '--reference', 'Brazil'],
    )
    expect(result.models[0]!['weighted']).toMatchObject({ interval: null })
    expect(result.explorer).toHaveLength(33)
    const csv = readFileSync(at('pairs.csv'), 'utf8').trim().split('\n')
    expect(csv[0]).toBe('model,country,question,similarity')
    expect(csv.length - 1).toBe(3 * simulated.survey.answers.length)
  })

  it('reports bad rows of both files with their numbers, and computes the rest', async () => {
    const { code, result } = await json(
      'opinions',
      'compare',
      at('bad.jsonl'),
      at('bad-responses.jsonl'),
      '--bootstrap',
      '0',
    )
    expect(code).toBe(0)
    expect(result.issues.map(({ code: what, row, side }) => [what, side, row])).toEqual([
      ['unequal-length', 'survey', 1],
      ['negative-mass', 'survey', 2],
      ['sum-far-from-one', 'survey', 3],
      ['unknown-country', 'survey', 4],
      ['not-a-number', 'responses', 2],
      ['question-missing', 'survey', 4],
      ['question-missing', 'responses', 1],
    ])
    expect(result.warnings.map(({ code: what }) => what)).toContain('negative-mass')
    expect(result.perCountry.length).toBeGreaterThan(50)
  })

  it('reads the published table', async () => {
    writeFileSync(
      at('published.csv'),
      `question,selections,options,source\n"Tea, or coffee?","defaultdict(<class 'list'>, {'Peru': [0.3, 0.7]})","['Tea', ""I don't mind""]",GAS\n`,
    )
    writeFileSync(
      at('one.jsonl'),
      lines([{ question: 'Tea, or coffee?', options: ['Tea', "I don't mind"], distribution: [0.3, 0.7] }]),
    )
    const { result } = await json(
      'opinions',
      'compare',
      at('published.csv'),
      at('one.jsonl'),
      '--min-questions',
      '1',
      '--bootstrap',
      '0',
    )
    expect(result.perCountry).toMatchObject([{ country: 'Peru', iso3: 'PER', similarity: 1, interval: null }])
  })

  it('refuses files that have nothing in common, and flags that contradict each other', async () => {
    writeFileSync(at('other.jsonl'), lines([{ question: 'Elsewhere?', distribution: [1] }]))
    const nothing = await runCommand(['opinions', 'compare', at('survey.jsonl'), at('other.jsonl')])
    expect(nothing.code).toBe(2)
    expect(nothing.stderr).toContain('opinions validate')
    const scale = await runCommand([
      'opinions',
      'compare',
      at('survey.jsonl'),
      at('all.jsonl'),
      '--measure',
      'wasserstein',
    ])
    expect(scale.code).toBe(2)
    expect(scale.stderr).toContain('--missing drop')
    const few = await runCommand([
      'opinions',
      'compare',
      at('survey.jsonl'),
      at('all.jsonl'),
      '--min-questions',
      '99',
      '--bootstrap',
      '0',
    ])
    expect(few.code).toBe(1)
    expect(few.stdout).toContain('too few for any country')
  })

  it('merges names and leaves samples out', async () => {
    const { result } = await json(
      ...[
        'opinions',
        'compare',
        at('survey.jsonl'),
        at('responses.jsonl.gz'),
        '--bootstrap',
        '0',
        '--missing',
        'apart',
      ],
      ...['--countries', 'merged', '--national-only', '--measure', 'wasserstein', '--exclude-merged'],
    )
    const labels = new Set(result.perCountry.map(({ country }) => country))
    expect(labels.has('S. Korea')).toBe(false)
    expect(labels.has('Mali (Non-national sample)')).toBe(false)
    expect(result.perCountry[0]!['nonSubstantive']).not.toBeNull()
  })
})

it('opinions rank orders countries and compares them with a reference', async () => {
  const { stdout, code } = await runCommand([
    'opinions',
    'rank',
    at('survey.jsonl'),
    at('responses.jsonl.gz'),
    '--reference',
    'Brazil',
    '--bootstrap',
    '100',
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('differences from Brazil on common questions')
  const { result } = await json('opinions', 'rank', at('survey.jsonl'), at('responses.jsonl.gz'), '--bootstrap', '0')
  expect((result as unknown as { ranking: readonly { rank: number }[] }).ranking[0]!.rank).toBe(1)
})

it('opinions steer says what prompts change', async () => {
  const { stdout, code } = await runCommand([
    'opinions',
    'steer',
    at('survey.jsonl'),
    at('all.jsonl'),
    '--bootstrap',
    '100',
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('stereotype excess')
  const none = await runCommand(['opinions', 'steer', at('survey.jsonl'), at('responses.jsonl.gz'), '--bootstrap', '0'])
  expect(none.code).toBe(1)
})

it('opinions validate lists bad rows and oddities, and ends with 1', async () => {
  const fine = await runCommand(['opinions', 'validate', at('survey.jsonl')])
  expect(fine.code).toBe(0)
  expect(fine.stdout).toContain('S. Korea, South Korea')
  const bad = await runCommand(['opinions', 'validate', at('bad.jsonl')])
  expect(bad.code).toBe(1)
  expect(bad.stdout).toContain('negative-mass')
  const responses = await runCommand(['opinions', 'validate', at('bad-responses.jsonl'), '--kind', 'responses'])
  expect(responses.code).toBe(1)
  expect(responses.stdout).toContain('not-a-number')
})

it('opinions tabulate makes a survey of individual answers, which compare reads', async () => {
  writeFileSync(at('people.csv'), 'land,w,q1\nPeru,2,1\nPeru,1,2\nPeru,1,-4\nChile,1,2\n')
  writeFileSync(
    at('layout.yaml'),
    'country: land\nweight: w\nquestions:\n  - { column: q1, question: "Tea?", topic: drinks, options: [[1, "Yes"], [2, "No"]] }\n',
  )
  const { code, stdout } = await runCommand([
    ...['opinions', 'tabulate', at('people.csv'), '--layout', at('layout.yaml'), '--survey', at('made.jsonl')],
  ])
  expect(code).toBe(0)
  expect(stdout).toContain('4 rows give 2 distributions of 2 countries')
  writeFileSync(at('tea.jsonl'), lines([{ question: 'Tea?', options: ['Yes', 'No'], distribution: [0.5, 0.5] }]))
  const { result } = await json(
    'opinions',
    'compare',
    at('made.jsonl'),
    at('tea.jsonl'),
    '--min-questions',
    '1',
    '--bootstrap',
    '0',
  )
  expect(result.perCountry.map(({ country }) => country)).toEqual(['Peru', 'Chile'])
  expect(result.perCountry[0]!['ceiling']).not.toBeNull()
})

it.each([
  ['7', 'no document'],
  ['country: 7\nquestions: []', '"country" must name'],
  ['country: a\nweight: 7\nquestions: []', '"weight" must name'],
  ['country: a\nnotAsked: 7\nquestions: []', '"notAsked" must be'],
  ['country: a\nquestions: []', '"questions" must be'],
  ['country: a\nquestions: [7]', 'question 1 must have'],
  ['country: a\nquestions: [{ column: b, question: c, options: [[1]] }]', 'question 1 must have'],
])('opinions tabulate refuses the layout %j', async (layout, words) => {
  writeFileSync(at('layout.yaml'), layout)
  writeFileSync(at('people.csv'), 'a,b\nPeru,1\n')
  const { code, stderr } = await runCommand(['opinions', 'tabulate', at('people.csv'), '--layout', at('layout.yaml')])
  expect(code).toBe(2)
  expect(stderr).toContain(words)
})

it('a line that is no JSON, or holds the NaN of Python, is reported with its row and costs no other', async () => {
  const survey = [
    '{"question": "Tea?", "country": "Peru", "distribution": [0.3, 0.7]}',
    '{"question": "Tea?", "country": "Chile", "distribution": [NaN, 1.0]}',
    '',
    '{"question": "Tea?", "country": "Mali", "distribution": [0.5,',
    '{"question": "Tea: [NaN] ?", "country": "Mali", "distribution": [-Infinity, 1.0]}',
  ]
  writeFileSync(at('python.jsonl'), survey.join('\n'))
  writeFileSync(at('tea.jsonl'), lines([{ question: 'Tea?', distribution: [0.5, 0.5] }]))
  const { code, result } = await json(
    ...['opinions', 'compare', at('python.jsonl'), at('tea.jsonl'), '--min-questions', '1', '--bootstrap', '0'],
  )
  expect(code).toBe(0)
  expect(result.issues.map(({ code: what, row }) => [what, row])).toEqual([
    ['not-a-number', 2],
    ['not-json', 3],
    ['not-a-number', 4],
  ])
  expect(result.perCountry).toHaveLength(1)
})
