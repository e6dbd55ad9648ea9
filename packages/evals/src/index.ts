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
export { recoverLog } from './log/recover-log.js'
export { importLogs } from './import/import-log.js'
export type { ForeignFormat, ImportedLogs } from './import/import-log.js'
export { contentText, messageText, sameColumns, sampleRow } from './export/sample-rows.js'
export type { Cell, SampleRow } from './export/sample-rows.js'
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
export type { RecomputedScore } from './statistics/recompute-scores.js'
export { reducerNamed } from './statistics/reducers.js'
export type { Reducer } from './statistics/reducers.js'
export { logResults } from './statistics/log-results.js'
export { passHatK } from './statistics/pass-hat-k.js'
export { scoreNumber } from './statistics/score-number.js'
