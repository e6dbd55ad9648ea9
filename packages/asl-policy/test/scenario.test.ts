import { describe, expect, it } from 'vitest'
import { answerScenario, runScenarios, scenariosFrom } from '../src/index.js'

function answer(
  kind: string,
  policy: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const found = answerScenario({ kind, policy, inputs })
  if (found instanceof Error) throw found
  return found
}

// Expected answers are read from the clauses of the policies, not from the engine.
describe('kinds of scenarios beyond the examples', () => {
  it.each([
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
    // Claude 4 card 7.2.4.3: both bounds strict.
    [
      'zone',
      '2.2',
      { rule_out_below: 0.5, rule_in_above: 0.8, score: 0.8 },
      { zone: 'middle', action: 'more-evidence' },
    ],
    [
      'zone',
      '2.2',
      { rule_out_below: 0.5, rule_in_above: 0.8, score: 0.17 },
      { zone: 'rule-out', action: null, sufficientAlone: false },
    ],
    ['zone', '2.2', { rule_out_below: 0.5, rule_in_above: 0.8, score: null }, { zone: 'unknown' }],
    ['zone', '2.2', { rule_out_below: 0.5, rule_in_above: 0.8, score: 0.4, interval: [0.3, 0.55] }, { zone: 'middle' }],
    [
      'zone',
      '2.2',
      { rule_out_below: 0.5, rule_in_above: 0.8, score: 0.4, elicitation_adequate: false },
      { zone: 'unknown' },
    ],
    ['line', '2.2', { score: 6.6, of: 18, line: 0.1, sense: 'concern if < line' }, { crossed: false, ratio: 0.3667 }],
    ['line', '2.2', { score: null, line: 0.1, sense: 'pass if > line' }, { crossed: 'unknown', ratio: null }],
    [
      'threshold-moved',
      '2.2',
      {
        eval: 'ASL-4 virology uplift',
        old_line: 2,
        new_line: null,
        old_date: '2025-11-24',
        new_date: '2026-02-05',
        reason_recorded: false,
      },
      { flag: true, direction: 'looser', needsReason: true, outcomeChanged: 'unknown' },
    ],
    [
      'threshold-moved',
      '2.2',
      { eval: 'kernel speedup', old_line: 100, new_line: 50 },
      { flag: true, direction: 'stricter', needsReason: false },
    ],
    [
      'threshold-moved',
      '2.2',
      { eval: 'kernel speedup', old_line: 100, new_line: 100 },
      { flag: false, direction: null, needsReason: false, outcomeChanged: false },
    ],
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
    // RSP 2.2: a threshold that was not looked at in the follow-up.
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['follow-up:CBRN-4'], requiredStandards: ['ASL-3 Deployment', 'ASL-3 Security'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'cannot rule out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
      },
      { outcome: 'hold', requiredStandards: ['ASL-4 Deployment', 'ASL-4 Security'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'ruled out', 'AI R&D-4': 'cannot rule out', 'AI R&D-5': 'ruled out' },
        safeguards: { 'ASL-3 Security': 'met' },
        affirmative_case: true,
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit', requiredStandards: ['ASL-2 Deployment', 'ASL-3 Security'] },
    ],
    ['path-v2', '2.2', { required: null }, { outcome: 'hold', assessment: 'unknown', missing: ['assessment'] }],
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
      'pf',
      'OpenAI PF v2',
      { category: 'bio', level: 'Critical', scope: 'development', security: 'High met' },
      { outcome: 'halt-development' },
    ],
    [
      'pf',
      'OpenAI PF v2',
      { category: 'bio', level: 'High', scope: 'external', security: 'High met', deploy_safeguards: 'sufficient' },
      { outcome: 'permit', treatAs: 'High' },
    ],
    [
      'pf',
      'OpenAI PF v2',
      { category: 'bio', level: null, scope: 'external', security: 'High met' },
      { outcome: 'hold', missing: ['level'] },
    ],
    [
      'fsf',
      'GDM FSF v3.1',
      {
        ccl: 'reached',
        kind: 'misuse',
        scope: 'external',
        safety_case: true,
        residual_risk_accepted: true,
        security: 'SL2',
      },
      { outcome: 'hold', missing: ['security-level'] },
    ],
    [
      'fsf',
      'GDM FSF v3.1',
      { alert: 'reached', ccl: 'not reached', kind: 'misuse', scope: 'external' },
      { outcome: 'permit', obligations: ['response-plan'] },
    ],
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
    [
      'accel',
      '3.4',
      { baseline_scaleup: 9, observed: 18, ai_attributable: true },
      { met: false, required: 81, observed: 18, missing: [] },
    ],
    [
      'accel',
      '3.4',
      { baseline_scaleup: 9, observed: 81, ai_attributable: true },
      { met: 'unknown', missing: ['expected_rate_scaleup', 'acceleration_trend_likely'] },
    ],
    ['accel', '2.2', { observed: 1100 }, { met: 'unknown', required: 1000 }],
    ['accel', '2.2', { observed: 1225 }, { met: true }],
    ['accel', '3.4', { substitutes_all_staff: true, cost_ratio: 5 }, { limb: 'full-substitution', met: true }],
    [
      'rr-gov',
      '3.4',
      { reviewer_financial_interest: true },
      { status: 'ineligible', missing: ['reviewer-independence'] },
    ],
    ['rr-gov', '3.4', { unredacted_readers: 150 }, { status: 'violation', missing: ['unredacted-readers>=200'] }],
    ['rr-gov', '3.4', { unredacted_readers: 200 }, { status: 'ok' }],
    [
      'rr-gov',
      '3.4',
      { highly_capable: true, significantly_redacted: true, external_review: null },
      { status: 'owed', owed: ['external-review'] },
    ],
    ['rr-gov', '3.1', { ltbt_requested_review: true, external_review: false }, { status: 'ok' }],
    ['rr-gov', '3.2', { ltbt_requested_review: true, external_review: false }, { status: 'violation' }],
    [
      'competitor',
      '3.4',
      { highly_capable: true, clear_lead: false, competitors_strong: true },
      { delayRequired: true, row: 2 },
    ],
    ['competitor', '3.4', { highly_capable: null, clear_lead: true }, { delayRequired: 'unknown' }],
    ['noncompliance', '3.4', { substantiated: false, about_rso: false }, { status: 'ok', actions: [] }],
    [
      'iterative',
      '2.0',
      { asl3_evals_triggered: true, asl4_evals_defined: false, continue_training: true },
      { outcome: 'not-blocked' },
    ],
    [
      'iterative',
      '2.0',
      { asl3_evals_triggered: true, asl4_evals_defined: false, deploy: true },
      { outcome: 'blocked' },
    ],
    [
      'iterative',
      '1.0',
      { asl3_evals_triggered: true, asl4_evals_defined: null, continue_training: true },
      { outcome: 'blocked', missing: ['asl4-evaluations'] },
    ],
    [
      'ara',
      '1.0',
      { successes_of_10: [1, 1, null, 0, 0] },
      { triggered: 'unknown', treatAs: 'triggered', passShare: [0.4, 0.6] },
    ],
    ['cyber-v1', '1.0', { class_best_rate: [0.3, 0.2, 0, 0, 0, 0], experts_concerned: true }, { triggered: true }],
    ['bio-v1', '1.0', { human_uplift: 0.25, mcq_jump: 0, design_jump: 0 }, { triggered: false }],
    [
      'bio-v1',
      '1.0',
      { human_uplift: 0.1, mcq_jump: 0.25, design_jump: 0 },
      { triggered: true, next: 'expert-discussion' },
    ],
    ['bio-v1', '1.0', { human_uplift: 0.1 }, { triggered: 'unknown', treatAs: 'triggered' }],
    [
      'response-v1',
      '1.0',
      { triggered: true, containment_ready: false, analysis: 'evaluation overly conservative (>6x buffer)' },
      { branch: '2a', training: 'paused' },
    ],
    [
      'response-v1',
      '1.0',
      { triggered: true, containment_ready: false, analysis: 'already passed next ASL' },
      { branch: '2c', training: 'paused' },
    ],
    ['response-v1', '1.0', { triggered: true, containment_ready: null }, { branch: '2', training: 'paused' }],
    ['response-v1', '1.0', { triggered: false, containment_ready: false }, { branch: null, training: 'continue' }],
    ['buffer', '1.0', { interval: 4, buffer: null }, { consistent: 'unknown' }],
    [
      'diff',
      '3.3->3.4',
      { field: 'coverage' },
      { direction: 'weaker', change: 'limit-loosened', from: 'P0D', to: 'P30D' },
    ],
    ['diff', '2.1->2.2', { field: 'ASL-3 Security insider scope' }, { direction: 'weaker', change: 'scope-narrowed' }],
    ['diff', '2.0->2.1', { field: 'iterative commitment' }, { direction: 'weaker', change: 'commitment-removed' }],
    [
      'diff',
      '2.0->2.1',
      { field: 'capability thresholds' },
      { direction: 'stronger', change: 'scope-widened', added: ['cbrn-state'] },
    ],
    ['cited', '*', { date: '2026-07-24', cited: '3.4' }, { status: 'match', inForce: '3.4' }],
    ['cited', '*', { date: '2023-01-01', cited: '1.0' }, { status: 'none-in-force', inForce: null }],
  ])('%s %s %j', (kind, policy, inputs, expected) => {
    expect(answer(kind, policy, inputs as Readonly<Record<string, unknown>>)).toMatchObject(expected)
  })
})

