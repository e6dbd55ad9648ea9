import { findPolicies, shippedPolicies, type Policy } from '@safety-portfolio/asl-policy'
import { Command } from 'commander'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

/** `safety-portfolio policy list`: the shipped policies with the day each version came into force. */
export function policyListCommand(io: Io, exit: Exit): Command {
  const command = new Command('list')
    .description('The policies that are shipped, by version.')
    .argument('[name]', 'only this policy')
    .addHelpText('after', '\nExample:\n  safety-portfolio policy list rsp')
  return answering<CommonOptions>(command, io, exit, (name) => {
    const policies = name === undefined ? shippedPolicies() : findPolicies(name)
    if (policies.length === 0) throw new UsageError(`No shipped policy is called "${name!}". See policy list.`)
    const rows = policies.map(summaryOf)
    const basis = {
      method: 'policies as data, in our own words with clause references',
      assumptions: ['They are our reading, not a ruling of their publishers.'],
      warnings: [],
    }
    return {
      title: 'Policies',
      lead: `${counted(policies.length, 'version')} of ${counted(new Set(policies.map(({ id }) => id)).size, 'policy').replace('policys', 'policies')}.`,
      tables: [
        {
          caption: 'Versions by day of effect',
          header: ['policy', 'version', 'in force from', 'rules', 'thresholds', 'clocks', 'sources'],
          rows: rows.map(({ id, version, effective, rules, thresholds, clocks, sources }) => [
            id,
            version,
            effective,
            String(rules),
            String(thresholds),
            String(clocks),
            sources,
          ]),
        },
      ],
      basis,
      result: { policies: rows, ...basis },
      fine: true,
    }
  })
}

function summaryOf({ id, version, title, publisher, effective, names, rules, thresholds, clocks, sources }: Policy) {
  const statuses = [...new Set(Object.values(sources).map(({ status }) => status))]
  return {
    id,
    version,
    title,
    publisher,
    effective,
    names,
    rules: rules.length,
    thresholds: thresholds.length,
    clocks: clocks.length,
    sources: statuses.join(', '),
  }
}
