import type { Condition } from './condition.js'

/** A question that is true, false or unknown, asked in stages: a stage is looked at only once the one before it is true. */
export interface NamedTest {
  readonly id: string
  readonly stages: readonly Condition[]
  /** How it is acted on while unknown. */
  readonly whenUnknown: 'treat-as-true' | 'flag'
  /** What follows when it is true. */
  readonly next?: string | undefined
  /** Numbers that are shown beside it, in CEL; of several expressions, the first whose facts are known. */
  readonly compute: Readonly<Record<string, readonly string[]>>
  readonly clause: string
}

/** A decision table: the first row that is true answers. */
export interface Question {
  readonly id: string
  readonly rows: readonly QuestionRow[]
  /** The answer when every row is false. */
  readonly otherwise: Readonly<Record<string, unknown>>
  readonly clause: string
}

/** A row of a decision table. */
export interface QuestionRow {
  readonly id: string
  readonly when: Condition
  /** Whether the row also answers while its condition is unknown, because that is the cautious answer. */
  readonly whenUnknown: 'take' | 'report'
  readonly answer: Readonly<Record<string, unknown>>
  /** Facts that are reported as missing, by this name, when the row answers and they are not true. */
  readonly reports: Readonly<Record<string, string>>
  /** Facts that are reported, by this name, when the row answers and they are known and not false. */
  readonly faults: Readonly<Record<string, string>>
  readonly clause: string
}

/** What a policy promises, in a form that two versions can be compared in. */
export interface Term {
  readonly id: string
  /** Other names of it. */
  readonly names: readonly string[]
  /**
   * `interval` and `limit` are weaker the longer they are; `audience` is weaker the narrower (by `size`); `lines` and `scope` are weaker with
   * less in them; a `threshold` is weaker with more in it (conditions that must all hold before it counts as crossed); a `commitment` is
   * made or not.
   */
  readonly kind: 'interval' | 'limit' | 'audience' | 'lines' | 'scope' | 'threshold' | 'commitment'
  readonly text: string
  readonly value?: string | undefined
  readonly size?: number | undefined
  readonly list?: readonly string[] | undefined
  readonly made?: boolean | undefined
  readonly clause: string
}

/** What the policy leaves to judgement: never a rule, but a claim with an author, a reviewer and a status. */
export interface Claim {
  readonly id: string
  /** What has to be argued, in our words. */
  readonly statement: string
  readonly clause: string
}

/** How a policy answers one of the five commitments. */
export interface CommitmentAnswer {
  readonly id: 'red-lines' | 'tested' | 'answered' | 'upper-bound' | 'assurance'
  /** Each part with what the text does about it. */
  readonly parts: readonly {
    readonly id: string
    readonly status: 'true' | 'false' | 'unknown'
    readonly note: string
    readonly clause?: string | undefined
  }[]
}
