import { diffPolicies, type PartDifference } from '@safety-portfolio/asl-policy'
import { Command } from 'commander'
import type { Io } from '../io/io.js'
import { policiesNamed } from '../policies/find-policy.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const help = `
FROM and TO are names as policy list gives them (2.1, "xai 2025-12-30", openai-pf) or YAML files.

Example:
  safety-portfolio policy diff 2.1 2.2`

/** `safety-portfolio policy diff`: what became stronger, weaker or incomparable, with cases that show it. */
export function policyDiffCommand(io: Io, exit: Exit): Command {
  const command = new Command('diff')
    .description('How two policies differ: stronger, weaker or incomparable, with witness cases.')
    .argument('<from>', 'the earlier policy')
    .argument('<to>', 'the later policy')
    .addHelpText('after', help)
  return answering<CommonOptions>(command, io, exit, async (_file, _options, work) => {
    const [from, to] = await Promise.all(command.args.map(async (name) => (await policiesNamed(name, work)).at(-1)!))
    const diff = diffPolicies(from!, to!)
    const { differences, detectors, direction, method, assumptions, warnings } = diff
    return {
      title: `${diff.from} → ${diff.to}`,
      lead: `As a whole ${direction}: ${counted(differences.length, 'part')} differ.`,
      tables: [
        {
          caption: 'Parts',
          header: ['part', 'kind', 'direction', 'change', 'from', 'to', 'witness'],
          rows: differences.map(row),
        },
        ...(detectors.length === 0
          ? []
          : [
              {
                caption: 'Detectors',
                header: ['finding', 'what'],
                rows: detectors.map(({ code, message }) => [code, message]),
              },
            ]),
      ].filter(({ rows }) => rows.length > 0),
      basis: { method, assumptions, warnings },
      result: diff,
      fine: true,
    }
  })
}

function row({ id, part, direction, change, from, to, witness }: PartDifference): readonly string[] {
  return [id, part, direction, change, shortened(from), shortened(to), witness === null ? '–' : JSON.stringify(witness)]
}

/** The whole text is in the result; a table shows its beginning. */
function shortened(text: string | null): string {
  if (text === null) return '–'
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}
