export { version } from './version.js'

// FLOP counters
export { deepSeekFlopPerToken } from './deepseek-flops.js'
export {
  approximateTrainingFlop,
  approximateTrainingFlopWithAttention,
  attentionTrainingFlopPerToken,
  flopFromPetaflopDays,
  flopPerPetaflopDay,
  petaflopDays,
  trainingFlop,
} from './flops.js'
export { hoffmannFlops } from './hoffmann-flops.js'
export { kaplanFlops } from './kaplan-flops.js'
export { mixtureOfExpertsParams } from './mixture-of-experts.js'
export type { DeepSeekShape } from './deepseek-flops.js'
export type { AttentionShape, Flop, FlopPerSequence, FlopPerToken, PetaflopDay } from './flops.js'
export type { HoffmannFlops, HoffmannFlopsOptions, HoffmannShape } from './hoffmann-flops.js'
export type { KaplanFlops, KaplanShape } from './kaplan-flops.js'
export type { MixtureOfExpertsParams, MixtureOfExpertsShape } from './mixture-of-experts.js'

// Growth and dates
export { daysPerYear, growthRate } from './growth-rate.js'
export { dateAfter, yearsSince } from './iso-date.js'
export type { GrowthRate, GrowthUnit } from './growth-rate.js'
export type { IsoDate } from './iso-date.js'

// Compute trends
export { computeModelSchema, parseComputeModels } from './compute-model.js'
export { fitComputeTrend } from './compute-trend.js'
export { describeComputeTrend } from './describe-compute-trend.js'
export { runningFrontier } from './running-frontier.js'
export { thresholdDate } from './threshold-date.js'
export { compareTrends } from './trend-alternatives.js'
export type { ComputeModel } from './compute-model.js'
export type {
  ComputeTrend,
  ComputeTrendOptions,
  LineCovariance,
  TrendCovariance,
  TrendIntervalMethod,
} from './compute-trend.js'
export type { DateWindow } from './date-window.js'
export type { ResamplingOptions, ResamplingRecord, TaskResamplingOptions } from './resampling.js'
export type { RunningFrontierOptions } from './running-frontier.js'
export type { DateInterval, ThresholdDate, ThresholdDateOptions } from './threshold-date.js'
export type {
  CrossValidationOptions,
  TrendAlternative,
  TrendComparison,
  TrendComparisonOptions,
  TrendForm,
} from './trend-alternatives.js'
export type { TrendIntervals } from './trend-intervals.js'
export type { TrendSample, TrendSelection } from './trend-sample.js'

// Training runs
export { parseRuns, runSchema } from './training-run.js'
export { simulateRuns } from './simulate-runs.js'
export type { TrainingRun } from './training-run.js'
export type { SimulateRunsOptions } from './simulate-runs.js'

// The Chinchilla law
export { chinchillaLoss } from './chinchilla-law.js'
export { chinchillaObjective } from './chinchilla-objective.js'
export { computeOptimal } from './compute-optimal.js'
export { allocateInferenceAware } from './allocate-inference-aware.js'
export { allocationAt } from './allocation-at.js'
export { caseBootstrap } from './case-bootstrap.js'
export { fitChinchilla } from './fit-chinchilla.js'
export { leastAbsoluteDeviations } from './least-absolute-deviations.js'
export { withoutHighest } from './without-highest.js'
export { chinchillaOptimum } from './chinchilla-optimum.js'
export type { ChinchillaOptimum, ChinchillaOptimumOptions } from './chinchilla-optimum.js'
export { publishedFits } from './published-fits.js'
export type { ChinchillaParameters } from './chinchilla-law.js'
export type { ChinchillaObjective, ChinchillaObjectiveOptions } from './chinchilla-objective.js'
export type { ComputeOptimum } from './compute-optimal.js'
export type { InferenceAwareAllocation } from './allocate-inference-aware.js'
export type { AllocationAt } from './allocation-at.js'
export type { CaseBootstrap, CaseBootstrapOptions } from './case-bootstrap.js'
export type { LeastAbsoluteDeviations } from './least-absolute-deviations.js'
export type { ChinchillaFit, FitChinchillaOptions } from './fit-chinchilla.js'
export type {
  Allocation,
  BasinEvidence,
  BootstrapEvidence,
  ConstantCovariance,
  CovarianceName,
  FitLoss,
  LadCertificate,
  LawFit,
  LossName,
  Optimum,
} from './fit-result.js'
export { presets } from './presets.js'
export type { Preset, PresetName } from './presets.js'
export type { PublishedFit } from './published-fits.js'

