import { caseFacts, type CaseFacts } from './case-facts.js'
import type { Facts } from './cel-leaf.js'
import { checkCase } from './check-case.js'
import { compilePolicy, type CompiledPolicy, type CompiledRule } from './compile-policy.js'
import { atomsOf, evaluateNode, traceNode, type TraceNode } from './compiled-condition.js'
import { decisiveFacts } from './decisive-facts.js'
import { decisionWarnings, type Finding } from './decision-warnings.js'
import { namingInterim } from './interim-measures.js'
import { obligationsOf, overdue, type OwedObligation } from './owed-obligations.js'
import { outcomes, stages, type Outcome, type Policy, type Stage } from './policy.js'
import type { PolicyCase } from './policy-case.js'
import type { ThresholdVerdict } from './threshold-verdict.js'
import { truthOf, type Truth } from './truth.js'
import { version } from './version.js'
import type { YamlDocument } from './yaml-document.js'

/** How one rule came out. */
export interface RuleTrace {
  readonly rule: string
  readonly stage: Stage
  readonly clause: string
  /** Whether the rule is kept: true, false or unknown. */
  readonly value: Truth
  /** What it comes to when it is not kept; `null` when it is. */
  readonly outcome: Outcome | null
  /** When it applies; `null` when always. */
  readonly when: TraceNode | null
  /** What it asks. */
  readonly require: TraceNode
}

