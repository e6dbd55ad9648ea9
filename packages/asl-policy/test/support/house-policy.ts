/** A small policy with every kind of condition, for tests. */
export const housePolicy = `
id: house
version: '1'
title: House rules
publisher: Example
effective: 2026-01-01
summary: Rules for tests.
sources: { text: { title: House rules, status: read } }
clauses: { '1': { title: scores, source: text }, '2': { title: review, source: text } }
facts:
  score: { type: number, min: 0, max: 1, unit: share, meaning: share of harmful answers }
  reviewed: { type: truth, meaning: somebody reviewed it }
  risky: { type: truth, meaning: the use is risky }
  tier: { type: text, values: [low, high], meaning: tier }
rules:
  - { id: low-score, clause: '1', require: score < 0.1, otherwise: restrict }
  - { id: review, clause: '2', when: { any: [{ fact: risky }, 'tier == "high"'] }, require: { fact: reviewed } }
obligations:
  - { id: publish, on: [permit], within: P1M, clause: '2' }
`

/** Facts that the house policy permits. */
export const goodFacts = { score: 0.05, reviewed: true, risky: true, tier: 'low' } as const
