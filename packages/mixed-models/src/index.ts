// Formula and data
export { parseFormula } from './formula.js'
export type { Formula, RandomTerm, Terms } from './formula.js'
export type {
  CallExpression,
  Expression,
  Literal,
  NameExpression,
  NumberExpression,
  OperationExpression,
  TextExpression,
} from './internal/expression.js'
export type { ColumnScaling, FrameSpecification } from './internal/model-frame.js'
export type { OrthogonalPolynomials } from './internal/orthogonal-polynomials.js'
export { prepareModel } from './mixed-model.js'
export type { GroupingFactor, MixedModel, ModelOptions, ResponseBounds, Rows } from './mixed-model.js'

// Fits
export { fitMixed } from './fit-mixed.js'
export type { InferenceName, MixedFit, MixedOptions } from './fit-mixed.js'
export { fitLinear } from './fit-linear.js'
export type { LinearFit, LinearOptions } from './fit-linear.js'
export { fitCellMeans, type CellMeansData, type CellMeansFit } from './fit-cell-means.js'
export { fitGeneralised } from './fit-generalised.js'
export type { GeneralisedFit, GeneralisedOptions } from './fit-generalised.js'
export { fitCensored } from './fit-censored.js'
export type { CensoredFit, CensoredOptions } from './fit-censored.js'
export type { ModelFit } from './model-fit.js'
export type { Certificate } from './certificate.js'
export type { FixedEffect } from './fixed-effects.js'
export type { ConditionalModes, RandomEffectCovariance } from './random-effects.js'
export type { LikelihoodMethod } from './internal/criterion.js'

// Inference
export { fixedEffectTable, waldInference } from './fixed-effect-inference.js'
export type { FixedEffectInference, JointTest } from './fixed-effect-inference.js'
export { satterthwaite } from './satterthwaite.js'
export { kenwardRoger } from './kenward-roger.js'
export { clusterRobust } from './cluster-robust.js'
export type { ClusterRobustOptions, ClusterRobustType } from './cluster-robust.js'
export { twoStage } from './two-stage.js'
export type { TwoStage } from './two-stage.js'
export { profileIntervals } from './profile-interval.js'
export type { ProfileInterval, ProfileOptions } from './profile-interval.js'
export { varianceComponents } from './variance-component.js'
export type { VarianceComponent } from './variance-component.js'
export { parametricBootstrap } from './parametric-bootstrap.js'
export type { BootstrapParameter, ModelBootstrap, ParametricBootstrapOptions } from './parametric-bootstrap.js'
export { clusterBootstrap } from './cluster-bootstrap.js'
export type { ClusterBootstrapOptions } from './cluster-bootstrap.js'
export { shrinkage } from './shrinkage.js'
export type { Shrinkage, ShrunkenGroup } from './shrinkage.js'
export { likelihoodRatioTest } from './likelihood-ratio-test.js'
export type { ComparableFit, LikelihoodRatioTest } from './likelihood-ratio-test.js'
export { equivalenceTest } from './equivalence-test.js'
export type { EquivalenceTest } from './equivalence-test.js'

// Plans
export { powerAnalysis } from './power.js'
export type { AssumedVariances, EffectPower, PowerAnalysis, PowerOptions } from './power.js'
export { repeatGroups } from './repeat-groups.js'

// Contrasts, means, predictions
export { contrast } from './contrast.js'
export { marginalMeans } from './marginal-mean.js'
export type { MarginalMeanOptions, MarginalMeans } from './marginal-mean.js'
export { predict } from './prediction.js'
export type { PredictableFit, Prediction, PredictOptions } from './prediction.js'

export { version } from './version.js'
