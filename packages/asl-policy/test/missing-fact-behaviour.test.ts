import { describe, expect, it } from 'vitest'
import { caseFrom, decide, parsePolicy } from '../src/index.js'

// The situation in which json-logic says true, Cedar skips the forbid and allows, json-rules-engine throws or says false, and Rego's "not" turns
// undefined into true: a rule-out test whose score is absent. Here it holds and names the score, however the rule is written.
const policy = (rule: string): string => `
id: rivals
version: '1'
title: Rivals
publisher: Example
effective: 2026-01-01
summary: A test below a line.
sources: { t: { title: t, status: read } }
clauses: { '1': { title: line, source: t } }
facts:
  score: { type: number, meaning: score }
  allowed: { type: truth, meaning: allowed }
rules: [{ id: rule-out, clause: '1', ${rule} }]
`
const forms = [
  ['allow below the line', 'require: score < 3'],
  ['forbid at or above the line', 'require: { not: score >= 3 }'],
  ['when it is high, forbid', 'when: score >= 3, require: { fact: allowed }'],
  ['either of two tests', 'require: { any: [score < 3, { fact: allowed }] }'],
  ['implied', 'require: { implies: [score >= 3, { fact: allowed }] }'],
  ['at least one of', 'require: { atLeast: 1, of: [score < 3, { fact: allowed }] }'],
] as const

describe('a score that is absent', () => {
  it.each(forms)('%s: holds, and names it', (_what, rule) => {
    const decide_ = (facts: object) =>
      decide(parsePolicy(policy(rule)), caseFrom({ case: 'c', subject: { weights: 'w' }, facts }), {
        asOf: '2026-02-01',
      })
    for (const facts of [{}, { score: null }, { score: 'unknown' }]) {
      const { outcome, decisive } = decide_(facts)
      expect(outcome).toBe('hold')
      expect(decisive).toContain('score')
    }
    expect(decide_({ score: 2 }).outcome).toBe('permit')
    expect(decide_({ score: 4, allowed: false }).outcome).toBe('hold')
  })
})
