import { Option, type Command } from 'commander'
import type { ModelOptions } from '@safety-portfolio/mixed-models'
import { assignmentFlag, repeatable, type Assignment } from '../flags.js'

/** How the columns of a table become a model. */
export interface ModelFlags {
  readonly weights?: string
  readonly factor?: readonly string[]
  readonly baseline?: readonly Assignment[]
}

/** Adds `--weights`, `--factor` and `--baseline`. */
export function withModelOptions(command: Command): Command {
  return command
    .option('--weights <column>', 'prior weights')
    .addOption(
      new Option('--factor <column>', 'a factor although it holds numbers; repeatable').argParser(
        repeatable((text) => text),
      ),
    )
    .addOption(
      new Option('--baseline <column=level>', 'the level that others are compared with; repeatable').argParser(
        repeatable(assignmentFlag),
      ),
    )
}

/** The options of the package. */
export function modelOptions({ weights, factor = [], baseline = [] }: ModelFlags): ModelOptions {
  return {
    baselines: Object.fromEntries(baseline.map(({ name, value }) => [name, value])),
    factors: factor,
    ...(weights === undefined ? {} : { weights }),
  }
}
