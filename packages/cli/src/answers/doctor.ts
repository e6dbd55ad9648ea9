import type { Check } from '../doctor/check.js'
import { counted } from '../text/counted.js'
import type { Answer } from './answer.js'

/** What was looked at, and what to do. */
export function doctorAnswer(checks: readonly Check[]): Answer {
  const problems = checks.filter(({ status }) => status === 'problem')
  const remedies = checks.filter(({ remedy }) => remedy !== null)
  return {
    title: 'Doctor',
    lead:
      problems.length === 0
        ? `${counted(checks.length, 'check')}, no problem.`
        : `${counted(problems.length, 'problem')} in ${counted(checks.length, 'check')}: ${problems.map(({ check }) => check).join(', ')}.`,
    tables: [
      {
        caption: 'What was looked at',
        header: ['check', 'status', 'finding'],
        rows: checks.map(({ check, status, finding }) => [check, status, finding]),
      },
      ...(remedies.length === 0
        ? []
        : [
            {
              caption: 'What to do',
              header: ['check', 'remedy'],
              rows: remedies.map(({ check, remedy }) => [check, remedy!]),
            },
          ]),
    ],
    basis: {
      method: 'files written, read and removed; the list of models asked for; one short answer asked of every endpoint',
      assumptions: ['What works now works later.', 'An endpoint that answers one question answers thousands of them.'],
      warnings: [],
    },
    result: { command: 'doctor', problems: problems.length, checks },
    fine: problems.length === 0,
  }
}