// Fits that were saved
export { allocateBudgets } from './allocate-budgets.js'
export { allocateDataConstrained } from './allocate-data-constrained.js'
export { lawLoss } from './law-value.js'
export { predictWithFit } from './predict-with-fit.js'
export { parseFit } from './saved-fit.js'
export type { AllocatingFit, FitAllocation } from './allocate-budgets.js'
export type { DataConstrainedAllocation } from './allocate-data-constrained.js'
export type { LawPlace } from './law-value.js'
export type { PredictingFit } from './predict-with-fit.js'
export type { SavedFit } from './saved-fit.js'

// Chinchilla approaches 1 and 2, and inference-aware allocation
export { fitFrontierPowerLaw } from './frontier-power-law.js'
export { fitInferenceAware } from './fit-inference-aware.js'
export { fitIsoFlop } from './fit-isoflop.js'
export { fitLossEnvelope, lossCurvePointSchema, parseLossCurves } from './fit-loss-envelope.js'
export { inferenceAwareOptimum } from './inference-aware.js'
export { isoFlopBias } from './isoflop-bias.js'
export type { FitInferenceAwareOptions, InferenceAwareFit } from './fit-inference-aware.js'
export type { IsoFlopBudget, IsoFlopFit, IsoFlopOptions } from './fit-isoflop.js'
export type { LossCurvePoint, LossEnvelopeFit, LossEnvelopeOptions } from './fit-loss-envelope.js'
export type { FrontierPowerLaw, FrontierPowerLawOptions, OptimalSize } from './frontier-power-law.js'
export type { InferenceAwareOptimum, InferenceDemand } from './inference-aware.js'
export type { BudgetBias, IsoFlopBias } from './isoflop-bias.js'

// Observational scaling laws
export { equivalentCompute, fitFamilyCompute } from './family-compute.js'
export { fitObservational } from './fit-observational.js'
export { imputeScores } from './impute-scores.js'
export { modelScoresSchema, parseModelScores } from './model-scores.js'
export { principalComponents } from './principal-components.js'
export type { FamilyCompute, FamilyLine, FamilyPoint } from './family-compute.js'
export type { FitObservationalOptions } from './fit-observational.js'
export type { ImputedScores, ImputeScoresOptions, Reconstruction } from './impute-scores.js'
export type { ModelScores } from './model-scores.js'
export type {
  CapabilityComponents,
  ObservationalError,
  ObservationalFit,
  ObservationalParameters,
  ObservationalPrediction,
} from './observational-result.js'
export type { PrincipalComponents, PrincipalComponentsOptions } from './principal-components.js'

// Power law with offset
export { curvePointSchema, parseCurvePoints } from './curve-point.js'
export { fitPowerOffset } from './fit-power-offset.js'
export { powerOffsetLoss } from './power-offset-law.js'
export type { CurvePoint } from './curve-point.js'
export type { FitLawOptions } from './internal/fit-law.js'
export type { PowerOffsetFit } from './fit-power-offset.js'
export type { PowerOffsetParameters } from './power-offset-law.js'

// Laws of one's own
export { defineLaw } from './define-law.js'
export { fitDefinedLaw } from './fit-defined-law.js'
export type { ConstantSpec, DefinedLaw, LawSpec } from './define-law.js'
export type { DefinedLawFit } from './fit-defined-law.js'