describe('running scenarios', () => {
  const scenario = {
    id: 's',
    kind: 'in-force',
    policy: '*',
    inputs: { date: '2024-10-14' },
    expected: { version: '1.0' },
  }
  it('reports what differs', () => {
    const wrong = { ...scenario, id: 'wrong', expected: { version: '2.0' } }
    expect(runScenarios([scenario, wrong])).toEqual({
      total: 2,
      passed: 1,
      failed: [{ id: 'wrong', expected: { version: '2.0' }, got: { version: '1.0' } }],
      notCovered: [],
    })
  })
  it.each([
    ['an unknown kind', { kind: 'none' }, /no kind/],
    ['an unknown policy', { kind: 'zone', policy: 'none' }, /no shipped policy/],
    [
      'a policy without the rule',
      { kind: 'trigger', policy: '3.4', inputs: { today: '2026-09-01' } },
      /no assessment trigger/,
    ],
    ['an input of another type', { kind: 'zone', policy: '2.2', inputs: { rule_out_below: 'x' } }, /must be a number/],
    ['an event without a clock', { kind: 'clock', policy: 'SB 53', inputs: { event: 'none' } }, /has no clock/],
    ['a field that is not there', { kind: 'diff', policy: '2.0->2.1', inputs: { field: 'zzz' } }, /neither version/],
    ['a verdict that is none', { kind: 'override', policy: '2.2', inputs: { evidence_verdict: 'zzz' } }, /no verdict/],
  ])('cannot ask %s, and does not pass it', (_what, parts, reason) => {
    const { passed, notCovered } = runScenarios([{ ...scenario, ...parts }])
    expect(passed).toBe(0)
    expect(notCovered[0]?.reason).toMatch(reason)
  })
  it('refuses a file of something else', () => {
    expect(() => scenariosFrom({ not: 'a list' })).toThrow(/scenarios/)
  })
})
