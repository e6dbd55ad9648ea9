import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import type { Backtest } from './backtest.js'
import type { ObservationKind } from './observations.js'
import type { PlottingPosition, Tail, TailMethod } from './tail.js'
import type { TailDiagnostics } from './tail-diagnostics.js'

/** The worst of n queries: what a share 1/n of all queries exceeds. */
export interface WorstQuery {
  readonly n: number
  /** Elicitation score, or the score itself; `null` when not finite or not estimable. */
  readonly psi: number | null
  /** Natural logarithm of the elicitation probability; `null` for scores. */
  readonly logP: number | null
  /** The probability; 0 where it underflows: then use `logP`. `null` for scores. */
  readonly p: number | null
  /** Interval of `p` (of the score, for scores). */
  readonly interval: Interval | null
  /** The same interval of `logP`. */
  readonly logPInterval: Interval | null
  /** Why something is `null`. */
  readonly reason?: string
}

/** How frequent queries with an elicitation probability above tau are. */
export interface BehaviourFrequency extends Estimate {
  readonly tau: number
  /** log10 of the frequency; `null` when not estimable. */
  readonly log10: number | null
}

/** Chance that at least one of n answers, one to each of n queries, shows the behaviour. */
export interface AggregateRisk extends Estimate {
  readonly n: number
  /** log10 of the chance; `null` when not estimable. */
  readonly log10: number | null
}

/** A forecast of rare behaviour. JSON-safe. */
export interface RareForecast {
  /** Number of observations. */
  readonly m: number
  /** Number of largest scores that the tail was fitted to. */
  readonly k: number
  readonly kind: ObservationKind
  /** The method used: with `auto`, the one that was picked; `null` when refused before one was. */
  readonly method: TailMethod | null
  /** How the method came about: asked for, or picked and why. */
  readonly choice: string
  /** Only of `ols`. */
  readonly plotting: PlottingPosition | null
  /** The fitted tail; `null` when refused. */
  readonly tail: Tail | null
  readonly worst: readonly WorstQuery[]
  readonly frequency: readonly BehaviourFrequency[]
  readonly aggregate: readonly AggregateRisk[]
  /** Mean elicitation probability over all queries. */
  readonly meanProbability: Estimate
  readonly diagnostics: TailDiagnostics
  /** With `auto`: the backtest that picked. */
  readonly backtest?: Backtest
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  /** Why there is no forecast, with what the data do bound. */
  readonly refused?: TailRefusal
  readonly version: string
}

/** Why a tail was not fitted, and what holds all the same. JSON-safe. */
export interface TailRefusal extends Finding {
  /** What the data bound without any tail; `null` when nothing. */
  readonly bound: ExceedanceBound | null
}

/** A bound that needs no tail. */
export interface ExceedanceBound {
  /** The largest elicitation probability (or score) seen. */
  readonly above: number
  /** Upper bound of the share of queries above it: 1 - (1 - level)^(1/m). */
  readonly upper: number
  /** Lower bound of the share of queries that reach it, from how many did. */
  readonly lower: number
  readonly level: number
  readonly statement: string
}
