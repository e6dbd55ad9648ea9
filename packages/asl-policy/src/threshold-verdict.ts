import { crossesLine } from './evaluation-line.js'
import { evidenceZone, type Zone } from './evidence-zone.js'
import { checkDetermination, type DeterminationCheck } from './determination.js'
import type { EvaluationLine, Policy } from './policy.js'
import type { Determination, PolicyCase, Verdict } from './policy-case.js'
import type { Truth } from './truth.js'

/** What the evidence says about one line. */
export interface LineReading {
  readonly line: string
  /** Result as compared; `null` where there is none. */
  readonly value: number | null
  readonly zone: Zone
  /** Whether it takes part: signals, saturated tests and lines that were replaced do not. */
  readonly counts: boolean
  readonly source: string | null
}

/** What is known about a threshold. */
export interface ThresholdVerdict {
  readonly threshold: string
  /** What the evidence alone says; `null` without any. Evidence alone never settles it. */
  readonly fromEvidence: Verdict | null
  /** What was determined; `null` where nothing is recorded. */
  readonly determined: Verdict | null
  /** What is acted on. */
  readonly verdict: Verdict
  /** Whether it is ruled out; unknown while nothing was determined. */
  readonly ruledOut: Truth
  /** Why it is that verdict. */
  readonly because: string
  /** Whether determination and evidence fit. */
  readonly consistency: DeterminationCheck | null
  readonly readings: readonly LineReading[]
  /** Lines without a result. */
  readonly missingLines: readonly string[]
}

/** The verdict on every threshold of a policy, from evidence and determinations. */
export function thresholdVerdicts(policy: Policy, subject: PolicyCase, asOf: string): readonly ThresholdVerdict[] {
  const made = new Map<string, ThresholdVerdict>()
  const determined = new Map(subject.determinations.map((entry) => [entry.threshold, entry]))
  const verdictOn = (id: string): ThresholdVerdict => {
    const before = made.get(id)
    if (before !== undefined) return before
    const { above } = policy.thresholds.find((threshold) => threshold.id === id)!
    const lower = above === undefined ? null : verdictOn(above)
    const verdict = verdictOf(policy, subject, id, determined.get(id), lower, asOf)
    made.set(id, verdict)
    return verdict
  }
  return policy.thresholds.map(({ id }) => verdictOn(id))
}

function verdictOf(
  policy: Policy,
  subject: PolicyCase,
  threshold: string,
  determination: Determination | undefined,
  lower: ThresholdVerdict | null,
  asOf: string,
): ThresholdVerdict {
  const { readings, missingLines, fromEvidence } = readEvidence(policy, subject, threshold, asOf)
  const base = { threshold, fromEvidence, determined: determination?.verdict ?? null, readings, missingLines }
  if (determination === undefined) {
    if (lower?.ruledOut === 'true') {
      const because = `follows from ${lower.threshold}, which lies below it and is ruled out`
      return { ...base, verdict: 'ruled-out', ruledOut: 'true', because, consistency: null }
    }
    const verdict = fromEvidence === 'crossed' ? 'crossed' : 'cannot-rule-out'
    return { ...base, verdict, ruledOut: 'unknown', because: 'nothing was determined', consistency: null }
  }
  const consistency = checkDetermination({
    evidence: fromEvidence ?? 'cannot-rule-out',
    determination: determination.verdict,
    rationale: determination.rationale !== undefined,
  })
  if (!consistency.accepted) {
    const because = 'the determination is less cautious than the evidence and gives no reason, so the evidence stands'
    return { ...base, verdict: fromEvidence ?? 'cannot-rule-out', ruledOut: 'false', because, consistency }
  }
  const ruledOut = determination.verdict === 'ruled-out' ? 'true' : 'false'
  return { ...base, verdict: determination.verdict, ruledOut, because: 'as determined', consistency }
}

function readEvidence(
  policy: Policy,
  subject: PolicyCase,
  threshold: string,
  asOf: string,
): Pick<ThresholdVerdict, 'readings' | 'missingLines' | 'fromEvidence'> {
  const lines = [...policy.lines, ...subject.lines].filter(
    (line) => line.threshold === threshold && line.statedOn <= asOf && (line.until === undefined || line.until > asOf),
  )
  const readings: LineReading[] = []
  const missingLines: string[] = []
  for (const line of lines) {
    const results = subject.evidence.filter((entry) => entry.line === line.id)
    if (results.length === 0 && line.role !== 'signal') missingLines.push(line.id)
    const drawn = line.line ?? subject.reveals.find((shown) => shown.line === line.id)?.value ?? null
    for (const result of results) {
      const counts = line.role !== 'signal' && !result.saturated
      const { value, zone } = readLine(line, drawn, result)
      readings.push({ line: line.id, value, zone, counts, source: result.source ?? null })
    }
  }
  const counted = readings.filter(({ counts }) => counts)
  if (counted.length === 0) return { readings, missingLines, fromEvidence: null }
  const all = (zone: Zone): boolean => missingLines.length === 0 && counted.every((reading) => reading.zone === zone)
  const fromEvidence = all('rule-out') ? 'ruled-out' : all('rule-in') ? 'crossed' : 'cannot-rule-out'
  return { readings, missingLines, fromEvidence }
}

/** A low score rules out only where the model was elicited well; crossing a line that rules out is not yet a rule-in. */
function readLine(
  line: EvaluationLine,
  drawn: number | null,
  result: PolicyCase['evidence'][number],
): { readonly value: number | null; readonly zone: Zone } {
  // A line that is secret settles nothing.
  if (drawn === null) return { value: result.value, zone: 'unknown' }
  const { crossed, value } = crossesLine({ ...line, line: drawn }, result)
  if (line.middle !== undefined) {
    const zone = evidenceZone(line.middle, result)
    return { value, zone: zone === 'rule-out' && result.elicitation !== true ? 'unknown' : zone }
  }
  if (crossed === 'unknown') return { value, zone: value === null ? 'unknown' : 'middle' }
  if (crossed === 'true') return { value, zone: line.role === 'rule-in' ? 'rule-in' : 'middle' }
  return { value, zone: result.elicitation === true ? 'rule-out' : 'unknown' }
}
