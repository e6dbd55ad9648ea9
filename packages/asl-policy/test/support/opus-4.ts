import { caseFrom, type PolicyCase } from '../../src/index.js'

/** A case like that of Claude Opus 4, complete under version 2.2. */
export const opus4: Readonly<Record<string, unknown>> = {
  case: 'Opus 4',
  subject: { weights: 'opus-4', configuration: 'api', activity: 'deploy-general' },
  asOf: '2025-05-22',
  assessment: { required: true },
  determinations: [
    { threshold: 'CBRN-3', verdict: 'cannot-rule-out', rationale: 'uplift near the line' },
    { threshold: 'CBRN-4', verdict: 'ruled-out', rationale: 'follow-up' },
    { threshold: 'AI R&D-4', verdict: 'ruled-out', rationale: 'survey' },
  ],
  safeguards: [
    { standard: 'ASL-3 Deployment', status: 'met' },
    { standard: 'ASL-3 Security', status: 'met' },
  ],
  approvals: ['CEO', 'RSO'],
  shared: ['Board', 'LTBT'],
}

/** The case with some of its parts replaced. */
export function opus4With(parts: Readonly<Record<string, unknown>>): PolicyCase {
  return caseFrom({ ...opus4, ...parts })
}
