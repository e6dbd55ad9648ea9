import { askTest } from '../named-test.js'
import { askQuestion } from '../question.js'
import { numberInput, textsInput, truthAnswer, truthInput, type Inputs, type Kind } from './inputs.js'

/** Whether progress was accelerated dramatically, or staff could be replaced. */
export const acceleration: Kind = (policy, inputs) => {
  const costs = Object.keys(inputs).find((name) => name.includes('cost'))
  if (costs !== undefined && policy.tests.some(({ id }) => id === 'full-substitution')) {
    const staff = Object.keys(inputs).find(
      (name) => /substitut|replac|staff|researcher/.test(name) && name !== costs && typeof inputs[name] !== 'number',
    )
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
  const speaksTo = (topic: RegExp): boolean => Object.keys(inputs).some((name) => topic.test(name))
  // A scenario asks about one part of a report. What it does not speak to is no question; what it speaks to and leaves open is unknown.
  const unlessAsked = (topic: RegExp, harmless: boolean | number, value: unknown): unknown =>
    speaksTo(topic) ? value : harmless
  const { answer, reported, certain, missing } = askQuestion(policy, 'risk-report-governance', {
    ...approved,
    approvals_known: approvals !== null,
    marginal_risk_major: unlessAsked(/marginal/, false, truthInput(inputs, 'marginal_risk_major')),
    highly_capable: unlessAsked(reviewGrounds, false, truthInput(inputs, 'highly_capable')),
    significantly_redacted: unlessAsked(reviewGrounds, false, truthInput(inputs, 'significantly_redacted')),
    external_review: reviewInput(inputs),
    external_review_open: reviewInput(inputs) === null,
    ltbt_requested_review: unlessAsked(
      /ltbt_request/,
      false,
      truthInput(inputs, 'ltbt_requested_review') ?? truthInput(inputs, 'ltbt_request'),
    ),
    reviewer_conflict: unlessAsked(reviewerTies, false, reviewerConflict(inputs)),
    reviewer_approved_by_ltbt: unlessAsked(
      /approved_(?:by_ltbt|reviewer)/,
      true,
      truthInput(inputs, 'reviewer_approved_by_ltbt') ?? truthInput(inputs, 'ltbt_approved_reviewer'),
    ),
    unredacted_readers: unlessAsked(readerCount, Number.MAX_SAFE_INTEGER, readers(inputs)),
    unredacted_to_all_staff: unlessAsked(allStaff, true, truthInput(inputs, 'unredacted_to_all_staff')),
    redactions_disclosed: unlessAsked(/redactions_disclosed/, true, truthInput(inputs, 'redactions_disclosed')),
  })
  if (answer['status'] === 'ok' && !certain) return { ...answer, status: 'hold', missing }
  return { ...answer, missing: reported }
}

/** A review that is planned or held is one; `"pending"` and the like leave it open. */
function reviewInput(inputs: Inputs): boolean | null {
  const value = inputs['external_review']
  return typeof value === 'boolean' ? value : null
}

const reviewGrounds = /^(?:highly_capable|significantly_redacted)$/

const reviewerTies = /^reviewer$|financial|conflict|close|relationship|family|depend|stake|interest|equity|\bties|_ties/

/** The reviewer of a scenario, in the words of several: any tie disqualifies, and so does not being independent. */
function reviewerConflict(inputs: Inputs): boolean | null {
  const nested = inputs['reviewer']
  const all = { ...inputs, ...(typeof nested === 'object' && nested !== null ? (nested as Inputs) : {}) }
  const ties = Object.entries(all)
    .filter(([name]) => reviewerTies.test(name) && name !== 'reviewer')
    .map(([name, value]) => {
      const said = typeof value === 'string' ? value !== 'unknown' && !/^(?:no|none)\b/i.test(value) : value
      return name.includes('independent') && typeof said === 'boolean' ? !said : said
    })
  if (ties.includes(true)) return true
  return ties.length > 0 && ties.every((tie) => tie === false) ? false : null
}

/** Before 3.4 a number of readers does not say whether they were all of the staff. */
const allStaff = /to_all_staff|reader|employees|audience/

const readerCount = /reader|employees|audience|staff_count|shared_with_staff|unredacted_staff/

function readers(inputs: Inputs): number | null {
  const key = Object.keys(inputs).find((name) => readerCount.test(name))
  return key === undefined ? null : numberInput(inputs, key)
}

/** Whether the commitments about competitors call for a delay. */
export const competitors: Kind = (policy, inputs) => {
  const { answer, certain, missing } = askQuestion(policy, 'competitors', {
    highly_capable: truthInput(inputs, 'highly_capable'),
    clear_lead: truthInput(inputs, 'clear_lead'),
    // An argument, or a posture, that is not known to have been shown was not shown.
    strong_argument: truthInput(inputs, 'strong_argument') ?? false,
    // With clear evidence that no competitor will soon have such a model, there is none whose measures could be strong.
    competitors_strong:
      truthInput(inputs, 'competitors_strong') ?? (truthInput(inputs, 'clear_lead') === true ? false : null),
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
  const { answer, reported, certain, missing } = askQuestion(policy, 'noncompliance', {
    // As above: a scenario that does not speak to whom a report is about does not ask it.
    about_rso: 'about_rso' in inputs ? truthInput(inputs, 'about_rso') : false,
    board_member_receives: recipients === null ? null : recipients.some((name) => /board/i.test(name)),
    substantiated: 'about_rso' in inputs && !('substantiated' in inputs) ? false : substantiated,
    // A substantiated report that was not found to be immaterial is taken to be material.
    material_safety_risk: truthInput(inputs, 'material_safety_risk') ?? (substantiated === true ? true : null),
  })
  if (answer['status'] === 'ok' && !certain) return { ...answer, status: 'unknown', missing }
  return { ...answer, ...(reported.length === 0 ? {} : { missing: reported }) }
}
