import type { OtlpSpan } from '../../export/otlp-span.js'
import { otlpRequest, otlpRunSpan, otlpSampleSpans, type OtlpOptions } from '../../export/otlp-traces.js'
import type { EvalScore, EvalSpec } from '../../log/eval-log.js'
import type { ScoreReport } from '../../statistics/score-report.js'
import type { Hooks } from '../../task/hooks.js'
import { sendOtlp, tracesUrl, type OtlpEndpoint } from './send-otlp.js'

/** Spans that are sent together. */
const batch = 512

/** Hooks that send a run to an OpenTelemetry collector while it goes on. What a collector does not take is a warning of the run and no more. */
export function otlpHooks(options: OtlpEndpoint & OtlpOptions): Hooks {
  tracesUrl(options.url)
  let spec: EvalSpec | null = null
  let spans: OtlpSpan[] = []
  const flush = async (): Promise<void> => {
    const now = spans
    spans = []
    if (now.length > 0) await sendOtlp(options, otlpRequest(now))
  }
  return {
    name: 'otlp',
    onRunStart(run) {
      spec = run.spec
    },
    onSampleEnd(sample) {
      if (spec === null) return
      spans.push(...otlpSampleSpans(spec, sample, options))
      return spans.length >= batch ? flush() : undefined
    },
    onRunEnd({ status, reason, attempts, errors, scores }) {
      if (spec === null) return
      const stats = { started_at: spec.created, completed_at: new Date().toISOString() }
      const error = reason === null ? null : { message: reason, traceback: '', traceback_ansi: '' }
      const results = { total_samples: attempts, completed_samples: attempts - errors, scores: scores.map(loggedScore) }
      spans.push(otlpRunSpan({ eval: spec, status, stats, results, error }))
      return flush()
    },
  }
}

function loggedScore({ scorer, reducer, mean, standardError }: ScoreReport): EvalScore {
  const metrics = [
    ['mean', mean],
    ['stderr', standardError],
  ] as const
  return {
    name: scorer,
    scorer,
    reducer,
    params: {},
    metrics: Object.fromEntries(
      metrics.flatMap(([name, value]) => (value === null ? [] : [[name, { name, value, params: {} }]])),
    ),
  }
}
