import type { Condition } from './condition.js'
import type { Claim, CommitmentAnswer, NamedTest, Question, Term } from './policy-promises.js'
import type { Activity, Outcome, Stage } from './policy-vocabulary.js'

export type { Claim, CommitmentAnswer, NamedTest, Question, QuestionRow, Term } from './policy-promises.js'
export type { Activity, Outcome, Stage } from './policy-vocabulary.js'
export { activities, outcomes, stages } from './policy-vocabulary.js'

/** How well the statements about a document are founded. Only `read` was checked against its text. */
export type SourceStatus = 'read' | 'changelog' | 'secondary' | 'recalled'

/** A document that statements rest on. */
export interface PolicySource {
  /** Its title. */
  readonly title: string
  /** How well it was read. */
  readonly status: SourceStatus
  /** What to know about it. */
  readonly note?: string | undefined
}

/** A place in a source. */
export interface Clause {
  /** What stands there, in our words. */
  readonly title: string
  /** Key of the source. */
  readonly source: string
}

/** A fact that rules may read. */
export interface FactDeclaration {
  /** Its type; a `truth` is true, false or unknown. */
  readonly type: 'truth' | 'number' | 'text' | 'date'
  /** Unit of a number, which evidence must state when it states one. */
  readonly unit?: string | undefined
  /** Values of a text. */
  readonly values?: readonly string[] | undefined
  /** Least value of a number. */
  readonly min?: number | undefined
  /** Greatest value of a number. */
  readonly max?: number | undefined
  /** What it means. */
  readonly meaning: string
}

/** What a crossed threshold asks for. */
export interface Requirement {
  /** A standard that must be met. */
  readonly standard?: string | undefined
  /** A claim that must be accepted. */
  readonly claim?: string | undefined
  /** For these activities. */
  readonly activities: readonly Activity[]
  /** Whether the text promises it or only expects it. */
  readonly wording: 'required' | 'expected'
  /** Where it stands. */
  readonly clause: string
}

/** A capability that calls for stronger safeguards. */
export interface Threshold {
  readonly id: string
  readonly domain: string
  /** Name of the capability that thresholds of several policies share, so that one record can be held against all of them. */
  readonly capability?: string | undefined
  /** Order within its domain. */
  readonly rank: number
  /** What the capability is, in our words. */
  readonly statement: string
  /** What it asks for; nothing where the text leaves that open. */
  readonly requires: readonly Requirement[]
  /** The threshold below it in the same domain: ruling that out rules this out. */
  readonly above?: string | undefined
  /** `treat-as-crossed` where the text says so, `flag` where the text is silent and only this engine is cautious. */
  readonly whenUnknown: 'treat-as-crossed' | 'flag'
  readonly clause: string
}

/** A number that an evaluation is held against. */
export interface EvaluationLine {
  readonly id: string
  /** The threshold it speaks to. */
  readonly threshold: string
  /** Whether the safe side of the line rules the threshold out, its far side rules it in, or it is a signal only. */
  readonly role: 'rule-out' | 'rule-in' | 'signal'
  /** On which side of the line the concern lies. */
  readonly sense: 'above' | 'below'
  /** The number; `null` while it is secret, and then it settles nothing. */
  readonly line: number | null
  /** SHA-256 that a secret line was committed to (see commitToLine). */
  readonly commitment?: string | undefined
  /** Whether the line itself is of concern. */
  readonly inclusive: boolean
  /** Between these the test says nothing: below is rule-out, above is rule-in, the ends included in the middle. */
  readonly middle?: readonly [number, number] | undefined
  readonly unit?: string | undefined
  /** When it was published, which must come before the results. */
  readonly statedOn: string
  /** What a later line says about the same test replaces this one. */
  readonly until?: string | undefined
  /** Other names of the same line. */
  readonly names: readonly string[]
  readonly clause: string
}

/** A set of safeguards. */
export interface Standard {
  readonly id: string
  readonly kind: 'deployment' | 'security' | 'protection'
  readonly level: number
  /** What it asks for, in our words; empty where the text has not said yet. */
  readonly criteria: readonly { readonly id: string; readonly title: string }[]
  readonly clause: string
}

