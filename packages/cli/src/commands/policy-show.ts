import { checkCommitments, type Policy } from '@safety-portfolio/asl-policy'
import { Command } from 'commander'
import type { Io } from '../io/io.js'
import { chosenPolicy, withPolicyOptions, type PolicyOptions } from '../policies/find-policy.js'
import type { SummaryTable } from '../report/summary-table.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

/** `safety-portfolio policy show`: what a policy says, clause by clause, and how it answers the five commitments. */
export function policyShowCommand(io: Io, exit: Exit): Command {
  const command = withPolicyOptions(
    new Command('show').description('What a policy says, with clauses, sources and the five commitments.'),
  ).addHelpText('after', '\nExample:\n  safety-portfolio policy show --policy rsp --version 2.2')
  return answering<CommonOptions & PolicyOptions>(command, io, exit, async (_file, options, work) => {
    const policy = await chosenPolicy(options, options.asOf, work)
    const commitments = checkCommitments(policy)
    return {
      title: policy.title,
      lead: policy.summary,
      tables: tablesOf(policy, commitments).filter(({ rows }) => rows.length > 0),
      basis: {
        method: 'our reading, in our own words',
        assumptions: policy.limits.length === 0 ? ['What is not in these rules is not decided.'] : policy.limits,
        warnings: Object.entries(policy.sources)
          .filter(([, { status }]) => status !== 'read')
          .map(([id, { title, status }]) => ({ code: 'source-status', message: `${title} (${id}): ${status}.` })),
      },
      result: { policy, commitments },
      fine: true,
    }
  })
}

function tablesOf(policy: Policy, commitments: ReturnType<typeof checkCommitments>): readonly SummaryTable[] {
  return [
    {
      caption: 'Thresholds',
      header: ['threshold', 'asks for', 'clause', 'statement'],
      rows: policy.thresholds.map(({ id, requires, clause, statement }) => [
        id,
        [...new Set(requires.map(({ standard, claim }) => standard ?? claim ?? ''))].join(', ') || 'nothing',
        clause,
        statement,
      ]),
    },
    {
      caption: 'Rules',
      header: ['rule', 'stage', 'otherwise', 'clause'],
      rows: policy.rules.map(({ id, stage, otherwise, clause }) => [id, stage, otherwise, clause]),
    },
    {
      caption: 'Clocks',
      header: ['duty', 'time', 'counted from', 'limit', 'clause'],
      rows: policy.clocks.map(({ id, every, within, workingDays, starts, hard, clause }) => [
        id,
        every ?? within ?? `${workingDays ?? 0} working days`,
        starts,
        hard ? 'hard' : 'guidance',
        clause,
      ]),
    },
    {
      caption: 'Promises',
      header: ['promise', 'text', 'clause'],
      rows: policy.terms.map(({ id, text, clause }) => [id, text, clause]),
    },
    {
      caption: 'Left to judgement: claims with an author and a reviewer',
      header: ['claim', 'clause', 'statement'],
      rows: policy.claims.map(({ id, clause, statement }) => [id, clause, statement]),
    },
    {
      caption: 'The five commitments',
      header: ['commitment', 'met', 'because'],
      rows: commitments.map(({ title, met, parts }) => [
        title,
        met,
        parts.map(({ id, status, note }) => `${id} ${status}: ${note}`).join('; '),
      ]),
    },
    {
      caption: 'Sources',
      header: ['source', 'status', 'title'],
      rows: Object.entries(policy.sources).map(([id, { status, title }]) => [id, status, title]),
    },
  ]
}
