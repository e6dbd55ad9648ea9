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
export { censoredReport } from './censored-logits.js'
export type { CensoredReport } from './censored-logits.js'
export { clusteredProportion } from './clustered-proportion.js'

// Interventions, prompt styles, models
export { interventions } from './interventions.js'
export type { Condition, InterventionOptions, InterventionReport, Interventions, ScoreChange } from './interventions.js'
export { conditionSensitivity } from './condition-sensitivity.js'
export type { ConditionSensitivity } from './condition-sensitivity.js'

// Power
export {
  detectionPower,
  equivalencePower,
  questionsForEquivalence,
  questionsNeeded,
  smallestDetectableEffect,
} from './power-analysis.js'
export type { PowerOptions } from './power-analysis.js'

// Group fairness
export { compareErrorRates } from './error-rates.js'
export type { ErrorRateComparison, ErrorRateName, ErrorRates } from './error-rates.js'
export { wholeMeasureIntervals } from './whole-measures.js'
export type { WholeMeasureIntervals } from './whole-measures.js'
export { groupFairness } from './group-fairness.js'
export type { FairnessCase, GroupFairness, GroupReport } from './fairness-report.js'
export type { FairnessOptions } from './group-fairness.js'
export { groupRates } from './group-rates.js'
export type { GroupCounts, GroupRates, RateName } from './group-rates.js'
export { fairnessGaps } from './fairness-gaps.js'
export type { FairnessGaps, GapName } from './fairness-gaps.js'
export { compareRates } from './compare-rates.js'
export type { RateComparison } from './compare-rates.js'
export { chiSquaredTest } from './chi-squared-test.js'
export type { ChiSquaredTest } from './chi-squared-test.js'
export { pairedDecisions } from './paired-decisions.js'
export type { PairedDecisions } from './paired-decisions.js'
export { cochranMantelHaenszel } from './cochran-mantel-haenszel.js'
export type { CochranMantelHaenszel, Stratum } from './cochran-mantel-haenszel.js'
export { logisticRegression } from './logistic-regression.js'
export type { LogisticEffect, LogisticRegression } from './logistic-regression.js'
export { calibration } from './calibration.js'
export type { Calibration } from './calibration.js'
export { inequality } from './inequality.js'
export type { Inequality } from './inequality.js'
export { distanceFromUniform, mutualInformation } from './association.js'
export { bbqScores } from './bbq-scores.js'
export type { BbqAnswer, BbqCategory, BbqOptions, BbqScores } from './bbq-scores.js'
export { parseBbqAnswers } from './bbq-answers.js'
export type { ParsedBbqAnswers } from './bbq-answers.js'

// Prompts
export { decisionPrompt, decisionPrompts } from './decision-prompts.js'
export type { DecisionPrompt, DecisionPromptOptions, PromptStyle } from './decision-prompts.js'
export { scenarios } from './scenarios.js'
export { parseTemplates } from './prompt-template.js'
export type { Template } from './prompt-template.js'
export { acceptsName, fillTemplate } from './fill-template.js'
export type { Person } from './fill-template.js'
export { impliedNames } from './implied-names.js'
export type { ImpliedName } from './implied-names.js'
export { interventionTexts } from './intervention-texts.js'
export type { InterventionName } from './intervention-texts.js'
export { templateDrift } from './template-drift.js'
export type { DriftedPrompt, FilledPrompt, TemplateDrift } from './template-drift.js'
export { auditNames } from './name-audit.js'
export type { NameAudit, NameGroup } from './name-audit.js'
export { publishedFile, publishedFiles } from './published-files.js'
export type { PublishedFile } from './published-files.js'

export { version } from './version.js'
