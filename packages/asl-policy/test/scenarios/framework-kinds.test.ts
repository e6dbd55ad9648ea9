import { describe, it } from 'vitest'
import { expectAnswer, type AskedScenario } from '../support/scenario-answer.js'

// Expected answers are read from the clauses of the policies, not from the engine.
describe('framework kinds', () => {
  it.each<AskedScenario>([
    [
      'meta',
      'Meta v2',
      { level: 'Critical', residual: 'moderate' },
      { outcome: 'permit-with-conditions', deploy: 'permit-with-conditions', develop: 'permit-with-conditions' },
    ],
    ['meta', 'Meta v2', { level: 'High', residual: 'high' }, { outcome: 'hold', deploy: 'hold', develop: 'permit' }],
    ['xai', 'xAI 2025-12-30', { restricted_answer_rate: null, mask_dishonesty: 0.1 }, { outcome: 'hold' }],
    ['xai', 'xAI 2026-06-30', {}, { outcome: 'hold', missing: ['acceptance-determination'] }],
    ['cop', 'EU CoP 4.1', { tiers: ['t1', 't2'], reached: ['t1'], acceptable: true }, { outcome: 'permit' }],
    ['cop', 'EU CoP 4.1', { tiers: ['t1', 't2'], reached: null }, { outcome: 'hold', missing: ['unreached-tier'] }],
    ['meta', 'Meta v2', { level: 'Critical', residual: null }, { outcome: 'hold', deploy: 'hold', develop: 'hold' }],
    [
      'meta',
      'Meta v2',
      { level: 'moderate or lower' },
      { outcome: 'permit', deploy: 'permit', develop: 'permit', obligations: [] },
    ],
    ['meta', 'Meta v2', { level: null, residual: 'low' }, { outcome: 'hold', missing: ['level'] }],
    [
      'xai',
      'xAI 2025-12-30',
      { restricted_answer_rate: 0.01, mask_dishonesty: 0.5 },
      { outcome: 'hold', missing: ['mask_dishonesty<1/2'] },
    ],
    [
      'xai',
      'xAI 2025-12-30',
      { restricted_answer_rate: 0.01, mask_dishonesty: null },
      { outcome: 'hold', missing: ['mask_dishonesty<1/2'] },
    ],
    ['xai', 'xAI 2025-12-30', { restricted_answer_rate: 0.01 }, { outcome: 'hold' }],
    ['cop', 'EU CoP 4.1', { tiers: ['t1', 't2'], reached: ['t1'] }, { outcome: 'permit' }],
    [
      'cop',
      'EU CoP 4.1',
      { tiers: ['t1', 't2'], reached: ['t1', 't2'] },
      { outcome: 'invalid-framework', missing: ['unreached-tier'] },
    ],
    ['cop', 'EU CoP 4.2', { acceptable: true }, { outcome: 'permit', missing: [] }],
    ['cop', 'EU CoP 4.2', { acceptable: false }, { outcome: 'hold' }],
    ['cop', 'EU CoP 4.2', { acceptable: 'unknown' }, { outcome: 'hold', missing: ['acceptance-determination'] }],
    ['cop', 'EU CoP 4.1', { tiers: [], reached: [] }, { outcome: 'invalid-framework' }],
  ])('%s %s %j', expectAnswer)
})
