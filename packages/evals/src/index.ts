export { version } from './version.js'

// Logs
export { openLog } from './log/open-log.js'
export type { OpenLogOptions } from './log/open-log.js'
export { LogError } from './log/log-error.js'
export type { LogErrorCode } from './log/log-error.js'
export { wholeLog } from './log/log-reader.js'
export type { LogFormat, LogReader } from './log/log-reader.js'
export { parseLogJson, writeLogJson } from './log/log-json.js'
export { writeJsonLog } from './log/json-log.js'
export { writeZipLog } from './log/write-zip-log.js'
export { verifyLog } from './log/verify-log.js'
export type { LogCheck, LogVerification, VerifyLogOptions } from './log/verify-log.js'
export { logInfo } from './log/log-info.js'
export type { LogInfo } from './log/log-info.js'
export type { FailureReason } from './statistics/failure-reasons.js'
export { recoverLog } from './log/recover-log.js'
export { importLogs } from './import/import-log.js'
export type { ForeignFormat, ImportedLogs } from './import/import-log.js'
export { contentText, messageText, sameColumns, sampleRow } from './export/sample-rows.js'
export type { Cell, SampleRow } from './export/sample-rows.js'
export { otlpTraces } from './export/otlp-traces.js'
export type { OtlpOptions } from './export/otlp-traces.js'
export type { OtlpEvent, OtlpSpan, OtlpTraces } from './export/otlp-span.js'
export type { OtlpAttribute, OtlpValue } from './export/otlp-value.js'
export { diffSamples } from './log/diff-samples.js'
export type { SampleDiff, SampleDifference } from './log/diff-samples.js'
export { portableCodecs } from './log/codecs.js'
export type { Codecs } from './log/codecs.js'
export { bytesSource } from './zip/byte-source.js'
export type { ByteSource } from './zip/byte-source.js'
export type { ZipLimits } from './zip/zip-limits.js'
export type {
  EvalError,
  EvalHeader,
  EvalLog,
  EvalMetric,
  EvalResults,
  EvalSample,
  EvalSampleReductions,
  EvalScore,
  EvalSpec,
  EvalStatus,
  ModelUsage,
  SampleSummary,
  Score,
  ScoreValue,
} from './log/eval-log.js'

// Statistics
export { estimateMean } from './statistics/estimate-mean.js'
export type { EstimateMeanOptions, MeanEstimate } from './statistics/estimate-mean.js'
export { recomputeScores } from './statistics/recompute-scores.js'
export type { RecomputedGroup, RecomputedScore } from './statistics/recompute-scores.js'
export { repeatedAttempts } from './statistics/repeated-attempts.js'
export type { RepeatedAttempts, RepeatedEstimate } from './statistics/repeated-attempts.js'
export { reducerNamed } from './statistics/reducers.js'
export type { Reducer } from './statistics/reducers.js'
export { logResults } from './statistics/log-results.js'
export { passHatK } from './statistics/pass-hat-k.js'
export { scoreNumber } from './statistics/score-number.js'

// Tasks
export { datasetOf } from './task/task.js'
export type { Dataset, Sample, SampleLimits, Samples, Task, Threshold } from './task/task.js'
export { metricOf } from './task/metric.js'
export type { Metric } from './task/metric.js'
export type { MetricReport } from './statistics/metric-report.js'
export { unscored } from './task/scorer.js'
export type { Scorer } from './task/scorer.js'
export type { GenerateOptions, SolveContext, Solver, TaskState } from './task/solver.js'
export type { Tool, ToolInfo } from './task/tool.js'
export { LimitError } from './task/limit-error.js'
export type { LimitType } from './task/limit-error.js'
export { ModelError, textOutput } from './task/model.js'
export type {
  CancelSignal,
  Choice,
  GenerateConfig,
  Logprob,
  Model,
  ModelOutput,
  ModelRequest,
  SampleContext,
  StopReason,
} from './task/model.js'
export type {
  AssistantMessage,
  Content,
  ContentPart,
  Message,
  SystemMessage,
  ToolCall,
  ToolMessage,
  UserMessage,
} from './task/message.js'

