import { writeFile } from 'node:fs/promises'
import {
  activityMatrix,
  decide,
  decisionGsn,
  decisionMarkdown,
  decisionMermaid,
  decisionOscal,
  decisionSvg,
  gsnMermaid,
  gsnYaml,
  inTotoStatement,
  parseCase,
  sideBySide,
  type Decision,
  type PolicyCase,
} from '@safety-portfolio/asl-policy'
import { Command, Option } from 'commander'
import { repeatable } from '../flags.js'
import type { Io } from '../io/io.js'
import { readShortText } from '../io/read-short-text.js'
import { besideTables, decisionLead, decisionTables, matrixTables } from '../policies/decision-tables.js'
import { chosenPolicy, policiesNamed, withPolicyOptions, type PolicyOptions } from '../policies/find-policy.js'
import { timeNow, today } from '../policies/today.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering, type Work } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

interface DecideOptions extends CommonOptions, PolicyOptions {
  readonly case: string
  readonly view?: keyof typeof views
  readonly viewFile?: string
  readonly matrix?: true
  readonly configuration?: readonly string[]
  readonly beside?: readonly string[]
}

const views = {
  mermaid: (decision: Decision): string => decisionMermaid(decision),
  svg: (decision: Decision): string => decisionSvg(decision),
  gsn: (decision: Decision): string => gsnYaml(decisionGsn(decision)),
  'gsn-mermaid': (decision: Decision): string => gsnMermaid(decisionGsn(decision)),
  oscal: (decision: Decision, at: string): string => `${JSON.stringify(decisionOscal(decision, at), null, 2)}\n`,
  markdown: (decision: Decision): string => decisionMarkdown(decision),
  'in-toto': (decision: Decision): string => `${JSON.stringify(inTotoStatement(decision), null, 2)}\n`,
} as const

const help = `
A case names a model, what is to be done with it, and what is known; what it leaves out is unknown, and unknown never permits.
The version is that in force on --as-of, else on the day of the case, else today. Exit code 1 unless the outcome is a permission.

  case: demo
  subject: { weights: demo-1, activity: deploy-general }
  assessment: { required: true }
  determinations: [{ threshold: CBRN-3, verdict: cannot-rule-out, rationale: experts disagree }]

Examples:
  safety-portfolio policy decide --policy rsp --as-of 2025-05-22 --case case.yaml
  safety-portfolio policy decide --policy rsp --version 2.2 --case case.yaml --json
  safety-portfolio policy decide --case case.yaml --view gsn --view-file argument.yaml`

/** `safety-portfolio policy decide`: a policy and a case in, a decision with its reasons out. */
export function policyDecideCommand(io: Io, exit: Exit): Command {
  const command = withPolicyOptions(
    new Command('decide').description('Decide a case under a policy, with every reason.'),
  )
    .requiredOption('--case <file>', 'YAML or JSON file with what is known; - is standard input')
    .addOption(new Option('--view <kind>', 'also write the decision in this form').choices(Object.keys(views)))
    .option('--view-file <file>', 'into this file')
    .option('--matrix', 'also decide every other activity')
    .addOption(
      new Option(
        '--configuration <file>',
        'case of another configuration, beside this one in the matrix; repeatable',
      ).argParser(repeatable((text) => text)),
    )
    .addOption(
      new Option('--beside <policy>', 'also hold the case against this policy; repeatable').argParser(
        repeatable((text) => text),
      ),
    )
    .addHelpText('after', help)
  return answering<DecideOptions>(command, io, exit, async (_file, options, work) => {
    const { view, viewFile } = options
    if ((view === undefined) !== (viewFile === undefined)) throw new UsageError('--view and --view-file go together.')
    if (options.configuration !== undefined && options.matrix !== true)
      throw new UsageError('--configuration belongs to --matrix.')
    const { text, name, source } = await readShortText(options.case, io)
    const { value: subject, lineOf } = parseCase(text, { name })
    work.read(source)
    const asOf = options.asOf ?? subject.asOf ?? today(io)
    const policy = await chosenPolicy(options, asOf, work)
    const decision = decide(policy, subject, { asOf, lineOf })
    if (view !== undefined && viewFile !== undefined) {
      await writeFile(resolvePath(io, viewFile), views[view](decision, timeNow(io)))
    }
    const others = await Promise.all((options.configuration ?? []).map((file) => readCase(file, work)))
    const matrix = options.matrix === true ? activityMatrix(policy, [subject, ...others], asOf) : []
    const families = await Promise.all((options.beside ?? []).map((name) => policiesNamed(name, work)))
    const newest = families.map((versions) => versions.at(-1)!)
    const beside = newest.length === 0 ? [] : sideBySide(policy, subject, newest, asOf)
    const { method, assumptions, warnings, outcome } = decision
    return {
      title: `Decision: ${decision.case}`,
      lead: decisionLead(decision),
      tables: [...decisionTables(decision), ...matrixTables(matrix), ...besideTables(beside)],
      basis: { method, assumptions, warnings },
      result: {
        ...decision,
        ...(matrix.length === 0 ? {} : { matrix }),
        ...(beside.length === 0 ? {} : { beside }),
      },
      fine: outcome === 'permit' || outcome === 'permit-with-conditions',
    }
  })
}

async function readCase(file: string, work: Work): Promise<PolicyCase> {
  const { text, name, source } = await readShortText(file, work.io)
  const { value } = parseCase(text, { name })
  work.read(source)
  return value
}
