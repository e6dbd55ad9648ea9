import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calibrateJudge,
  choice,
  correctedRate,
  exact,
  extractAnswer,
  f1,
  includes,
  json,
  krippendorffAlpha,
  match,
  math,
  mathValue,
  numeric,
  pattern,
  textOutput,
  type Scorer,
  type SolveContext,
  type TaskState,
} from '../../src/index.js'
import { createRandom } from '@safety-portfolio/stats'

const state = (completion: string, target: string | readonly string[], rest: Partial<TaskState> = {}): TaskState => ({
  id: 1,
  epoch: 1,
  input: 'q',
  target,
  choices: null,
  metadata: {},
  messages: [],
  output: textOutput('m', completion),
  store: {},
  completed: false,
  ...rest,
})
const value = (scorer: Scorer, given: TaskState): unknown =>
  (scorer.score(given, {} as SolveContext) as { value: unknown }).value

describe('scorers of texts', () => {
  it.each([
    [exact(), 'The Paris.', 'paris', 'C'],
    [exact({ strict: true }), 'Paris.', 'Paris', 'I'],
    [includes(), 'It is PARIS, surely', 'paris', 'C'],
    [includes(), 'anything', '', 'I'],
    [includes({ strict: true }), 'PARIS', 'paris', 'I'],
    [match(), 'So it is: No.', 'no', 'C'],
    [match(), 'piano', 'no', 'I'],
    [match({ location: 'begin' }), 'Yes, because', 'yes', 'C'],
    [match({ location: 'any' }), 'I say yes to it', 'yes', 'C'],
    [pattern(/is (\w+)/), 'it is blue', 'blue', 'C'],
    [pattern(/is (\w+)/g), 'nothing', 'blue', 'N'],
    [f1(), 'the cat sat', 'cat sat down', 0.8],
    [f1(), '', 'x', 0],
    [json(), 'Here: ```json\n{"b": 2, "a": 1.0}\n```', '{"a": 1, "b": 2}', 'C'],
    [json(), '{"a": 1, "c": 3}', '{"a": 1}', 'I'],
    [json({ allowMore: true }), '{"a": 1, "c": 3}', '{"a": 1}', 'C'],
    [json({ required: ['x'] }), '{"a": 1}', '', 'I'],
    [json(), 'no json', '{}', 'I'],
  ])('%o of %j against %j is %j', (scorer, completion, target, expected) => {
    const found = value(scorer, state(completion, target))
    if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 12)
    else expect(found).toBe(expected)
  })
  it('takes any of several targets', () => {
    expect(value(exact(), state('two', ['2', 'two']))).toBe('C')
  })
})

describe('numbers', () => {
  it.each([
    ['It costs $1,234.50 in all.', '1234.5', 'C'],
    ['first 3 then 4', '4', 'C'],
    ['#### 18.0', '18', 'C'],
    ['ANSWER: -7', '-7', 'C'],
    ['12 apples\nA: 5 apples', '5', 'C'],
    ['many', '4', 'N'],
    ['50%', '50', 'C'],
    ['5', 'five', 'I'],
  ])('numeric %j against %s is %s', (completion, target, expected) => {
    expect(value(numeric(), state(completion, target))).toBe(expected)
  })
  it.each([
    ['\\boxed{\\frac{1}{2}}', '0.5', 'C'],
    ['ANSWER: 2\\sqrt{3}', '\\sqrt{12}', 'C'],
    ['ANSWER: 50\\%', '1/2', 'C'],
    ['ANSWER: 1 3/4', '7/4', 'C'],
    ['ANSWER: x + 1', 'x+1', 'C'],
    ['ANSWER: 2', '3', 'I'],
  ])('math %j against %s is %s', (completion, target, expected) => {
    expect(value(math(), state(completion, target))).toBe(expected)
  })
  it.each([
    ['2^3 - 1', 7],
    ['-2^2', -4],
    ['(1+2)*3', 9],
    ['3\\pi', 3 * Math.PI],
    ['2(3)', 6],
    ['x = 4', 4],
    ['1/0', null],
    ['2 3', null],
    ['', null],
    ['process.exit()', null],
    ['('.repeat(500), null],
    ['\\frac12', 0.5],
    ['5\\text{ cm}', 5],
    ['.5', 0.5],
    ['1e3', 1000],
  ])('value of %j', (text, expected) => {
    const found = mathValue(text)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(expected, 12)
  })
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = mathValue(text)
        expect(found === null || Number.isFinite(found)).toBe(true)
        extractAnswer(text)
      }),
    )
  })
})