export { SandboxError } from './task/sandbox.js'
export type { ExecOptions, ExecResult, OpenSandbox, Sandbox, SandboxProvider } from './task/sandbox.js'
export { autoApprover, decideApproval, denyApprover } from './task/approval.js'
export type {
  Approval,
  ApprovalContext,
  ApprovalDecision,
  ApprovalPolicy,
  ApprovalRule,
  Approver,
  DecidedApproval,
} from './task/approval.js'
export { parseApprovalPolicy } from './task/approval-policy.js'
export type { AttemptReference, Hooks, ModelCallEnd, RunEnd, RunStart, ToolCallEnd } from './task/hooks.js'

// Solvers
export { solverOf } from './solvers/solver-of.js'
export { generate } from './solvers/generate.js'
export { chainOfThought, promptTemplate, systemMessage } from './solvers/prompts.js'
export { multipleChoice } from './solvers/multiple-choice.js'
export type { MultipleChoiceOptions } from './solvers/multiple-choice.js'
export { agent } from './solvers/agent.js'
export type { AgentOptions } from './solvers/agent.js'

// Tools
export { bash, python } from './tools/sandbox-tools.js'
export type { SandboxToolOptions } from './tools/sandbox-tools.js'

// Scorers
export { scorerOf } from './scorers/scorer-of.js'
export { exact, f1, includes, match, pattern } from './scorers/text-scorers.js'
export type { MatchOptions, TextScorerOptions } from './scorers/text-scorers.js'
export { choice } from './scorers/choice.js'
export type { ChoiceOptions } from './scorers/choice.js'
export { math, numeric } from './scorers/numeric-scorers.js'
export type { NumericOptions } from './scorers/numeric-scorers.js'
export { pythonTests } from './scorers/python-tests.js'
export type { PythonTestsOptions } from './scorers/python-tests.js'
export { json } from './scorers/json.js'
export type { JsonOptions } from './scorers/json.js'
export { modelGraded } from './scorers/model-graded.js'
export type { ModelGradedOptions } from './scorers/model-graded.js'
export { extractAnswer } from './scorers/extract-answer.js'
export { mathValue } from './scorers/math-value.js'

// Models
export { simulatedModel } from './models/simulated-model.js'
export type { SimulatedModelOptions } from './models/simulated-model.js'
export { costOf } from './models/price.js'
export type { Price } from './models/price.js'
export type { Claim, Dispatcher, WorkItem } from './task/dispatcher.js'
export type { ScoreReport, ThresholdOutcome } from './statistics/score-report.js'

// Reports
export { junitReport } from './report/junit-report.js'
export { githubSummary } from './report/github-summary.js'
export { htmlReport, reportSample } from './report/html-report.js'
export type { ReportSample } from './report/html-report.js'
export type { RunOutcome } from './report/run-outcome.js'

// Comparing and planning
export { questionScores } from './statistics/question-scores.js'
export type { QuestionScore, QuestionScoresOptions } from './statistics/question-scores.js'
export { comparePaired } from './statistics/compare-paired.js'
export type { ComparePairedOptions, PairedComparison } from './statistics/compare-paired.js'
export { compareRuns } from './statistics/compare-runs.js'
export type { ComparedRun, RunComparison } from './statistics/compare-runs.js'
export { minimalDetectableEffect, pilotVariances, sampleSize } from './statistics/power.js'
export type { PilotVariances, PowerDesign } from './statistics/power.js'
export { checkPreregistration, parsePreregistration } from './statistics/preregistration.js'
export type { Preregistration, PreregistrationCheck, PreregistrationResult } from './statistics/preregistration.js'

// Judges
export { calibrateJudge, correctedRate, krippendorffAlpha } from './statistics/judge-metrology.js'
export type { CalibrationVerdict, CorrectedRate, JudgeCalibration } from './statistics/judge-metrology.js'
export { bbqBias } from './statistics/bbq-bias.js'
export type { BbqAnswer, BbqResult } from './statistics/bbq-bias.js'