// Inference on laws
export { backtestLaw } from './backtest-law.js'
export { bootstrapLaw } from './bootstrap-law.js'
export { compareLaws } from './compare-laws.js'
export { predictLoss } from './predict-loss.js'
export { profileIntervals } from './profile-intervals.js'
export type { Backtest, BacktestCutoff, BacktestFactor, BacktestOptions, PredictionErrors } from './law-backtest.js'
export type { BootstrapKind, BootstrapLawOptions, LawBootstrap } from './law-bootstrap.js'
export type { CandidateOf, ComparedLaw, CompareLawsOptions, LawCandidate, LawComparison } from './law-comparison.js'
export type { KnownLaw, LawConstants, LawLabel, LawName, LawPoint, LawTypes } from './law-name.js'
export type { LossPrediction, LossPredictions, PredictLossOptions } from './predict-loss.js'
export type { ProfileCalibration, ProfileIntervals, ProfileOptions } from './profile-intervals.js'

// The laws of Kaplan et al.
export { fitKaplan } from './fit-kaplan.js'
export { fitKaplanSteps } from './fit-kaplan-steps.js'
export { fitPowerLaw } from './fit-power-law.js'
export {
  kaplanExponents,
  kaplanOptimum,
  kaplanOverfitting,
  kaplanStepsLoss,
  minimumCompute,
  minimumSteps,
} from './kaplan-training.js'
export type { KaplanStepsFit } from './fit-kaplan-steps.js'
export type { KaplanOptimum, KaplanStepsParameters, TrainingStepPoint } from './kaplan-training.js'
export { criticalBatchSize, kaplanLoss, powerLawLoss, publishedKaplan } from './kaplan-laws.js'
export type { KaplanFit } from './fit-kaplan.js'
export type { PowerLawFit } from './fit-power-law.js'
export type { KaplanParameters, PowerLawParameters, PublishedLaw } from './kaplan-laws.js'

// Repeated data
export { dataConstrainedLoss, effectiveData } from './data-constrained-law.js'
export { dataConstrainedOptimal } from './data-constrained-optimal.js'
export { fitDataConstrained } from './fit-data-constrained.js'
export type { DataConstrainedParameters, EffectiveData } from './data-constrained-law.js'
export type { DataConstrainedOptimum } from './data-constrained-optimal.js'
export type { DataConstrainedFit, RepeatedDataRun, RepetitionParameters } from './fit-data-constrained.js'

// Broken, saturating and over-training laws
export { bnslLoss } from './bnsl-law.js'
export { downstreamError, downstreamPointSchema, parseDownstreamPoints } from './downstream-error-law.js'
export { fitBnsl } from './fit-bnsl.js'
export { fitDownstreamError } from './fit-downstream-error.js'
export { fitLossToLoss } from './fit-loss-to-loss.js'
export { fitM1, fitM2, fitM3, fitM4 } from './fit-m-laws.js'
export { fitOverTraining } from './fit-over-training.js'
export { lossPairSchema, lossToLoss, parseLossPairs } from './loss-to-loss-law.js'
export { m1Loss, m2Loss, m3Loss, m4Loss } from './m-laws.js'
export { overTrainingLoss, overTrainingOptimum } from './over-training-law.js'
export type { BnslBreakName, BnslParameters } from './bnsl-law.js'
export type { DownstreamErrorParameters, DownstreamPoint } from './downstream-error-law.js'
export type { BnslFit, BnslLossName, FitBnslOptions } from './fit-bnsl.js'
export type { DownstreamErrorFit } from './fit-downstream-error.js'
export type { FitLossToLossOptions, LossToLossFit } from './fit-loss-to-loss.js'
export type { FitM4Options, M1Fit, M2Fit, M3Fit, M4Fit } from './fit-m-laws.js'
export type { OverTrainingFit } from './fit-over-training.js'
export type { LossPair, LossToLossParameters } from './loss-to-loss-law.js'
export type { M1Parameters, M2Parameters, M3Parameters, M4Parameters } from './m-laws.js'
export type { OverTrainingParameters } from './over-training-law.js'

