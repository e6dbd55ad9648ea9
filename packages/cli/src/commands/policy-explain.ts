import { decide, parseCase, type Decision, type RuleTrace, type TraceNode } from '@safety-portfolio/asl-policy'
import { Command } from 'commander'
import type { Io } from '../io/io.js'
import { readShortText } from '../io/read-short-text.js'
import { decisionLead } from '../policies/decision-tables.js'
import { chosenPolicy, withPolicyOptions, type PolicyOptions } from '../policies/find-policy.js'
import { today } from '../policies/today.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface ExplainOptions extends CommonOptions, PolicyOptions {
  readonly case: string
  readonly rule?: string
}

/** `safety-portfolio policy explain`: why a case came out as it did, condition by condition. */
export function policyExplainCommand(io: Io, exit: Exit): Command {
  const command = withPolicyOptions(
    new Command('explain').description('Why a case comes out as it does, condition by condition.'),
  )
    .requiredOption('--case <file>', 'YAML or JSON file with what is known; - is standard input')
    .option('--rule <id>', 'only this rule')
    .addHelpText(
      'after',
      '\nExample:\n  safety-portfolio policy explain --case case.yaml --rule "CBRN-3 needs ASL-3 Security"',
    )
  return answering<ExplainOptions>(command, io, exit, async (_file, options, work) => {
    const { text, name, source } = await readShortText(options.case, io)
    const { value: subject, lineOf } = parseCase(text, { name })
    work.read(source)
    const asOf = options.asOf ?? subject.asOf ?? today(io)
    const policy = await chosenPolicy(options, asOf, work)
    const decision = decide(policy, subject, { asOf, lineOf })
    const rules = decision.trace.filter(({ rule }) => options.rule === undefined || rule === options.rule)
    if (options.rule !== undefined && rules.length === 0) {
      throw new UsageError(
        `No rule is called "${options.rule}"; there is ${decision.trace.map(({ rule }) => rule).join(', ')}.`,
      )
    }
    const { method, assumptions, warnings } = decision
    return {
      title: `Why: ${decision.case}`,
      lead: decisionLead(decision),
      tables: [
        ...rules.map((rule) => ({
          caption: `${rule.rule}: ${rule.value} (${policy.clauses[rule.clause]?.title ?? rule.clause})`,
          header: ['condition', 'value'],
          rows: ruleRows(rule),
        })),
        ...thresholdTable(decision),
      ],
      basis: { method, assumptions, warnings },
      result: {
        outcome: decision.outcome,
        policy: decision.policy,
        asOf,
        missing: decision.missing,
        decisive: decision.decisive,
        rules,
        thresholds: decision.thresholds,
        clauses: policy.clauses,
      },
      fine: true,
    }
  })
}

function ruleRows({ when, require }: RuleTrace): readonly (readonly string[])[] {
  return [
    ...(when === null ? [['applies always', 'true']] : indented(when, 'applies when: ')),
    ...indented(require, 'asks: '),
  ]
}

function indented({ text, value, of = [] }: TraceNode, prefix: string, depth = 0): readonly (readonly string[])[] {
  return [[`${'  '.repeat(depth)}${prefix}${text}`, value], ...of.flatMap((child) => indented(child, '', depth + 1))]
}

function thresholdTable({
  thresholds,
}: Decision): readonly { caption: string; header: readonly string[]; rows: readonly (readonly string[])[] }[] {
  const readings = thresholds.flatMap(({ threshold, readings: list }) =>
    list.map(({ line, value, zone, counts, source }) => [
      `${threshold}: ${line}`,
      value === null ? 'none' : String(Math.round(value * 1e4) / 1e4),
      zone,
      counts ? 'yes' : 'no',
      source ?? '–',
    ]),
  )
  return readings.length === 0
    ? []
    : [{ caption: 'Evidence against lines', header: ['line', 'value', 'zone', 'counts', 'source'], rows: readings }]
}
