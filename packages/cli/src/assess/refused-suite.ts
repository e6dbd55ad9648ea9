import { runFacts, type SuiteRun } from './run-suite-task.js'
import type { SuiteReport } from './suite.js'

/** A suite that can say nothing, and says why: a finding, and never evidence. */
export function refusedSuite(
  { suite, title, method, reason }: Readonly<Record<'suite' | 'title' | 'method' | 'reason', string>>,
  asked: SuiteRun | null,
): SuiteReport {
  return {
    suite,
    answer: {
      title,
      lead: reason,
      tables: [],
      basis: { method, assumptions: [], warnings: [{ code: 'no-answers', message: reason }] },
      result: { refused: reason },
      fine: false,
    },
    charts: [],
    planted: [],
    evidence: [],
    ...(asked === null ? { logs: [], attempts: null } : runFacts(asked)),
  }
}
