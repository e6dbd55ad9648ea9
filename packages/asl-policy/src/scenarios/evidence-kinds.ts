import { checkDetermination } from '../determination.js'
import { crossesLine, type Line } from '../evaluation-line.js'
import { evidenceZone } from '../evidence-zone.js'
import { inheritance } from '../inheritance.js'
import { lineMoved } from '../line-moved.js'
import type { Policy } from '../policy.js'
import type { Verdict } from '../policy-case.js'
import { shippedHistory } from '../shipped-history.js'
import { metWords, numberInput, rounded, textInput, truthAnswer, truthInput, type Inputs, type Kind } from './inputs.js'

/** The zone of a score. */
export const zone: Kind = (_policy, inputs) => {
  const middle = [numberInput(inputs, 'rule_out_below'), numberInput(inputs, 'rule_in_above')]
  const [low, high] = middle
  if (low === null || low === undefined || high === null || high === undefined) {
    return { zone: 'unknown', sufficientAlone: false, action: 'more-evidence' }
  }
  const interval = inputs['interval'] ?? inputs['ci']
  const elicitation = metWords(inputs['elicitation_adequate'] ?? inputs['elicitation'])
  const found = evidenceZone([low, high], {
    value: numberInput(inputs, 'score'),
    ...(Array.isArray(interval) ? { interval: interval as [number, number] } : {}),
    ...(elicitation === null ? {} : { elicitation }),
  })
  const action = found === 'middle' || found === 'unknown' ? 'more-evidence' : null
  // A single test never decides, whatever its zone.
  return { zone: found, sufficientAlone: false, action }
}

/** Whether a score crosses a line. */
export const line: Kind = (_policy, inputs) => {
  const value = numberInput(inputs, 'line')
  const sense = textInput(inputs, 'sense') ?? ''
  if (value === null) return { crossed: 'unknown', ratio: null, line: null }
  const drawn = senseOf(sense, value)
  const of = numberInput(inputs, 'of')
  const result = crossesLine(drawn, { value: numberInput(inputs, 'score'), ...(of === null ? {} : { of }) })
  return {
    crossed: truthAnswer(result.crossed),
    ratio: rounded(result.value),
    line: rounded(value),
    sense: `${drawn.sense}-is-concern`,
  }
}

/** A line from words such as "pass if >= line", "concern if < line" or "below-is-concern": all say on which side the concern lies. */
function senseOf(words: string, line: number): Line {
  const sign = /[<>≤≥]=?/.exec(words)?.[0]
  const side = /below|under|fewer|less|above|over|more/.exec(words.toLowerCase())?.[0]
  if (sign === undefined && side !== undefined) {
    const sense = /below|under|fewer|less/.test(side) ? 'below' : 'above'
    return { sense, line, inclusive: /\bat (?:least|most)\b|or equal|inclusive/i.test(words) }
  }
  if (sign === undefined)
    throw new TypeError(`scenario: sense must compare with the line, got ${JSON.stringify(words)}`)
  return { sense: /[<≤]/.test(sign) ? 'below' : 'above', line, inclusive: /[=≤≥]/.test(sign) }
}

/** Whether a line moved, and which way. */
export const thresholdMoved: Kind = (policy, inputs) => {
  const name = textInput(inputs, 'eval') ?? ''
  const drawn = linesNamed(policy, name)
  const old = numberInput(inputs, 'old_line')
  if (old === null) throw new TypeError('scenario: old_line is required')
  const next = numberInput(inputs, 'new_line')
  const [oldDate, newDate] = [textInput(inputs, 'old_date') ?? '', textInput(inputs, 'new_date') ?? '']
  const words = textInput(inputs, 'sense')
  const sense = words === null ? (drawn[0]?.sense ?? null) : senseOf(words, old).sense
  const value =
    numberInput(inputs, 'score') ??
    measured(
      drawn.map(({ id }) => id),
      newDate,
    )
  const { flag, direction, needsReason, reasonRecorded, outcomeChanged } = lineMoved(
    { sense, line: old, inclusive: drawn[0]?.inclusive ?? false, statedOn: oldDate },
    next === null ? null : { line: next, statedOn: newDate },
    {
      value,
      measuredOn: newDate === '' ? null : newDate,
      reasonRecorded: truthInput(inputs, 'reason_recorded') === true,
    },
  )
  return { flag, direction, needsReason, reasonRecorded, outcomeChanged }
}

function linesNamed({ lines }: Policy, name: string): Policy['lines'] {
  const wanted = name.toLowerCase()
  return lines.filter(({ id, names }) => [id, ...names].some((known) => known.toLowerCase() === wanted))
}

/** The result that history records for a line on a day. */
function measured(ids: readonly string[], date: string): number | null {
  const decision = shippedHistory().find((candidate) => candidate.date === date)
  return decision?.evidence.find((entry) => ids.includes(entry.line))?.value ?? null
}

/** What follows from a model that bounds another. */
export const dominance: Kind = (_policy, inputs) => ({
  ...inheritance({
    atOrBelow: truthInput(inputs, 'at_or_below'),
    standard: textInput(inputs, 'reference_standard'),
    notablyMoreCapable: notably(inputs),
    expiresOn: textInput(inputs, 'expires'),
    today: textInput(inputs, 'today'),
  }),
})

function notably(inputs: Inputs): boolean | null {
  const key = Object.keys(inputs).find((name) => name.includes('more_capable'))
  return key === undefined ? null : truthInput(inputs, key)
}

/** Words of verdicts, the first that matches; "not ruled out" comes before "ruled out", "not crossed" before "crossed". */
const verdicts: readonly (readonly [RegExp, Verdict])[] = [
  [/^(?:middle|unknown|unclear|undecided|inconclusive)|(?:cannot|not|never|un).*(?:rul|exclu)/, 'cannot-rule-out'],
  [/^rul(?:ed?|ing) out|exclu|\bnot\b.*(?:cross|reach|pass|met|exceed)|below/, 'ruled-out'],
  [/rul(?:ed?|ing) in|cross|reach|pass|met|exceed|above/, 'crossed'],
]

/** Whether a determination may stand beside the evidence. */
export const override: Kind = (_policy, inputs) => ({
  ...checkDetermination({
    evidence: verdictOf(inputs['evidence_verdict']),
    determination: verdictOf(inputs['determination']),
    rationale: stated(inputs['rationale']),
  }),
})

/** Whether a reason was written down: `true`, or its words. */
function stated(value: unknown): boolean {
  return typeof value === 'string'
    ? !/^\s*(?:|no|none|missing|absent|unknown|not recorded)\s*$/i.test(value)
    : value === true
}

/** A verdict as scenarios write it; what is not known cannot be ruled out. */
export function verdictOf(value: unknown): Verdict {
  if (value === null || value === undefined) return 'cannot-rule-out'
  const words =
    typeof value === 'string'
      ? value
          .toLowerCase()
          .replaceAll(/[\s_-]+/g, ' ')
          .trim()
      : ''
  const verdict = verdicts.find(([pattern]) => pattern.test(words))?.[1]
  if (verdict === undefined) throw new TypeError(`scenario: ${JSON.stringify(value)} is no verdict`)
  return verdict
}