describe('choice', () => {
  const choices = ['red', 'green', 'blue']
  it.each([
    ['ANSWER: B', 'B', 'C'],
    ['ANSWER: (b)', 'green', 'C'],
    ['I think (A) or (C). ANSWER: C', 'B', 'I'],
    ['B', 'B', 'C'],
    ['Because of that', 'B', 'N'],
    ['ANSWER: Z', 'B', 'N'],
  ])('%j against %s is %s', (completion, target, expected) => {
    expect(value(choice(), state(completion, target, { choices }))).toBe(expected)
  })
  it('undoes the order in which choices were shown', () => {
    expect(value(choice(), state('ANSWER: A', 'blue', { choices, store: { choice_order: [2, 0, 1] } }))).toBe('C')
  })
  it('reads probabilities of letters', () => {
    const logprobs = {
      content: [
        {
          token: ' A',
          logprob: Math.log(0.2),
          top_logprobs: [
            { token: ' B', logprob: Math.log(0.6) },
            { token: ' A', logprob: Math.log(0.2) },
            { token: ' x', logprob: Math.log(0.2) },
          ],
        },
      ],
    }
    const output = {
      ...textOutput('m', 'A'),
      choices: [{ message: { role: 'assistant' as const, content: 'A' }, stop_reason: 'stop' as const, logprobs }],
    }
    const given = state('A', 'B', { choices, output })
    const score = choice().score(given, {} as SolveContext) as {
      value: string
      metadata: { letter_probabilities: Record<string, number> }
    }
    expect(score.value).toBe('I')
    expect(score.metadata.letter_probabilities['B']).toBeCloseTo(0.75, 12)
    expect(value(choice({ by: 'logprobs' }), given)).toBe('C')
    expect(value(choice({ by: 'logprobs' }), state('A', 'B', { choices }))).toBe('N')
  })
})

describe('judges', () => {
  it('finds the rate that was planted behind an imperfect judge about as often as it says', () => {
    let covered = 0
    for (let run = 0; run < 300; run += 1) {
      const random = createRandom(11, run)
      const says = (truth: boolean): boolean => random.uniform() < (truth ? 0.85 : 0.2)
      const calibration = calibrateJudge(
        Array.from({ length: 200 }, (_, i) => ({ truth: i % 2 === 0, verdict: says(i % 2 === 0) })),
      )
      let right = 0
      for (let i = 0; i < 500; i += 1) if (says(random.uniform() < 0.3)) right += 1
      const { interval } = correctedRate(right, 500, calibration)
      if (interval!.lower <= 0.3 && 0.3 <= interval!.upper) covered += 1
    }
    // Of 300 trials of 95 %, fewer than 271 has a chance below 1 in 1000.
    expect(covered).toBeGreaterThanOrEqual(271)
  })
  it('says what it cannot know', () => {
    expect(correctedRate(5, 10, calibrateJudge([])).rate).toBeNull()
    const blind = calibrateJudge(Array.from({ length: 40 }, (_, i) => ({ truth: i % 2 === 0, verdict: true })))
    expect(correctedRate(5, 10, blind)).toMatchObject({
      rate: null,
      reason: expect.stringContaining('chance') as string,
    })
    expect(calibrateJudge([{ truth: true, verdict: null }])).toMatchObject({ unscored: 1, sensitivity: null })
    expect(() => correctedRate(11, 10, blind)).toThrow(RangeError)
    const sure = calibrateJudge(
      Array.from({ length: 40 }, (_, i) => ({ truth: i % 2 === 0, verdict: i % 2 === 0 || i < 4 })),
    )
    expect(correctedRate(0, 100, sure).warnings.map(({ code }) => code)).toEqual(['out-of-range', 'small-calibration'])
  })
  it('agreement of judges: the worked nominal example of Krippendorff with two observers', () => {
    // Reliability data "a, b, c" of "Computing Krippendorff's Alpha-Reliability" (2011), nominal, 0.692.
    const one = ['a', 'a', 'b', 'b', 'd', 'c', 'c', 'c', 'e', 'd', 'd', 'a']
    const other = ['b', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'e', 'd', 'd', 'd']
    expect(krippendorffAlpha(one.map((value_, i) => [value_, other[i]!]))).toBeCloseTo(0.692, 3)
    expect(
      krippendorffAlpha([
        ['a', null],
        ['b', 'b'],
      ]),
    ).toBeNull()
    expect(
      krippendorffAlpha([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toBeNull()
  })
})
