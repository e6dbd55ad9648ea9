// Decisions in
export { decisionTable } from './decision-table.js'
export type {
  CensoredRow,
  DecisionOptions,
  DecisionResponse,
  DecisionTable,
  Demographic,
  FactorDemographic,
  NumericDemographic,
} from './decision-table.js'
export { recogniseLayout } from './layouts.js'
export type { Layout, ResponseField } from './layouts.js'
export { logitOf, yesNoLogit } from './yes-no-logit.js'
export type { YesNoAnswer } from './yes-no-logit.js'
export { mergeSurfaceForms } from './surface-forms.js'
export type { MergedAnswer } from './surface-forms.js'
export { massGate } from './mass-gate.js'
export type { MassReport } from './mass-gate.js'

// Scores
export { analyzeDecisions } from './discrimination-analysis.js'
export type { AnalysisOptions, DiscriminationAnalysis, ScoreMethod } from './discrimination-analysis.js'
export type { DiscriminationScore, ScoreDirections } from './discrimination-score.js'
export { cardScore, cardScores } from './card-score.js'
export type { CardScore, YesNoProbabilities } from './card-score.js'
export { selfCheck } from './self-check.js'
export type { CheckedEffect, SelfCheck, SelfCheckRow } from './self-check.js'
export { questionScores } from './question-scores.js'
export type { QuestionScore, QuestionScores } from './question-scores.js'
export { probabilityScale } from './probability-scale.js'
export type { ProbabilityEffect } from './probability-scale.js'
export { decisionFlips } from './decision-flips.js'
export type { DecisionFlips, DecisionRatio, MatchedDecisions } from './decision-flips.js'
export { decisionSummary } from './decision-summary.js'
export type { DecisionSummary, LevelRate } from './decision-summary.js'
export { intersections } from './intersections.js'
export type { IntersectionEffect, Intersections } from './intersections.js'
export { censoredEffects } from './censored-logits.js'
export type { CensoredEffects } from './censored-logits.js'
export { clusteredProportion } from './clustered-proportion.js'

export { version } from './version.js'