/** What must hold before an activity. */
export interface Rule {
  readonly id: string
  /** When it is looked at. */
  readonly stage: Stage
  /** For these activities; for all when absent. */
  readonly activities?: readonly Activity[] | undefined
  /** When it applies; always when absent. While that is unknown, it applies. */
  readonly when?: Condition | undefined
  /** What must be true. */
  readonly require: Condition
  /** Outcome when that is false. */
  readonly otherwise: Exclude<Outcome, 'permit' | 'permit-with-conditions'>
  /** Outcome when that is unknown. */
  readonly whenUnknown: Exclude<Outcome, 'permit' | 'permit-with-conditions'>
  /** Outcome while it is not known whether the rule applies; `whenUnknown` when absent. */
  readonly whenUnclear?: Exclude<Outcome, 'permit' | 'permit-with-conditions'> | undefined
  /** What is reported as missing; the facts that are not true when absent. */
  readonly missing?: readonly string[] | undefined
  readonly clause: string
}

/** What a decision leaves to be done. */
export interface Obligation {
  readonly id: string
  /** Owed with these outcomes. */
  readonly on: readonly Outcome[]
  readonly when?: Condition | undefined
  readonly activities?: readonly Activity[] | undefined
  /** ISO 8601 duration after the decision; no date is set when absent. */
  readonly within?: string | undefined
  /** A hard one that is overdue holds; a soft one warns. */
  readonly hard: boolean
  /** Makes a permission one with conditions. */
  readonly condition: boolean
  readonly clause: string
}

/** Who decides and who must have seen it before. */
export interface Approvals {
  readonly by: readonly string[]
  readonly sharedWith: readonly string[]
  readonly activities: readonly Activity[]
  readonly clause: string
}

/** When a model must be assessed in full. */
export interface AssessmentTrigger {
  /** Factor of effective compute since the last assessment, reached or exceeded. */
  readonly computeFactor: number
  /** ISO 8601 duration since the last assessment, due on the day. */
  readonly interval: string
  /** Whether the responsible officer may ask for one. */
  readonly discretion: boolean
  /** What is done first while it is not known whether one is due. */
  readonly whenUnknown: string | null
  /** Soft: how long it should take to decide. */
  readonly decideWithin?: string | undefined
  /** Buffer between the line of an evaluation and the capability of concern, as a factor of effective compute. */
  readonly bufferFactor?: number | undefined
  readonly clause: string
}

/** A duty with a time limit. */
export interface Clock {
  readonly id: string
  /** What others call the same event. */
  readonly names: readonly string[]
  /** Every so often, ISO 8601; with `earliest` as a window. */
  readonly every?: string | undefined
  readonly earliest?: string | undefined
  /** Within so long of the event, ISO 8601. */
  readonly within?: string | undefined
  /** Within so many working days (Monday to Friday) of the event. */
  readonly workingDays?: number | undefined
  /** What starts it. */
  readonly starts: string
  /** Who is told. */
  readonly to?: string | undefined
  readonly hard: boolean
  readonly clause: string
}

/** A frontier-safety policy in one version. */
export interface Policy {
  /** The family, e.g. `rsp`. */
  readonly id: string
  readonly version: string
  readonly title: string
  readonly publisher: string
  /** First day in force. */
  readonly effective: string
  /** First day on which another version replaced it, where that one is not known here. */
  readonly until?: string | undefined
  /** Version before it. */
  readonly supersedes?: string | undefined
  /** Other names, as cards and scenarios write them. */
  readonly names: readonly string[]
  readonly summary: string
  /** What is not in these rules. */
  readonly limits: readonly string[]
  readonly sources: Readonly<Record<string, PolicySource>>
  readonly clauses: Readonly<Record<string, Clause>>
  readonly facts: Readonly<Record<string, FactDeclaration>>
  /** Standards that every model needs. */
  readonly baseline: readonly string[]
  readonly standards: readonly Standard[]
  readonly thresholds: readonly Threshold[]
  readonly lines: readonly EvaluationLine[]
  readonly rules: readonly Rule[]
  readonly obligations: readonly Obligation[]
  readonly approvals: readonly Approvals[]
  readonly assessment?: AssessmentTrigger | undefined
  readonly clocks: readonly Clock[]
  readonly tests: readonly NamedTest[]
  readonly questions: readonly Question[]
  readonly terms: readonly Term[]
  readonly claims: readonly Claim[]
  readonly commitments: readonly CommitmentAnswer[]
}
