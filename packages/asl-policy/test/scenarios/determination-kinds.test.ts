import { describe, it } from 'vitest'
import { expectAnswer, type AskedScenario } from '../support/scenario-answer.js'

// Expected answers are read from the clauses of the policies, not from the engine.
describe('determination kinds', () => {
  it.each<AskedScenario>([
    [
      'override',
      '2.2',
      { evidence_verdict: 'middle', determination: 'ruled out', rationale: true },
      { accepted: true, direction: 'less-cautious', requires: [], logged: true },
    ],
    [
      'dominance',
      '2.2',
      { at_or_below: false, reference_standard: 'ASL-3', notably_more_capable: false },
      { inherits: false, floor: 'ASL-3', retest: 'voluntary' },
    ],
    [
      'dominance',
      '2.2',
      { at_or_below: null, reference_standard: 'ASL-3' },
      { inherits: 'unknown', floor: null, retest: 'required' },
    ],
    [
      'dominance',
      '2.2',
      { candidate: 'Sonnet 4.5', reference: 'Opus 4.1', at_or_below: false, reference_standard: 'ASL-3' },
      { inherits: false, floor: 'ASL-3', retest: 'required' },
    ],
    [
      'dominance',
      '2.2',
      {
        candidate: 'Sonnet 4.5',
        reference: 'Opus 4.1',
        at_or_below: false,
        reference_standard: 'ASL-3',
        notably_more_capable: false,
      },
      { inherits: false, floor: 'ASL-3', ceiling: null, retest: 'voluntary' },
    ],
    [
      'dominance',
      '2.2',
      { candidate: 'Haiku 4.5', reference: 'Sonnet 4', at_or_below: true, reference_standard: 'ASL-2' },
      { inherits: true, floor: 'ASL-2', ceiling: 'ASL-2', retest: 'not-required' },
    ],
    [
      'dominance',
      '3.3',
      { candidate: 'Opus 4.8', reference: 'Mythos Preview', at_or_below: null, reference_standard: 'ASL-3' },
      { inherits: 'unknown' },
    ],
    ['dominance', '2.2', { candidate: 'X', reference: 'Y', at_or_below: 'unknown' }, { retest: 'required' }],
    ['dominance', '2.2', { candidate: 'X', reference: 'Y', at_or_below: true }, { inherits: 'unknown' }],
    [
      'override',
      '2.2',
      { evidence_verdict: 'ruled out', determination: 'ruled out', rationale: false },
      { accepted: true, direction: 'same' },
    ],
    [
      'override',
      '2.2',
      { evidence_verdict: 'ruled out', determination: 'crossed' },
      { accepted: true, direction: 'more-cautious' },
    ],
    [
      'override',
      '2.2',
      { evidence_verdict: 'rule-in', determination: 'cannot rule out', rationale: null },
      { accepted: false, direction: 'less-cautious', requires: ['rationale'] },
    ],
    [
      'override',
      '2.2',
      { evidence_verdict: 'rule-out', determination: 'cannot rule out', rationale: 'precaution' },
      { accepted: true, direction: 'more-cautious', requires: [] },
    ],
    [
      'override',
      '2.2',
      { evidence_verdict: 'reached', determination: 'ruled out', rationale: true },
      { accepted: true, direction: 'less-cautious' },
    ],
    [
      'override',
      '2.2',
      { evidence_verdict: 'unknown', determination: 'ruled out', rationale: false },
      { accepted: false, direction: 'less-cautious' },
    ],
    [
      'override',
      '2.2',
      { evidence_verdict: 'not crossed', determination: 'crossed', rationale: false },
      { accepted: true, direction: 'more-cautious' },
    ],
  ])('%s %s %j', expectAnswer)
})
