import { checkPolicy, type Finding, type PolicyCheck } from '@safety-portfolio/asl-policy'
import { Command, Option } from 'commander'
import type { Io } from '../io/io.js'
import { chosenPolicy, policiesNamed, withPolicyOptions, type PolicyOptions } from '../policies/find-policy.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const help = `
Exit code 1 when a rule never applies or cannot fail, rules conflict, an expression launders unknown, or something unknown permits.

Example:
  safety-portfolio policy check --policy my-policy.yaml
  safety-portfolio policy check --policy rsp --all`

/** `safety-portfolio policy check`: the proof that a policy fails closed, and what speaks against it. */
export function policyCheckCommand(io: Io, exit: Exit): Command {
  const command = withPolicyOptions(
    new Command('check').description(
      'Check a policy without a case: fail-closed proof, unreachable rules, gaps, conflicts, lints.',
    ),
  )
    .addOption(new Option('--all', 'every version'))
    .addHelpText('after', help)
  return answering<CommonOptions & PolicyOptions & { readonly all?: true }>(
    command,
    io,
    exit,
    async (_file, options, work) => {
      const policies =
        options.all === true
          ? await policiesNamed(options.policy, work)
          : [await chosenPolicy(options, options.asOf, work)]
      const checks = policies.map(checkPolicy)
      const [{ method, assumptions }] = checks as [PolicyCheck, ...PolicyCheck[]]
      const sound = checks.every((check) => check.sound)
      const findings = checks.flatMap((check) =>
        (['unreachable', 'conflicts', 'lints', 'gaps'] as const).flatMap((part) =>
          check[part].map((finding: Finding) => [
            `${check.policy.id} ${check.policy.version}`,
            finding.code,
            finding.message,
          ]),
        ),
      )
      return {
        title: 'Static analysis',
        lead: sound ? 'Unknown never permits, and nothing of weight was found.' : 'Something was found: see below.',
        tables: [
          {
            caption: 'Fail-closed proof, by activity',
            header: ['policy', 'activity', 'rules', 'atoms', 'all unknown holds', 'unknown never permits', 'how'],
            rows: checks.flatMap((check) =>
              check.failClosed.map(
                ({ activity, rules, atoms, allUnknownHolds, unknownNeverPermits, method: how, assignments }) => [
                  `${check.policy.id} ${check.policy.version}`,
                  activity,
                  String(rules),
                  String(atoms),
                  allUnknownHolds ? 'yes' : 'NO',
                  unknownNeverPermits ? 'yes' : 'NO',
                  assignments === null ? how : `${assignments} assignments`,
                ],
              ),
            ),
          },
          ...(findings.length === 0
            ? []
            : [{ caption: 'Findings', header: ['policy', 'code', 'what'], rows: findings }]),
        ],
        basis: { method, assumptions, warnings: [] },
        result: checks.length === 1 ? checks[0]! : { checks, sound },
        fine: sound,
      }
    },
  )
}
