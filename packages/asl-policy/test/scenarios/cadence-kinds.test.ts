import { describe, it } from 'vitest'
import { expectAnswer, type AskedScenario } from '../support/scenario-answer.js'

// Expected answers are read from the clauses of the policies, not from the engine.
describe('cadence kinds', () => {
  it.each<AskedScenario>([
    // RSP 2.2 section 3.1: 3.9x is below 4x, inside six months.
    [
      'trigger',
      '2.2',
      { compute_multiple: 3.9, last_eval: '2025-05-22', today: '2025-06-01' },
      { due: false, treatAs: 'not-due', reasons: [] },
    ],
    [
      'trigger',
      '2.2',
      { compute_multiple: null, last_eval: '2025-05-22', today: '2025-06-01' },
      { due: 'unknown', treatAs: 'due', reasons: ['compute-unknown'], action: 'run-preliminary-assessment' },
    ],
    [
      'trigger',
      '1.0',
      { compute_multiple: 1, last_eval: '2024-03-04', today: '2024-03-05', rso_discretion: true },
      { due: false },
    ],
    [
      'trigger',
      '2.2',
      { compute_multiple: 4, last_eval: '2024-05-22', today: '2025-06-01' },
      { due: true, reasons: ['interval', 'compute'] },
    ],
    // Risk Reports of 2026-02-24 and 2026-08-14.
    [
      'due',
      '3.4',
      { event: 'Risk Report', on: '2026-02-24', published: '2026-08-14', today: '2026-09-01' },
      { status: 'on-time', windowStart: '2026-05-24', deadline: '2026-08-24' },
    ],
    [
      'due',
      '2.2',
      { event: 'safeguards approval', on: '2025-05-22', renewed: '2026-05-22', today: '2026-06-01' },
      { status: 'on-time', deadline: '2026-05-22', windowStart: null },
    ],
    [
      'month',
      '2.2',
      { trigger: '2025-04-20', decision: '2025-05-20' },
      { severity: 'none', hard: false, elapsedDays: 30 },
    ],
    [
      'due',
      '3.0',
      { event: 'Risk Report', on: '2026-02-24', window: ['P3M', 'P6M'], published: '2026-08-14', today: '2026-08-14' },
      { status: 'on-time', windowStart: '2026-05-24', deadline: '2026-08-24' },
    ],
    [
      'due',
      '3.0',
      { event: 'Risk Report', on: '2026-02-24', window: ['P3M', 'P6M'], published: '2026-08-14' },
      { status: 'on-time' },
    ],
    [
      'due',
      '1.0',
      { event: 'RSO report', on: '2024-01-31', every: 'P3M', done: '2024-04-30', today: '2024-05-01' },
      { status: 'on-time', deadline: '2024-04-30' },
    ],
    [
      'due',
      '3.4',
      { event: 'noncompliance update', on: '2026-07-08', today: '2026-10-09' },
      { status: 'overdue', deadline: '2026-10-08' },
    ],
    [
      'due',
      '2.2',
      { event: 'third-party procedural review', on: '2024-11-30', every: 'P1Y', today: '2025-11-30' },
      { status: 'on-time' },
    ],
    ['due', '2.2', { event: 'capability decision', on: '2025-04-20', today: '2025-05-22' }, { status: 'overdue' }],
    [
      'due',
      'SB 53',
      { event: 'framework review', on: '2026-01-01', every: 'P1Y', today: '2027-01-02' },
      { status: 'overdue', deadline: '2027-01-01' },
    ],
    [
      'trigger',
      '2.2',
      { compute_multiple: 3.9, last_eval: '2025-05-22', today: '2025-08-05' },
      { due: false, treatAs: 'not-due', reasons: [], deadline: '2025-11-22' },
    ],
    [
      'trigger',
      '2.2',
      { compute_multiple: null, last_eval: '2025-05-22', today: '2025-08-05' },
      { due: 'unknown', treatAs: 'due', action: 'run-preliminary-assessment' },
    ],
    [
      'trigger',
      '1.0',
      { compute_multiple: 4, last_eval: '2024-03-04', today: '2024-03-05' },
      { due: true, reasons: ['compute'] },
    ],
    [
      'trigger',
      '1.0',
      { compute_multiple: 4, last_eval: '2024-03-04', today: '2024-06-04' },
      { due: true, reasons: ['compute', 'interval'] },
    ],
    [
      'trigger',
      '2.2',
      { compute_multiple: 1, last_eval: '2025-08-31', today: '2026-02-27' },
      { due: false, deadline: '2026-02-28' },
    ],
    ['trigger', '2.2', { compute_multiple: 1, last_eval: '2025-08-31', today: '2026-02-28' }, { due: true }],
    [
      'trigger',
      '2.2',
      { compute_multiple: 1, last_eval: null, today: '2026-02-28' },
      { due: 'unknown', treatAs: 'due' },
    ],
    [
      'trigger',
      '2.1',
      { compute_multiple: 1, last_eval: '2025-05-22', today: '2025-06-01', rso_discretion: false },
      { due: false },
    ],
    [
      'trigger',
      '2.2',
      { compute_multiple: 4, last_eval: '2025-05-22', today: '2025-06-01', mid_training: true },
      { due: true },
    ],
    [
      'month',
      '2.2',
      { trigger: '2025-04-22', decision: '2025-05-22' },
      { severity: 'none', hard: false, elapsedDays: 30 },
    ],
    ['month', '2.0', { trigger: '2025-01-31', decision: '2025-03-01' }, { severity: 'warning', elapsedDays: 29 }],
    ['month', '2.2', { trigger: '2025-01-31', decision: null, today: '2025-02-10' }, { severity: 'none' }],
  ])('%s %s %j', expectAnswer)
})
