export { version } from './version.js'

// Rare behaviours: measurements
export { elicitationScore, logProbabilityOfScore } from './elicitation-score.js'
export {
  observationSchema,
  observationsFromHits,
  observationsFromLogProbabilities,
  observationsFromProbabilities,
  observationsFromRows,
  observationsFromScores,
  parseObservations,
} from './observations.js'
export type { ObservationKind, ObservationRow, Observations } from './observations.js'

// Rare behaviours: tails
export { fitParetoTail } from './fit-pareto-tail.js'
export { fitTail } from './fit-tail.js'
export { tailLogMean } from './tail-mean.js'
export { tailLogSurvival, tailQuantile } from './tail-quantile.js'
export type { ParetoFit } from './fit-pareto-tail.js'
export type { FitTailOptions, TailFit } from './fit-tail.js'
export type { LinearTail, NormalTail, ParetoTail, PlottingPosition, Tail, TailMethod } from './tail.js'

// Rare behaviours: forecasts
export { backtestForecasts } from './backtest.js'
export { forecastRare, worstQueries } from './forecast-rare.js'
export { scoreForecasts } from './forecast-score.js'
export { cleanTrialsNeeded, zeroHitsBound } from './zero-hits-bound.js'
export type { Backtest, BacktestOptions, MethodBacktest } from './backtest.js'
export type { ForecastOptions, WorstQueriesOptions } from './forecast-rare.js'
export type {
  AggregateRisk,
  BehaviourFrequency,
  ExceedanceBound,
  RareForecast,
  TailRefusal,
  WorstQuery,
} from './forecast-result.js'
export type { ForecastOutcome, ForecastScore, ForecastShare } from './forecast-score.js'
export type { TailAtK, TailByMethod, TailCurvature, TailDiagnostics } from './tail-diagnostics.js'
export type { ZeroHitsBound } from './zero-hits-bound.js'
export { anytimeRate, anytimeStopping } from './anytime-rate.js'
export { compareSources } from './compare-sources.js'
export { roganGladen } from './rogan-gladen.js'
export type { AnytimeOptions, AnytimeRate, StoppingDecision } from './anytime-rate.js'
export type { RedTeamingSource, SourceComparison, SourceForecast } from './compare-sources.js'
export type { CorrectedRate, MeasuredRate } from './rogan-gladen.js'

// Best of N
export { attackedItemSchema } from './attacked-item.js'
export { bestOfN } from './best-of-n.js'
export type { AttackedItem, StoppingRule } from './attacked-item.js'
export type { BestOfN, BestOfNOptions, BestOfNPowerLaw, SuccessAtN } from './best-of-n.js'

// Layers
export { captureRecapture } from './capture-recapture.js'
export {
  betaBinomialJointMiss,
  copulaJointMiss,
  effectiveLayers,
  frechetBounds,
  jointMiss,
  phiBounds,
  tetrachoricCorrelation,
} from './joint-miss.js'
export { layerChain } from './layer-chain.js'
export { layerOutcomes } from './layer-outcomes.js'
export { analyseLayers } from './layers.js'
export { missAgreement } from './miss-agreement.js'
export type { CaptureRecapture } from './capture-recapture.js'
export type { JointMissInput } from './joint-miss.js'
export type { ChainResult, ChainStage } from './layer-chain.js'
export type { LayerItem, LayerOutcomes } from './layer-outcomes.js'
export type { LayersOptions } from './layers.js'
export type {
  DetectorSummary,
  GreedyStep,
  LayerExtrapolation,
  LayersResult,
  PairSummary,
  StratumSummary,
} from './layers-result.js'
export type { MissAgreement, MissTable } from './miss-agreement.js'

// Audits
export { auditCurve, auditedInTop, auditSchema } from './audit-budget.js'
export { bestAttackCount, deploymentGame, winProbability } from './deployment-game.js'
export { phiPower, positivesForPhi } from './phi-power.js'
export type { AuditCurve, AuditOptions, AuditRow, AuditScores, DetectionAtBudget } from './audit-budget.js'
export type { AttemptRates, DeploymentGame, DeploymentOptions, PlayedAttempt } from './deployment-game.js'
export type { PhiDesign } from './phi-power.js'
