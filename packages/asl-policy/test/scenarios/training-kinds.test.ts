import { describe, it } from 'vitest'
import { expectAnswer, type AskedScenario } from '../support/scenario-answer.js'

// Expected answers are read from the clauses of the policies, not from the engine.
describe('training kinds', () => {
  it.each<AskedScenario>([
    [
      'training',
      '2.2',
      { needs_asl3_security: true, asl3_security: 'not met', pretraining_multiple: 0.99 },
      { outcome: 'continue', obligations: ['monitor-pretraining'] },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: true, asl3_security: 'met', pretraining_multiple: 2, asl3_security_sufficient: false },
      { outcome: 'pause' },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: true, asl3_security: 'not met', pretraining_multiple: null },
      { outcome: 'pause' },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: true, asl3_security: 'not met', pretraining_multiple: 0.9 },
      { outcome: 'continue', missing: [], obligations: ['monitor-pretraining'] },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: false, asl3_security: 'not met', pretraining_multiple: 2 },
      { outcome: 'continue', missing: [], obligations: [] },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: true, asl3_security: 'met', pretraining_multiple: 1, asl3_security_sufficient: null },
      { outcome: 'pause' },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: null, asl3_security: 'unknown', pretraining_multiple: 2 },
      { outcome: 'pause' },
    ],
    [
      'training',
      '2.2',
      { needs_asl3_security: true, asl3_security: 'not met', pretraining_multiple: 3 },
      { outcome: 'pause', missing: ['standard:ASL-3 Security'] },
    ],
  ])('%s %s %j', expectAnswer)
})
