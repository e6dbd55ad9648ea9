import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { decisionTable } from '../src/index.js'
import type { DecisionOptions } from '../src/index.js'
import { simulatedDecisions } from './support/simulated-decisions.js'

const pair = (cells: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>> = cells) =>
  [0, 1, 2].flatMap((question) => [
    { question, gender: 'male', ...cells },
    { question, gender: 'female', ...other },
  ])
const issuesOf = (rows: readonly Readonly<Record<string, unknown>>[], options: DecisionOptions = {}) => {
  try {
    decisionTable(rows, options)
  } catch (error) {
    if (error instanceof DataError) return error.issues.map(({ code, path }) => [code, path[0]])
    throw error
  }
  return []
}

describe('decision table', () => {
  it('finds the columns of published layouts', () => {
    const layouts: [Readonly<Record<string, unknown>>, string, readonly string[]][] = [
      [{ yes_logit: -1, no_logit: -2 }, 'logit', ['yes_logit', 'no_logit']],
      [{ yes_logprob: -1, no_logprob: -2 }, 'logit', ['yes_logprob', 'no_logprob']],
      [{ logit: '0.5', p_yes_norm: 0.6 }, 'logit', ['logit']],
      [{ p_yes: 0.6, p_no: 0.3 }, 'logit', ['p_yes', 'p_no']],
      [{ yes_count: 3, no_count: 17, yes_prob: 4 }, 'counts', ['yes_count', 'no_count']],
      [{ yes: 3, n: 20 }, 'counts', ['yes', 'n']],
      [{ decision: 'Yes.' }, 'counts', ['decision']],
      [{ top_logprobs: '{"yes":-0.1,"no":-2.5}' }, 'logit', ['top_logprobs']],
    ]
    for (const [cells, kind, columns] of layouts) {
      const table = decisionTable(pair(cells))
      expect([table.response.kind, Object.values(table.columns)]).toEqual([kind, columns])
    }
  })

  it('takes the difference of log-probabilities, and their mass where it is known', () => {
    const known = decisionTable(pair({ yes_logit: Math.log(0.6), no_logit: Math.log(0.3) }))
    expect(known.response.kind === 'logit' && known.response.logit[0]).toBeCloseTo(Math.log(2), 14)
    expect(known.mass).toMatchObject({ known: true, below: 1 })
    expect(known.warnings.map(({ code }) => code)).toContain('mass-below-gate')
    // One row above 0 shows that the columns hold unnormalised logits: no mass, not even where a row could be read as one.
    const unknown = decisionTable([
      ...pair({ yes_logit: -1, no_logit: -2 }),
      { question: 0, gender: 'male', yes_logit: 41, no_logit: 27 },
    ])
    expect(unknown.mass.known).toBe(false)
  })

  it('leaves rows below the gate out when asked to', () => {
    const rows = [...pair({ p_yes: 0.7, p_no: 0.295 }), { question: 2, gender: 'male', p_yes: 0.1, p_no: 0.2 }]
    expect(decisionTable(rows).n).toBe(7)
    const table = decisionTable(rows, { belowGate: 'drop' })
    expect([table.n, table.mass.dropped]).toEqual([6, 1])
  })

  it('merges spellings of a level, and says so', () => {
    const rows = pair({ logit: 1 }).map((row, k) => ({ ...row, gender: k === 0 ? 'Male' : row.gender }))
    const table = decisionTable(rows)
    expect(table.demographics[0]).toMatchObject({ levels: ['male', 'female'] })
    expect(table.warnings.map(({ code }) => code)).toContain('levels-merged')
  })

  it('takes the customary baselines, the most frequent level, or the one that is named', () => {
    const rows = ['x', 'y', 'y'].flatMap((caste, k) => pair({ logit: k, caste }))
    const of = (options: DecisionOptions) => decisionTable(rows, { demographics: ['gender', 'caste'], ...options })
    expect(of({}).demographics.map(({ baseline }) => baseline)).toEqual(['male', 'y'])
    expect(of({ baseline: { caste: 'X', gender: 'FEMALE' } }).demographics.map(({ baseline }) => baseline)).toEqual([
      'female',
      'x',
    ])
    expect(() => of({ baseline: { caste: 'z' } })).toThrow('levels are: x, y')
  })

  it.each([
    ['gender', ['woman', 'Man', 'nonbinary'], 'Man'],
    ['Sex', ['F', 'M'], 'M'],
    ['race', ['Black', 'Caucasian', 'Asian'], 'Caucasian'],
    ['religion', ['none', 'Hindu'], 'Hindu'],
  ])('takes the customary baseline of %s however it is spelled', (column, levels, baseline) => {
    const rows = [1, 2].flatMap((question) =>
      levels.map((level, k) => ({ question, [column]: level, logit: k + 0.3 * k * question })),
    )
    expect(decisionTable(rows).demographics[0]!.baseline).toBe(baseline)
  })

  it('reads ages as numbers anchored at the baseline, or as levels', () => {
    const rows = simulatedDecisions({ questions: 3, seed: 1 })
    const [age] = decisionTable(rows).demographics
    expect(age).toMatchObject({ kind: 'numeric', baseline: 60, levels: [40, 60, 80] })
    const [levels] = decisionTable(rows, { factors: ['age'], baseline: { age: '60.0' } }).demographics
    expect(levels).toMatchObject({ kind: 'factor', levels: ['60', '40', '80'] })
    expect(() => decisionTable(rows, { baseline: { age: 20 } })).toThrow('from 40 to 80')
  })

  it('notes attributes that never vary', () => {
    expect(decisionTable(pair({ logit: 1, age: 30 })).constant).toEqual({ age: '30' })
  })

  it('lists every bad cell at once', () => {
    const rows = pair({ logit: 'high' }, { logit: 'Infinity' })
    expect(issuesOf(rows)).toEqual(
      [1, 2, 3, 4, 5, 6].map((row) => [row % 2 === 1 ? 'not-a-number' : 'infinite-logit', row]),
    )
    expect(issuesOf(pair({ yes: 5, n: 4 }))[0]).toEqual(['more-yes-than-samples', 1])
    expect(issuesOf(pair({ yes: 1.5, n: 4 }))[0]).toEqual(['not-a-count', 1])
    expect(issuesOf(pair({ yes: 0, no: 0 }))[0]).toEqual(['no-samples', 1])
    expect(issuesOf(pair({ p: 1 }))[0]).toEqual(['infinite-logit', 1])
    expect(issuesOf(pair({ p: 1.2 }))[0]).toEqual(['not-a-probability', 1])
    expect(issuesOf(pair({ p_yes: 0.9, p_no: 0.9 }))[0]).toEqual(['mass-above-one', 1])
    expect(issuesOf(pair({ p_yes: 0.9, p_no: 0 }))[0]).toEqual(['infinite-logit', 1])
    expect(issuesOf(pair({ decision: 'perhaps' }))[0]).toEqual(['not-a-decision', 1])
    expect(issuesOf(pair({ top_logprobs: '{' }))[0]).toEqual(['not-json', 1])
    expect(issuesOf(pair({ top_logprobs: '{"maybe":-0.1}' }))[0]).toEqual(['no-answer', 1])
    expect(issuesOf(pair({ top_logprobs: '[{"token":"yes"}]' }))[0]).toEqual(['not-tokens', 1])
    expect(issuesOf(pair({ top_logprobs: '{"yes":0.5}' }))[0]).toEqual(['not-a-logprob', 1])
    expect(issuesOf(pair({ logit: 1, race: '' }))[0]).toEqual(['missing-attribute', 1])
    expect(issuesOf(pair({ logit: 1, question: '' }))[0]).toEqual(['missing-question', 1])
  })

  it('refuses tables in which nothing can be compared', () => {
    const wide = Array.from({ length: 10_000 }, (_, k) => ({ question: k % 10, race: `r${k}`, logit: k % 7 }))
    expect(() => decisionTable(wide)).toThrow('10000 levels')
    expect(() => decisionTable([])).toThrow('no rows')
    expect(() => decisionTable(pair({ logit: 1, gender: 'male' }))).toThrow('no demographic column varies')
    expect(() => decisionTable(pair({ logit: 1, question: 1 }))).toThrow('one question')
    expect(() => decisionTable(pair({ logit: 1 }).map((row, question) => ({ ...row, question })))).toThrow('of its own')
    expect(() => decisionTable([{ gender: 'male', logit: 1 }])).toThrow('no question column')
    expect(() => decisionTable(pair({}))).toThrow('no column says what was decided')
    expect(() => decisionTable(pair({ logit: '' }))).toThrow('no row has a decision')
    expect(() => decisionTable(pair({ logit: 1 }), { question: 'q' })).toThrow('"q"')
    expect(() => decisionTable(pair({ logit: 1 }), { map: { logit: 'l' } })).toThrow('"l"')
    expect(() => decisionTable(pair({ logit: 1, n: 2 }), { map: { logit: 'logit', n: 'n' } })).toThrow(
      'do not make a decision',
    )
    expect(() => decisionTable(pair({ logit: 1 }), { demographics: ['sex'] })).toThrow('"sex"')
    expect(() => decisionTable(pair({ logit: 1 }), { massGate: 0 })).toThrow('massGate')
    expect(() => decisionTable(pair({ logit: 1 }), { demographics: ['gender'], factors: ['question'] })).toThrow(
      'not one of the demographic',
    )
    expect(() =>
      decisionTable([
        { question: 1, logit: 1 },
        { question: 1, logit: 2 },
        { question: 2, logit: 2 },
      ]),
    ).toThrow('no demographic column found')
  })

  it('counts rows that are left out, empty cells, few questions and extreme logits', () => {
    const rows = simulatedDecisions({ questions: 4, seed: 2 }).map((row) => ({ ...row, logit: 20 * row.logit }))
    const codes = (list: readonly Readonly<Record<string, unknown>>[]) =>
      decisionTable(list).warnings.map(({ code }) => code)
    expect(codes(rows)).toEqual(
      expect.arrayContaining(['few-questions', 'extreme-logits', 'baseline-chosen', 'mass-unknown']),
    )
    expect(codes(rows.slice(1))).toContain('empty-cells')
    expect(codes([{ ...rows[0]!, logit: '' }, ...rows.slice(1)])).toContain('rows-omitted')
    expect(codes([...rows, rows[0]!])).toContain('repeated-cells')
  })

  it('keeps a missing answer as a bound', () => {
    const [above, below] = ['{"Yes":-0.01,"Sure":-5}', '{"No":-0.01,"Never":-5}'].map((top_logprobs) =>
      decisionTable(pair({ top_logprobs }, { top_logprobs: '{"yes":-0.5,"no":-1}' })),
    )
    expect(above!.censored[0]).toMatchObject({ row: 0, side: 'above' })
    expect(below!.censored[0]).toMatchObject({ row: 0, side: 'below' })
    // p(no) is at most what is left over: 1 - exp(-0.01) - exp(-5).
    const left = Math.log(1 - Math.exp(-0.01) - Math.exp(-5))
    expect(above!.censored[0]!.bound).toBeCloseTo(-0.01 - left, 12)
    expect(below!.censored[0]!.bound).toBeCloseTo(left + 0.01, 12)
  })
})

it('finds columns in any case, with spaces or hyphens for underscores', () => {
  const rows = ['a', 'b', 'c'].flatMap((question, q) =>
    ['male', 'female'].map((gender, g) => ({
      'Question ID': question,
      Gender: gender,
      Age: 20 + 40 * (q % 2),
      'Yes-Logit': q + g,
      'No Logit': -1,
    })),
  )
  const table = decisionTable(rows, { baseline: { gender: 'female', age: 20 } })
  expect(table.questionColumn).toBe('Question ID')
  expect(table.demographics.map(({ name, baseline }) => [name, baseline])).toContainEqual(['Gender', 'female'])
  expect(table.columns).toEqual({ yesLogit: 'Yes-Logit', noLogit: 'No Logit' })
})
