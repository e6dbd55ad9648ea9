import type { ModelRuntime } from './model-runtime.js'
import type { RunOptions } from './run-options.js'
import type { Tally } from './tally.js'

/** Tells the caller how far the run is, ten times a second at most. */
export function progressReporter(
  { onProgress }: RunOptions,
  tally: Tally,
  restored: { readonly count: number },
  budget: { readonly tokens: number; readonly cost: number },
  model: ModelRuntime,
  total: number | null,
  began: number,
): (always?: boolean) => void {
  let last = -Infinity
  return (always = false) => {
    if (onProgress === undefined) return
    const now = performance.now()
    if (!always && now - last < 100) return
    last = now
    const rate = (tally.done - restored.count) / Math.max((now - began) / 1000, 1e-3)
    onProgress({
      done: tally.done,
      total,
      errors: tally.errors,
      tokens: budget.tokens,
      cost: budget.cost,
      rate,
      secondsLeft: total === null || rate === 0 ? null : Math.max(0, total - tally.done) / rate,
      connections: model.limiter.limit,
    })
  }
}
