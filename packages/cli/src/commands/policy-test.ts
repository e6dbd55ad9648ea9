import {
  parsePolicyTests,
  runPolicyTests,
  runScenarios,
  scenarioDecisions,
  scenariosFrom,
  type Policy,
  type PolicyTest,
  type ScenarioReport,
} from '@safety-portfolio/asl-policy'
import { Command, Option } from 'commander'
import type { Io } from '../io/io.js'
import { readShortText } from '../io/read-short-text.js'
import { coverageOf, coverageTables, type CoverageOptions } from '../policies/coverage-tables.js'
import { chosenPolicy } from '../policies/find-policy.js'
import { parseJsonText } from '../policies/json-text.js'
import type { Exit } from '../program.js'
import { answering, type Work } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface TestOptions extends CommonOptions, CoverageOptions {
  readonly policy?: string
}

const help = `
A scenario has an id, a kind (the words of its inputs and answer), a policy, inputs and the expected fields of the answer.
With --policy the file is a list of tests of that policy, in YAML or JSON: an id, a case, the day (asOf) and the expected fields of the decision.
--coverage says which of true, false and unknown each rule came to; --mutation changes one thing in one rule at a time and counts the changes
that a test notices. Both look at the decisions that the tests come down to. Exit code 1 unless everything passes.

Examples:
  safety-portfolio policy test scenarios.json --json
  safety-portfolio policy test tests.yaml --policy my-policy.yaml --coverage --mutation`

/** `safety-portfolio policy test`: scenarios or tests of a policy in, how many come out as expected and how much of the rules they exercise out. */
export function policyTestCommand(io: Io, exit: Exit): Command {
  const command = new Command('test')
    .description('Ask scenarios of the engine and the shipped policies, or tests of one policy.')
    .argument('<scenarios>', 'JSON file with a list of scenarios; with --policy, YAML or JSON file with tests of it')
    .addOption(new Option('--policy <name>', 'the file has tests of this policy: a shipped one, or a YAML file'))
    .option('--coverage', 'also which of true, false and unknown each rule came to')
    .option('--mutation', 'also how many changes of a rule are noticed')
    .addHelpText('after', help)
  return answering<TestOptions>(command, io, exit, async (file, options, work) => {
    const { report, tested } = await run(file!, options, work)
    const { total, passed, failed, notCovered } = report
    const coverage = coverageOf(tested(), options)
    const basis = {
      method:
        options.policy === undefined
          ? 'each scenario asked of the engine and the shipped policies; expected fields compared, lists of texts without regard to order'
          : 'each case decided under the policy; expected fields compared, lists of texts without regard to order',
      assumptions: ['The expected answers are right.'],
      warnings: [],
    }
    return {
      title: options.policy === undefined ? 'Scenarios' : 'Tests of a policy',
      lead: `${passed} of ${total} ${options.policy === undefined ? 'scenarios' : 'tests'} come out as expected.`,
      tables: [...differences(report), ...coverageTables(coverage, options)],
      basis,
      result: { total, passed, failed, notCovered, ...(coverage.length === 0 ? {} : { coverage }) },
      fine: passed === total,
    }
  })
}

interface Run {
  readonly report: ScenarioReport
  readonly tested: () => readonly { readonly policy: Policy; readonly tests: readonly PolicyTest[] }[]
}

async function run(file: string, { policy: named }: TestOptions, work: Work): Promise<Run> {
  const { text, name, source } = await readShortText(file, work.io)
  if (named === undefined) {
    const scenarios = scenariosFrom(parseJsonText(text, name), name)
    work.read({ ...source, rows: scenarios.length })
    return { report: runScenarios(scenarios), tested: () => scenarioDecisions(scenarios) }
  }
  const tests = parsePolicyTests(text, { name })
  work.read({ ...source, rows: tests.length })
  const policy = await chosenPolicy({ policy: named }, undefined, work)
  const report = runPolicyTests(policy, tests)
  return { report, tested: () => [{ policy, tests: report.decided }] }
}

function differences({ failed, notCovered }: ScenarioReport): {
  readonly caption: string
  readonly header: string[]
  readonly rows: string[][]
}[] {
  const tables = [
    {
      caption: 'Differences',
      header: ['scenario', 'expected', 'got'],
      rows: failed.map(({ id, expected, got }) => [id, JSON.stringify(expected), JSON.stringify(got)]),
    },
    { caption: 'Not asked', header: ['scenario', 'reason'], rows: notCovered.map(({ id, reason }) => [id, reason]) },
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}