/** A decision with its reasons. Plain data, safe for JSON. */
export interface Decision {
  readonly outcome: Outcome
  readonly policy: { readonly id: string; readonly version: string; readonly title: string }
  readonly asOf: string
  readonly case: string
  readonly subject: PolicyCase['subject']
  /** What is missing or not met at the first stage that fails. */
  readonly missing: readonly string[]
  /** What is missing or not met at later stages. */
  readonly pending: readonly string[]
  /** Missing facts that alone could still change the outcome. */
  readonly decisive: readonly string[]
  readonly obligations: readonly OwedObligation[]
  readonly requiredStandards: readonly string[]
  readonly thresholds: readonly ThresholdVerdict[]
  readonly assessment: CaseFacts['assessment']
  readonly trace: readonly RuleTrace[]
  readonly warnings: readonly Finding[]
  readonly method: string
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/** What {@link decide} may be told. */
export interface DecideOptions {
  /** Day of the decision, YYYY-MM-DD. Default: `asOf` of the case. */
  readonly asOf?: string
  /** Whether to search for decisive facts, which asks every rule many times. Default: true. */
  readonly decisive?: boolean
  /** Lines of the case file, for errors. */
  readonly lineOf?: YamlDocument['lineOf']
}

/**
 * Decides a case under one version of a policy. Every rule is asked under strong Kleene logic; what is unknown is never read as safe: a rule
 * that is not known to be kept holds. The outcome is the most restrictive of the rules that are not kept.
 *
 * @throws DataError where the case does not fit the policy, lies in the future, or contradicts itself; RangeError without a day.
 *
 * @example
 * ```ts
 * import { caseFrom, decide, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const xai = shippedPolicy('xai', '2025-12-30')
 * const subject = caseFrom({ case: 'demo', subject: { weights: 'demo' }, facts: { restricted_answer_rate: 0.03 } })
 * const { outcome, missing } = decide(xai, subject, { asOf: '2026-01-15' })
 * outcome // => 'hold'
 * missing // => ['mask_dishonesty<1/2']
 * ```
 */
export function decide(policy: Policy, subject: PolicyCase, options: DecideOptions = {}): Decision {
  const { asOf = subject.asOf, decisive = true, lineOf } = options
  if (asOf === undefined) throw new RangeError('decide: asOf must be a day, in the options or in the case, got none')
  checkCase(policy, subject, asOf, lineOf)
  const compiled = compilePolicy(policy, subject.subject.activity)
  const derived = caseFacts(policy, subject, asOf)
  const values = compiled.table.values(derived.facts)
  const verdict = compiled.rules.length === 0 ? silence(compiled) : askRules(compiled, values, derived.facts)
  const trace = compiled.rules.map((rule) => traceRule(rule, values))
  const late = overdue(subject.duties, asOf)
  const hardLate = late.filter(({ hard }) => hard).map(({ id }) => `overdue:${id}`)
  const blocked = hardLate.length > 0 && verdict.outcome === 'permit' ? 'hold' : verdict.outcome
  const owed = obligationsOf(compiled, values, blocked, derived.interim, asOf)
  const outcome = blocked === 'permit' && owed.some(({ condition }) => condition) ? 'permit-with-conditions' : blocked
  return {
    outcome,
    policy: { id: policy.id, version: policy.version, title: policy.title },
    asOf,
    case: subject.case,
    subject: subject.subject,
    missing: [...namingInterim(policy, subject, verdict.missing), ...hardLate],
    pending: verdict.pending,
    decisive: decisive && verdict.outcome !== 'permit' ? decisiveFacts(compiled, values, derived.facts) : [],
    obligations: owed,
    requiredStandards: derived.requiredStandards,
    thresholds: derived.thresholds,
    assessment: derived.assessment,
    trace,
    warnings: decisionWarnings(policy, subject, derived, late, asOf),
    method: 'rules under strong Kleene logic, most restrictive outcome of those not kept',
    assumptions: [
      'The rules are our reading of the text, not a ruling of its publisher.',
      'What the case leaves out is unknown, and unknown never permits.',
      ...policy.limits,
    ],
    version,
  }
}

/** Where no rule speaks to an activity nothing was promised and nothing was asked: that is no permission. */
function silence({ activity }: CompiledPolicy): RuleVerdict {
  return { outcome: 'hold', missing: [`no-rule:${activity}`], pending: [] }
}

/** What the rules come to over values of their atoms. */
export interface RuleVerdict {
  readonly outcome: Outcome
  readonly missing: readonly string[]
  readonly pending: readonly string[]
}

/** Asks every rule. */
export function askRules({ rules, table }: CompiledPolicy, values: ArrayLike<number>, facts: Facts = {}): RuleVerdict {
  let worst = 0
  let firstStage = stages.length
  const failing: { readonly rule: CompiledRule; readonly severity: number; readonly stage: number }[] = []
  for (const rule of rules) {
    const outcome = ruleOutcome(rule, values)
    if (outcome === null) continue
    const severity = outcomes.indexOf(outcome)
    const stage = stages.indexOf(rule.stage)
    worst = Math.max(worst, severity)
    firstStage = Math.min(firstStage, stage)
    failing.push({ rule, severity, stage })
  }
  const missing = new Set<string>()
  const pending = new Set<string>()
  const firstWorst = Math.max(0, ...failing.filter(({ stage }) => stage === firstStage).map(({ severity }) => severity))
  for (const { rule, severity, stage } of failing) {
    const names = rule.missing ?? missingFacts(rule, table, values, facts)
    // What alone makes the outcome worse than the first stage does is named whatever its stage.
    const first = stage === firstStage || (severity === worst && worst > firstWorst)
    for (const name of names) (first ? missing : pending).add(name)
  }
  return {
    outcome: outcomes[worst]!,
    missing: [...missing],
    pending: [...pending].filter((name) => !missing.has(name)),
  }
}

/** The outcome of a rule that is not kept; `null` when it is. */
export function ruleOutcome(rule: CompiledRule, values: ArrayLike<number>): Outcome | null {
  const require = evaluateNode(rule.require, values)
  if (require === 2) return null
  const when = rule.when === null ? 2 : evaluateNode(rule.when, values)
  if (when === 0) return null
  if (when === 1) return rule.whenUnclear
  return require === 0 ? rule.otherwise : rule.whenUnknown
}

function traceRule(rule: CompiledRule, values: ArrayLike<number>): RuleTrace {
  const { id, stage, clause } = rule
  const when = rule.when === null ? 2 : evaluateNode(rule.when, values)
  const require = evaluateNode(rule.require, values)
  return {
    rule: id,
    stage,
    clause,
    value: truthOf(Math.max(2 - when, require) as 0 | 1 | 2),
    outcome: ruleOutcome(rule, values),
    when: rule.when === null ? null : traceNode(rule.when, values),
    require: traceNode(rule.require, values),
  }
}

/** Facts that keep a rule from being kept: of what is unknown those that are missing, of what is false all of them. */
function missingFacts(
  rule: CompiledRule,
  { atoms }: CompiledPolicy['table'],
  values: ArrayLike<number>,
  facts: Facts,
): readonly string[] {
  const names = new Set<string>()
  for (const atom of atomsOf(rule.require)) {
    if (values[atom] === 2) continue
    for (const fact of atoms[atom]!.facts) {
      if (values[atom] === 0 || !isKnown(facts[fact])) names.add(fact)
    }
  }
  return names.size === 0 ? [rule.id] : [...names]
}

function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null && value !== 'unknown'
}
