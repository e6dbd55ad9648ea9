import { z } from 'zod'
import { caseSchema } from './case-schema.js'
import type { Activity, EvaluationLine } from './policy.js'
import { parseWith, readYaml, type YamlDocument } from './yaml-document.js'

/** What a test showed. Results of several runs or cards stand beside each other; none replaces another. */
export interface Evidence {
  /** Id of the line it is held against. */
  readonly line: string
  /** Result; `null` while it is not known. */
  readonly value: number | null
  /** Interval of the result. */
  readonly interval?: readonly [number, number] | undefined
  /** What the result is a count of: the value is divided by it. */
  readonly of?: number | undefined
  /** Unit, which must be that of the line. */
  readonly unit?: string | undefined
  /** Number of trials. */
  readonly n?: number | undefined
  /** Whether the model was elicited as a realistic attacker would; only then can a low score rule anything out. */
  readonly elicitation: boolean | null
  /** Whether the test can no longer tell models apart. */
  readonly saturated: boolean
  readonly measuredOn?: string | undefined
  /** Where it is reported. */
  readonly source?: string | undefined
  /** Name of the run. */
  readonly run?: string | undefined
  readonly by: 'self' | 'third-party'
}

/** What people determined about a threshold. */
export type Verdict = 'ruled-out' | 'cannot-rule-out' | 'crossed'

/** A recorded determination. */
export interface Determination {
  readonly threshold: string
  readonly verdict: Verdict
  /** Why; needed where it is less cautious than the evidence. */
  readonly rationale?: string | undefined
  readonly by: readonly string[]
  readonly on?: string | undefined
}

/** Whether a standard is met. */
export interface SafeguardCase {
  readonly standard: string
  readonly status: 'met' | 'not-met' | 'unknown'
  readonly criteria: Readonly<Record<string, boolean | null>>
  readonly approvedOn?: string | undefined
  /** Measures that stand in for it. */
  readonly interim?:
    | {
        readonly sameAssurance: boolean | null
        readonly approvals: readonly string[]
        readonly shared: readonly string[]
      }
    | undefined
}

/** One case: a model in one configuration, one activity, and what is known. What is left out is unknown. */
export interface PolicyCase {
  readonly case: string
  readonly subject: { readonly weights: string; readonly configuration: string; readonly activity: Activity }
  readonly asOf?: string | undefined
  /** Version that the case says it was decided under. */
  readonly cites?: string | undefined
  readonly assessment: {
    /** Whether a full assessment is owed, where that was determined. */
    readonly required?: boolean | null | undefined
    readonly lastOn?: string | undefined
    readonly computeMultiple?: number | null | undefined
    readonly discretion?: boolean | undefined
    /** Standards kept from before, when none is owed. */
    readonly prior?: { readonly standards: readonly string[]; readonly inForce: boolean | null } | undefined
  }
  /** The model that bounds this one. */
  readonly inherits?:
    | {
        readonly from: string
        readonly atOrBelow: boolean | null
        readonly standards: readonly string[]
        readonly comparedOn?: string | undefined
        readonly expiresOn?: string | undefined
      }
    | undefined
  readonly lines: readonly EvaluationLine[]
  /** Secret lines that are shown now, with the nonce of their commitment. */
  readonly reveals: readonly { readonly line: string; readonly value: number; readonly nonce: string }[]
  readonly evidence: readonly Evidence[]
  readonly determinations: readonly Determination[]
  readonly safeguards: readonly SafeguardCase[]
  readonly approvals: readonly string[]
  readonly shared: readonly string[]
  readonly claims: readonly {
    readonly id: string
    readonly status: 'accepted' | 'rejected' | 'open'
    readonly author?: string | undefined
    readonly reviewer?: string | undefined
  }[]
  /** Facts of the policy by name. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Duties with a date. */
  readonly duties: readonly {
    readonly id: string
    readonly due: string
    readonly done?: string | null | undefined
    readonly hard: boolean
  }[]
}

/** A case with the places of what it says, for errors that are found later. */
export interface ReadCase {
  /** The case. */
  readonly value: PolicyCase
  /** Line of a path. */
  readonly lineOf: YamlDocument['lineOf']
}

/**
 * Parses a case file in YAML or JSON. Unknown fields are errors; what is left out is unknown.
 *
 * @throws DataError with every problem and its line.
 *
 * @example
 * ```ts
 * import { parseCase } from '@safety-portfolio/asl-policy'
 *
 * parseCase('{ case: demo, subject: { weights: demo } }').value.subject.activity // => 'deploy-general'
 * parseCase('{ case: demo, subject: { weights: demo }, aprovals: [CEO] }') // throws DataError
 * ```
 */
export function parseCase(source: string, options: { readonly name?: string } = {}): ReadCase {
  const { name = 'case' } = options
  const { value, lineOf } = readYaml(source, name)
  return { value: parseWith(caseSchema, value, name, lineOf), lineOf }
}

/** The same from a value that is already read. */
export function caseFrom(value: unknown, name = 'case'): PolicyCase {
  return parseWith(caseSchema, value, name)
}

/** The JSON Schema (draft 2020-12) of a case file. */
export function caseJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(caseSchema, { io: 'input', unrepresentable: 'any' }), title: 'A case to decide' }
}
