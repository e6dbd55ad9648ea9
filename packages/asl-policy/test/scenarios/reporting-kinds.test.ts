import { describe, it } from 'vitest'
import { expectAnswer, type AskedScenario } from '../support/scenario-answer.js'

// Expected answers are read from the clauses of the policies, not from the engine.
describe('reporting kinds', () => {
  it.each<AskedScenario>([
    [
      'coverage',
      '3.4',
      { coverage: '2026-07-14', published: '2026-08-14' },
      { status: 'violation', gapDays: 31, limitDays: 30 },
    ],
    [
      'coverage',
      '3.4',
      { coverage: null, published: '2026-08-14' },
      { status: 'unknown', gapDays: null, missing: ['coverage'] },
    ],
    ['coverage', '3.3', { coverage: '2026-08-14', published: '2026-08-14' }, { status: 'ok', gapDays: 0 }],
    [
      'coverage',
      '3.3',
      { coverage: '2026-05-01', published: '2026-08-14', public_models_between: ['Opus 4.8'] },
      { status: 'violation' },
    ],
    [
      'offcycle',
      '3.4',
      { internal_determination: '2026-08-01', published: '2026-08-31' },
      { status: 'ok', gapDays: 30 },
    ],
    [
      'offcycle',
      '3.4',
      { internal_determination: '2026-08-01', published: null, today: '2026-09-10' },
      { status: 'violation' },
    ],
    // EU code of practice 9.3.
    [
      'clock',
      'EU CoP 9.3',
      { event: 'death', aware: '2026-09-01', reported: '2026-09-12' },
      { status: 'overdue', limit: 'P10D', elapsed: 'P11D', to: 'AI Office' },
    ],
    [
      'clock',
      'EU CoP 1.4',
      { event: 'framework given to AI Office', confirmed: '2026-09-04', reported: '2026-09-11' },
      { status: 'on-time' },
    ],
    [
      'clock',
      'SB 53',
      { discovered: '2026-03-01T00:00Z', now: '2026-03-17T00:00Z' },
      { status: 'overdue', elapsed: 'P16D' },
    ],
    [
      'clock',
      'NY RAISE',
      { event: 'safety incident', believed: '2026-03-01T00:00Z', reported: '2026-03-04T00:00Z' },
      { status: 'on-time', limit: 'PT72H' },
    ],
    ['clock', 'SB 53', { discovered: null, now: '2026-03-17T00:00Z' }, { status: 'unknown', elapsed: null }],
    [
      'clock',
      'EU CoP 9.3',
      { event: 'serious harm to health', aware: '2026-09-01', reported: '2026-09-16' },
      { status: 'on-time', limit: 'P15D', elapsed: 'P15D' },
    ],
    [
      'clock',
      'EU CoP 9.3',
      { event: 'critical infrastructure disruption', aware: '2026-09-01', reported: '2026-09-04' },
      { status: 'overdue', limit: 'P2D', elapsed: 'P3D', to: 'AI Office' },
    ],
    [
      'clock',
      'EU CoP 9.3',
      { event: 'final report', resolution: '2026-01-01', reported: '2026-03-02' },
      { status: 'on-time', limit: 'P60D', elapsed: 'P60D' },
    ],
    [
      'clock',
      'NY RAISE',
      { believed: '2026-03-01T00:00Z', now: '2026-03-04T01:00Z' },
      { status: 'overdue', limit: 'PT72H', elapsed: 'PT73H' },
    ],
    ['clock', 'NY RAISE', { reasonable_belief: '2026-03-01T00:00Z', now: '2026-03-04T00:00Z' }, { status: 'on-time' }],
    [
      'clock',
      'Illinois SB 315',
      { discovered: '2026-03-01T00:00Z', reported: '2026-03-03T00:00Z' },
      { status: 'on-time', limit: 'PT72H', elapsed: 'PT48H' },
    ],
    [
      'clock',
      'SB 53',
      { event: 'material change to framework', changed: '2026-03-01', published: '2026-03-31' },
      { status: 'on-time', limit: 'P30D', elapsed: 'P30D' },
    ],
    ['clock', 'SB 53', { discovered: '2026-03-01T00:00Z', now: '2026-03-16T00:01Z' }, { status: 'overdue' }],
    [
      'clock',
      'SB 53',
      { discovered: '2026-03-01T00:00Z', reported: '2026-03-02T00:00Z', imminent: true },
      { status: 'on-time', elapsed: 'PT24H' },
    ],
    ['clock', 'EU CoP 1.4', { confirmed: '2026-09-04', now: '2026-09-14' }, { status: 'overdue' }],
    ['clock', 'EU CoP 1.4', { confirmation: '2026-09-04', given: '2026-09-11' }, { status: 'on-time' }],
    [
      'clock',
      'EU CoP 9.3',
      { event: 'weight exfiltration', aware: '2026-09-01', reported: null, now: '2026-09-07' },
      { status: 'overdue', elapsed: 'P6D' },
    ],
    [
      'clock',
      'EU CoP 9.3',
      { event: 'weight exfiltration', aware: null, reported: '2026-09-07' },
      { status: 'unknown' },
    ],
    [
      'coverage',
      '3.0',
      { coverage: '2026-02-24', published: '2026-02-24' },
      { rule: 'as-of-publication', status: 'ok', gapDays: 0, limitDays: 0 },
    ],
    [
      'coverage',
      '3.3',
      { coverage: '2026-05-01', published: '2026-08-14', models_deployed_between: 0 },
      { status: 'ok' },
    ],
    [
      'coverage',
      '3.3',
      {
        coverage: '2026-05-01',
        published: '2026-08-14',
        'public-models-deployed-between-coverage-and-publication': ['Opus 5'],
      },
      { status: 'violation' },
    ],
    ['coverage', '3.4', { coverage: '2026-08-20', published: '2026-08-14' }, { status: 'ok' }],
    [
      'offcycle',
      '3.1',
      { internal_determination: '2026-02-24', published: '2026-04-07' },
      { status: 'violation', gapDays: 42 },
    ],
    [
      'offcycle',
      '3.3',
      { internal_determination: '2026-05-27', published: null, today: '2026-06-09' },
      { status: 'unknown', missing: ['published'] },
    ],
  ])('%s %s %j', expectAnswer)
})