// Task-length time horizons
export { parseMetrResults } from './agent-horizon.js'
export { horizonDoubling } from './horizon-doubling.js'
export { horizonDate } from './horizon-date.js'
export { fitHorizonTrend } from './horizon-trend.js'
export { fitHorizonTrendFromRuns } from './horizon-trend-from-runs.js'
export { stateOfTheArt } from './state-of-the-art.js'
export type { AgentHorizon, MinutesInterval } from './agent-horizon.js'
export type { HorizonDoubling, HorizonDoublingOptions } from './horizon-doubling.js'
export type { HorizonDate, HorizonDateOptions } from './horizon-date.js'
export type { HorizonTrend, HorizonTrendOptions } from './horizon-trend.js'
export type { HorizonTrendFromRuns, HorizonTrendFromRunsOptions } from './horizon-trend-from-runs.js'
export { parseTaskRuns, taskRunSchema } from './task-run.js'
export { taskWeights } from './task-weights.js'
export { fitTimeHorizons } from './time-horizon.js'
export type { HorizonSensitivity } from './horizon-sensitivity.js'
export type { LongEnd } from './long-end.js'
export type { TaskRun } from './task-run.js'
export type { TaskWeighting } from './task-weights.js'
export type { TimeHorizon, TimeHorizonOptions } from './time-horizon.js'

// Repeated sampling
export { betaBinomialPassAtK, fitBetaBinomialPassAtK } from './beta-binomial-pass-at-k.js'
export { meanPassAtK } from './pass-at-k.js'
// Repeated sampling is needed by other packages as well, so it lives in stats.
export { passAtK } from '@safety-portfolio/stats'
export { forecastGumbelTail } from './gumbel-tail.js'
export type { GumbelTail, GumbelTailOptions, TailForecast } from './gumbel-tail.js'
export { fitPassAtKPowerLaw } from './pass-at-k-power-law.js'
export type { BetaBinomialPassAtK, BetaBinomialPassAtKOptions, BetaParameters } from './beta-binomial-pass-at-k.js'
export type { MeanPassAtKOptions, PassAtKCurve, PassAtKPoint, ProblemAttempts } from './pass-at-k.js'
export type { PassAtKPowerLaw } from './pass-at-k-power-law.js'

// Algorithmic progress and effective compute
export { combineDoublingTimes, hoAlgorithmicProgress, progressDoublingTimes } from './algorithmic-progress.js'
export { fitAlgorithmicProgress } from './fit-algorithmic-progress.js'
export { fitPenalisedProgress } from './fit-penalised-progress.js'
export type { PenalisedProgressFit, PenalisedProgressOptions } from './penalised-progress.js'
export type { AlgorithmicProgressFit, DatedModel, ProgressParameters } from './fit-algorithmic-progress.js'
export { effectiveCompute, effectiveComputeGrowth } from './effective-compute.js'
export { planTriggers, triggerCadence } from './trigger-plan.js'
export type { ProgressDoublingTimes, ProgressExponents, PublishedProgress } from './algorithmic-progress.js'
export type { EffectiveComputeOptions, EffectiveGrowth, EffectiveGrowthInput } from './effective-compute.js'
export type { AssessedModel, PlannedModel, TriggerPlan, TriggerPlanOptions, TriggerStep } from './trigger-plan.js'

// Emergence
export { breakVersusSmooth } from './break-versus-smooth.js'
export { auditEmergence } from './emergence-audit.js'
export { emergenceScore } from './emergence-score.js'
export { metricValues, tokenSuccess, tokenSuccessFromExactMatch } from './metric-transform.js'
export { itemsToResolve, resolutionLimit } from './resolution-limit.js'
export type { BreakLocation, BreakTest, BreakTestOptions, ScalePoint } from './break-versus-smooth.js'
export type { EmergenceAudit, EmergenceAuditOptions, EmergenceAuditRow } from './emergence-audit.js'
export type { EmergenceScore } from './emergence-score.js'
export type { MetricValues, TokenLossLaw } from './metric-transform.js'
export type { ResolutionLimit } from './resolution-limit.js'
