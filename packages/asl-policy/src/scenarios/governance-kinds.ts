import { askTest } from '../named-test.js'
import { askQuestion } from '../question.js'
import { numberInput, textsInput, truthAnswer, truthInput, type Inputs, type Kind } from './inputs.js'

/** Whether progress was accelerated dramatically, or staff could be replaced. */
export const acceleration: Kind = (policy, inputs) => {
  const costs = Object.keys(inputs).find((name) => name.includes('cost'))
  if (costs !== undefined && policy.tests.some(({ id }) => id === 'full-substitution')) {
    const staff = Object.keys(inputs).find((name) => /substitut|replac/.test(name) && name !== costs)
    const { value, computed, missing } = askTest(policy, 'full-substitution', {
      substitutes_all_staff: staff === undefined ? null : truthInput(inputs, staff),
      cost_ratio: numberInput(inputs, costs),
    })
    return { limb: 'full-substitution', met: truthAnswer(value), ...computed, missing }
  }
  const { value, computed, missing } = askTest(policy, 'dramatic-acceleration', {
    baseline_scaleup: numberInput(inputs, 'baseline_scaleup'),
    observed: numberInput(inputs, 'observed'),
    ai_attributable: truthInput(inputs, 'ai_attributable'),
    expected_rate_scaleup: numberInput(inputs, 'expected_rate_scaleup'),
    acceleration_trend_likely: truthInput(inputs, 'acceleration_trend_likely'),
    acceleration_trend_possible:
      truthInput(inputs, 'acceleration_trend_possible') ?? truthInput(inputs, 'acceleration_trend_could'),
  })
  return { limb: 'dramatic-acceleration', met: truthAnswer(value), ...computed, missing }
}

/** Whether a Risk Report may go out. */
export const riskReport: Kind = (policy, inputs) => {
  const approvals = textsInput(inputs, 'approvals')
  const approved = Object.fromEntries(
    ['CEO', 'RSO', 'Board', 'LTBT'].map((name) => [
      `approval:${name}`,
      approvals === null ? null : approvals.includes(name),
    ]),
  )
  const { answer, reported } = askQuestion(policy, 'risk-report-governance', {
    ...approved,
    approvals_known: approvals === null ? null : true,
    marginal_risk_major: truthInput(inputs, 'marginal_risk_major'),
    highly_capable: truthInput(inputs, 'highly_capable'),
    significantly_redacted: truthInput(inputs, 'significantly_redacted'),
    external_review: reviewInput(inputs),
    external_review_open: reviewInput(inputs) === null,
    ltbt_requested_review: truthInput(inputs, 'ltbt_requested_review') ?? truthInput(inputs, 'ltbt_request'),
    reviewer_conflict: reviewerConflict(inputs),
    reviewer_approved_by_ltbt:
      truthInput(inputs, 'reviewer_approved_by_ltbt') ?? truthInput(inputs, 'ltbt_approved_reviewer'),
    unredacted_readers: readers(inputs),
    unredacted_to_all_staff: truthInput(inputs, 'unredacted_to_all_staff'),
    redactions_disclosed: truthInput(inputs, 'redactions_disclosed'),
  })
  return { ...answer, missing: reported }
}

/** A review that is planned or held is one; `"pending"` and the like leave it open. */
function reviewInput(inputs: Inputs): boolean | null {
  const value = inputs['external_review']
  return typeof value === 'boolean' ? value : null
}

/** The reviewer of a scenario, in the words of several: any tie disqualifies. */
function reviewerConflict(inputs: Inputs): boolean | null {
  const nested = inputs['reviewer']
  const all = { ...inputs, ...(typeof nested === 'object' && nested !== null ? (nested as Inputs) : {}) }
  const ties = Object.entries(all).filter(([name]) =>
    /financial|conflict|close|relationship|family|depend|stake|interest/.test(name),
  )
  if (ties.some(([, value]) => value === true)) return true
  return ties.length > 0 && ties.every(([, value]) => value === false) ? false : null
}

function readers(inputs: Inputs): number | null {
  const key = Object.keys(inputs).find((name) => /reader|employees|audience|staff_count|shared_with_staff/.test(name))
  return key === undefined ? null : numberInput(inputs, key)
}

/** Whether the commitments about competitors call for a delay. */
export const competitors: Kind = (policy, inputs) => {
  const { answer, certain, missing } = askQuestion(policy, 'competitors', {
    highly_capable: truthInput(inputs, 'highly_capable'),
    clear_lead: truthInput(inputs, 'clear_lead'),
    // An argument, or a posture, that is not known to have been shown was not shown.
    strong_argument: truthInput(inputs, 'strong_argument') ?? false,
    competitors_strong: truthInput(inputs, 'competitors_strong'),
    meets_competitor_posture:
      truthInput(inputs, 'meets_competitor_posture') ??
      truthInput(inputs, 'meets_posture') ??
      truthInput(inputs, 'we_match') ??
      false,
  })
  if (certain || answer['delayRequired'] === true) return { ...answer }
  return { delayRequired: 'unknown', row: null, scope: [], until: [], mayStillPause: true, missing }
}

/** What a report of noncompliance calls for. */
export const noncompliance: Kind = (policy, inputs) => {
  const recipients = textsInput(inputs, 'recipients')
  const substantiated = truthInput(inputs, 'substantiated')
  const { answer, reported } = askQuestion(policy, 'noncompliance', {
    about_rso: truthInput(inputs, 'about_rso'),
    board_member_receives: recipients === null ? null : recipients.some((name) => /board/i.test(name)),
    substantiated,
    // A substantiated report that was not found to be immaterial is taken to be material.
    material_safety_risk: truthInput(inputs, 'material_safety_risk') ?? (substantiated === true ? true : null),
  })
  return { ...answer, ...(reported.length === 0 ? {} : { missing: reported }) }
}
