import { runScenarios, scenariosFrom } from '@safety-portfolio/asl-policy'
import { Command } from 'commander'
import type { Io } from '../io/io.js'
import { parseJsonText } from '../policies/json-text.js'
import { readShortText } from '../io/read-short-text.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const help = `
A scenario has an id, a kind (the words of its inputs and answer), a policy, inputs and the expected fields of the answer.
Exit code 1 unless every scenario passes.

Example:
  safety-portfolio policy test scenarios.json --json`

/** `safety-portfolio policy test`: scenarios in, how many the engine and the shipped policies answer as expected out. */
export function policyTestCommand(io: Io, exit: Exit): Command {
  const command = new Command('test')
    .description('Ask scenarios of the engine and the shipped policies.')
    .argument('<scenarios>', 'JSON file with a list of scenarios')
    .addHelpText('after', help)
  return answering<CommonOptions>(command, io, exit, async (file, _options, work) => {
    const { text, name, source } = await readShortText(file!, io)
    const scenarios = scenariosFrom(parseJsonText(text, name), name)
    work.read({ ...source, rows: scenarios.length })
    const report = runScenarios(scenarios)
    const { total, passed, failed, notCovered } = report
    const basis = {
      method:
        'each scenario asked of the engine and the shipped policies; expected fields compared, lists of texts without regard to order',
      assumptions: ['The expected answers are right.'],
      warnings: [],
    }
    return {
      title: 'Scenarios',
      lead: `${passed} of ${total} scenarios come out as expected.`,
      tables: [
        ...(failed.length === 0
          ? []
          : [
              {
                caption: 'Differences',
                header: ['scenario', 'expected', 'got'],
                rows: failed.map(({ id, expected, got }) => [id, JSON.stringify(expected), JSON.stringify(got)]),
              },
            ]),
        ...(notCovered.length === 0
          ? []
          : [
              {
                caption: 'Not asked',
                header: ['scenario', 'reason'],
                rows: notCovered.map(({ id, reason }) => [id, reason]),
              },
            ]),
      ],
      basis,
      result: report,
      fine: passed === total,
    }
  })
}
