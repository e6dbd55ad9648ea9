import { access } from 'node:fs/promises'
import path from 'node:path'
import { Command } from 'commander'
import { writeFileWhole } from '../evals/write-file-whole.js'
import { exitCode } from '../exit-code.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { resolvePath } from './common-options.js'

const help = `
The plan assesses two simulated models and says in comments what to change for your own. Beside it goes plan.schema.json, by which editors complete and check it.
Nothing is overwritten.

Examples:
  safety-portfolio init
  safety-portfolio init plans/release.yaml && safety-portfolio assess plans/release.yaml`

/** `safety-portfolio init`: writes a commented plan and its schema. */
export function initCommand(io: Io, exit: Exit): Command {
  return new Command('init')
    .description('Write a commented plan for assess, and its JSON Schema.')
    .argument('[file]', 'where the plan goes', 'plan.yaml')
    .addHelpText('after', help)
    .action(async (given: string) => {
      const { demoPlan } = await import('../assess/demo-plan.js')
      const { planJsonSchema } = await import('../assess/plan-schema.js')
      const file = resolvePath(io, given)
      const schema = `${file.replace(/\.(?:ya?ml|json)$/i, '')}.schema.json`
      for (const each of [file, schema]) {
        if (await exists(each)) throw new UsageError(`${each} is there already. Name another file, or remove it.`)
      }
      await writeFileWhole(schema, `${JSON.stringify(planJsonSchema(), null, 2)}\n`)
      await writeFileWhole(file, `# yaml-language-server: $schema=${path.basename(schema)}\n${demoPlan}`)
      io.stdout.write(`${file}\n${schema}\n`)
      exit(exitCode.fine)
    })
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
