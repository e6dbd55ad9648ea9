import { version } from '../version.js'
import type { AssessedModel } from './assessment.js'
import type { Plan } from './plan.js'
import { holdsTruth } from './planted-table.js'
import { reportSchemaVersion } from './report-schema.js'

/** The result of an assessment for programs: what `--json` prints and `report.json` holds. */
export function assessmentResult(
  plan: Plan,
  models: readonly AssessedModel[],
  given: { readonly asOf: string; readonly seed: number },
): object {
  return {
    command: 'assess',
    schema: reportSchemaVersion,
    title: plan.title,
    ...given,
    version,
    models: models.map(({ model, simulated, suites, policy }) => ({
      model,
      simulated,
      suites: suites.map(({ suite, answer, planted, evidence, logs, attempts }) => ({
        suite,
        title: answer.title,
        finding: answer.lead,
        method: answer.basis.method,
        assumptions: answer.basis.assumptions,
        warnings: answer.basis.warnings,
        fine: answer.fine,
        result: answer.result,
        planted: planted.map((row) => ({ ...row, holds: holdsTruth(row) })),
        evidence,
        logs,
        attempts,
      })),
      policy:
        policy === null
          ? null
          : { outcome: policy.decision.outcome, permitted: policy.permitted, decision: policy.decision },
    })),
  }
}
