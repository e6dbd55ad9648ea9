import { expect } from 'vitest'
import { runScenarios } from '../../src/index.js'

/** Kind, policy, inputs, and the fields that the answer must have. */
export type AskedScenario = readonly [kind: string, policy: string, inputs: object, expected: object]

/** Asks a scenario as the command does, and expects its fields. */
export function expectAnswer(kind: string, policy: string, inputs: object, expected: object): void {
  const scenario = { id: 'asked', kind, policy, inputs: { ...inputs }, expected: { ...expected } }
  expect(runScenarios([scenario])).toEqual({ total: 1, passed: 1, failed: [], notCovered: [] })
}
