import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { lintPolicy, parsePolicy, policyJsonSchema, shippedDocument } from '../src/index.js'
import { housePolicy } from './support/house-policy.js'

function issuesOf(text: string, base = shippedDocument): DataError['issues'] {
  try {
    parsePolicy(text, { name: 'house.yaml', base })
  } catch (error) {
    if (error instanceof DataError) return error.issues
    throw error
  }
  return []
}

describe('a policy file', () => {
  it('is read with its defaults', () => {
    const policy = parsePolicy(housePolicy)
    expect([policy.rules.length, policy.rules[0]?.whenUnknown, policy.thresholds]).toEqual([2, 'hold', []])
  })
  it.each([
    ['an unknown field', housePolicy.replace('publisher', 'publishr'), 'unknown-field', 'publishr'],
    [
      'a clause that is not there',
      housePolicy.replace("clause: '1', require", "clause: '9', require"),
      'missing-clause',
      "clause: '9'",
    ],
    [
      'a source that is not there',
      housePolicy.replace('scores, source: text', 'scores, source: txt'),
      'missing-source',
      'source: txt',
    ],
    ['a fact that is not declared', housePolicy.replace('require: score <', 'require: skore <'), 'expression', 'skore'],
    ['a type that does not fit', housePolicy.replace('score < 0.1', 'score == "x"'), 'expression', 'score =='],
    ['an expression that is no condition', housePolicy.replace('score < 0.1', 'score'), 'expression', 'require: score'],
    ['no CEL', housePolicy.replace('score < 0.1', 'score <'), 'expression', 'score <'],
    [
      'a truth that is a number',
      housePolicy.replace('{ fact: reviewed }', '{ fact: score }'),
      'missing-fact',
      'fact: score',
    ],
    ['two rules of one name', housePolicy.replace('id: review,', 'id: low-score,'), 'defined-twice', 'any: ['],
    [
      'a permission while unknown',
      housePolicy.replace('otherwise: restrict', 'whenUnknown: permit'),
      'invalid-value',
      'permit }',
    ],
    ['a date that is none', housePolicy.replace('2026-01-01', '2026-02-30'), 'invalid-format', '2026-02-30'],
    ['no YAML', 'id: [', 'not-yaml', 'id: ['],
    ['a key twice', `${housePolicy}\nid: other`, 'not-yaml', 'id: other'],
  ])('refuses %s, with its line', (_what, text, code, place) => {
    const issue = issuesOf(text).find((candidate) => candidate.code === code)
    expect(issue).toBeDefined()
    expect(text.split('\n')[(issue?.line ?? 0) - 1]).toContain(place)
  })
  it('reports every problem at once', () => {
    expect(issuesOf('id: house\nversion: 1').length).toBeGreaterThan(4)
  })
  it('refuses aliases, and so every bomb of them', () => {
    const bomb = ['a: &a [x, x]', ...Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a, *a]`)].join(
      '\n',
    )
    expect(issuesOf(bomb)[0]?.code).toBe('alias')
  })
  it('refuses long text before reading it', () => {
    expect(issuesOf(`# ${'x'.repeat(2 ** 20)}`)[0]?.code).toBe('too-large')
  })
  it.each([200, 20_000])('refuses nesting of %d levels', (levels) => {
    expect(issuesOf(`a: ${'['.repeat(levels)}${']'.repeat(levels)}`)).toMatchObject([
      { code: 'too-deep', message: 'nested deeper than 40 levels' },
    ])
  })
  it('finds constructs that launder unknown', () => {
    const laundering = housePolicy.replace(
      'require: score < 0.1',
      "require: '!(score >= 0.1) || (reviewed ? true : false)'",
    )
    expect(lintPolicy(parsePolicy(laundering)).map(({ code }) => code)).toEqual([
      'launders-unknown',
      'launders-unknown',
    ])
  })
  it('has a JSON Schema', () => {
    expect(Object.keys(policyJsonSchema()['properties'] as object)).toContain('extends')
  })
})

describe('inheritance of policies', () => {
  it('keeps the lines of what stands in the file', () => {
    const text =
      "extends: rsp 2.2\nid: rsp\nversion: '9'\ntitle: t\npublisher: p\neffective: 2026-02-01\nsummary: s\nterms:\n  - { id: new, kind: commitment, text: t, made: true, clause: nowhere }\n"
    const [issue] = issuesOf(text)
    expect([issue?.code, issue?.line]).toEqual(['missing-clause', 9])
  })
  it('says that a file extends itself', () => {
    const text = "extends: mine 1\nid: mine\nversion: '1'"
    expect(issuesOf(text)[0]?.message).toBe('extends itself: mine 1')
  })
  it('joins lists by id and leaves out what is removed', () => {
    const base = { ...(JSON.parse(JSON.stringify(parsePolicy(housePolicy))) as Record<string, unknown>) }
    const text =
      "extends: house 1\nremoved: [rules/review]\nid: house\nversion: '2'\ntitle: t\npublisher: p\neffective: 2026-02-01\nsummary: s\nrules: [{ id: low-score, clause: '1', require: score < 0.2 }]"
    const policy = parsePolicy(text, { base: () => base })
    expect(policy.rules.map(({ id, require }) => [id, require])).toEqual([['low-score', 'score < 0.2']])
  })
  it.each([
    ['an unknown base', 'extends: nowhere 1'],
    ['itself', 'extends: loop 1'],
    ['no base', 'extends: [house]'],
    ['something that is not there', 'extends: rsp 2.2\nremoved: [rules/none]'],
  ])('refuses %s', (_what, text) => {
    const base = (id: string, version: string): Readonly<Record<string, unknown>> | undefined =>
      id === 'loop' ? { extends: 'loop 1' } : shippedDocument(id, version)
    expect(issuesOf(text, base)[0]?.code).toBe('inheritance')
  })
})
