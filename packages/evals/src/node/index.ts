export { nodeCodecs } from './node-codecs.js'
export { fileSource } from './file-source.js'
export type { FileSource } from './file-source.js'
export { samplesParquet } from './write-parquet.js'

// Runs
export { runEval } from './run/run-eval.js'
export { rescoreLog } from './run/rescore-log.js'
export type { RescoreOptions } from './run/rescore-log.js'
export { RunError } from './run/run-error.js'
export type { RunOptions, RunProgress, RunResult } from './run/run-options.js'
export { sharedBudget } from './run/budget.js'
export type { Budget, BudgetLimits } from './run/budget.js'
export type { RetryOptions } from './run/call-with-retries.js'
export type { ResponseCache } from './run/model-runtime.js'
export { LogWriteError } from './run/log-sink.js'
export { LogLockedError } from './run/log-lock.js'

// OpenTelemetry
export { sendOtlp } from './otlp/send-otlp.js'
export type { OtlpEndpoint } from './otlp/send-otlp.js'
export { otlpHooks } from './otlp/otlp-hooks.js'

// Tools of the Model Context Protocol
export { mcpTools } from './mcp/mcp-tools.js'
export type { McpTools, McpToolsOptions } from './mcp/mcp-tools.js'
export type { McpProcess } from './mcp/stdio-transport.js'
export type { McpAddress } from './mcp/http-transport.js'
export type { McpServerInfo } from './mcp/json-rpc.js'

// Sandboxes
export { localSandbox } from './sandbox/local-sandbox.js'
export { dockerSandbox } from './sandbox/docker-sandbox.js'
export type { DockerSandboxOptions } from './sandbox/docker-sandbox.js'
export { resolveSandbox } from './sandbox/resolve-sandbox.js'

// Approvals and hooks
export { humanApprover } from './approval/human-approver.js'
export type { HumanApproverOptions } from './approval/human-approver.js'
export { resolveApproval } from './approval/resolve-approval.js'
export { loadHooks } from './run/load-hooks.js'

// Tasks and data
export { loadTask } from './tasks/load-task.js'
export type { TaskArguments } from './tasks/load-task.js'
export { fileDataset } from './data/file-dataset.js'
export type { FileDatasetOptions } from './data/file-dataset.js'
export { sampleFields } from './data/row-schema.js'
export type { FieldNames, RawRow, ToSample } from './data/row-schema.js'
export {
  bbqDataset,
  bbqSample,
  gsm8kDataset,
  humanEvalDataset,
  modelWrittenDataset,
  truthfulQaDataset,
} from './data/built-in-datasets.js'
export { builtInTasks } from './data/built-in-tasks.js'
export type { BuiltInTask } from './data/built-in-tasks.js'

// promptfoo
export { promptfooRuns } from './promptfoo/load-suite.js'
export type { PromptfooRun } from './promptfoo/load-suite.js'
export type { ProviderModel } from './promptfoo/providers.js'

// Models
export { aiSdkModel } from './models/ai-sdk-model.js'
export type { AiSdkModelOptions } from './models/ai-sdk-model.js'
export { openAiCompatibleModel } from './models/openai-compatible.js'
export type { EndpointOptions } from './models/openai-compatible.js'
export { anthropicModel } from './models/anthropic.js'
export { answerLogprob, completionsModel } from './models/legacy-completions.js'
export { recordedModels, recordingCache, recordingModel, replayModel } from './models/record-replay.js'
export { logReplay } from './models/log-replay.js'
export type { LogReplay } from './models/log-replay.js'
export { resolveModel, secretsIn } from './models/resolve-model.js'
export type { ModelEnvironment } from './models/resolve-model.js'
export { diskCache } from './cache/disk-cache.js'
export type { DiskCache } from './cache/disk-cache.js'
export { explainMisses } from './cache/explain-miss.js'
export type { CachedRequest, ExplainedMiss, ExplainingCache, MissExplanation } from './cache/explain-miss.js'
export { parseThreshold } from './tasks/yaml-task.js'

// Signatures
export { signatureProblem, signHead } from './signature/sign-head.js'
export type { LogSignature } from './signature/sign-head.js'

// Reports
export { htmlReport } from './view/write-html-report.js'
export { viewServer } from './view/view-server.js'
export type { ViewServer } from './view/view-server.js'
export { redactor as redactorOf } from './run/redact.js'
export type { Redact } from './run/redact.js'
