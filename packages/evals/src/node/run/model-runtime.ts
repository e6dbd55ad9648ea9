import type { ModelUsage } from '../../log/eval-log.js'
import { costOf, type Price } from '../../models/price.js'
import type { Model, ModelOutput, ModelRequest } from '../../task/model.js'
import { requireOutput } from '../../task/require-output.js'
import { adaptiveLimiter, type AdaptiveLimiter } from './adaptive-limiter.js'
import type { Budget } from './budget.js'
import { callWithRetries, type RetryOptions } from './call-with-retries.js'

/** Answers that were given before. */
export interface ResponseCache {
  get(model: Model, request: ModelRequest): Promise<ModelOutput | null>
  set(model: Model, request: ModelRequest, output: ModelOutput): Promise<void>
}

/** A call as the log shows it. */
export interface CallRecord {
  readonly output: ModelOutput
  readonly retries: number
  /** Milliseconds of waiting. */
  readonly waited: number
  readonly cached: boolean
}

/** A model with everything that goes with calling it in a run: its turn, retries, budget, prices, the cache. */
export interface ModelRuntime {
  readonly model: Model
  call(request: ModelRequest, signal: AbortSignal, seed: number): Promise<CallRecord>
  readonly limiter: AdaptiveLimiter
}

/** What models of a run share. */
export interface RuntimeOptions {
  readonly maxConnections: number
  readonly retry: RetryOptions
  readonly budget: Budget
  readonly prices: Readonly<Record<string, Price>>
  readonly cache: ResponseCache | null
}

/** Prepares a model for a run. */
export function modelRuntime(model: Model, options: RuntimeOptions): ModelRuntime {
  const limiter = adaptiveLimiter({ most: options.maxConnections })
  const price = options.prices[model.name]
  return {
    model,
    limiter,
    async call(request, signal, seed) {
      options.budget.check()
      const known = options.cache === null ? null : await options.cache.get(model, request)
      if (known !== null) return { output: known, retries: 0, waited: 0, cached: true }
      const outcome = await callWithRetries(
        (stop) => model.generate({ ...request, signal: stop }),
        limiter,
        options.retry,
        signal,
        seed,
      )
      const output = priced(requireOutput(model.name, outcome.output), price)
      if (output.usage !== undefined) options.budget.add(output.usage)
      if (options.cache !== null) await options.cache.set(model, request, output)
      return { ...outcome, output, cached: false }
    },
  }
}

function priced(output: ModelOutput, price: Price | undefined): ModelOutput {
  const { usage } = output
  if (price === undefined || usage === undefined || typeof usage.total_cost === 'number') return output
  const total: ModelUsage = { ...usage, total_cost: costOf(usage, price) }
  return { ...output, usage: total }
}
