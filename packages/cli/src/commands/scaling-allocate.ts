import { Command, Option } from 'commander'
import { publishedRepetition, savedLaw, type AllocatingLaw } from '../answers/allocating-law.js'
import { allocationAnswer } from '../answers/allocations.js'
import { positiveFlag, repeatable } from '../flags.js'
import type { Io } from '../io/io.js'
import { readDocument } from '../io/read-document.js'
import { presetNamed, presets } from '../laws/presets.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering, type Work } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const help = `
The law is a saved fit (result.json of scaling fit --out, or its --json), whose covariance makes the intervals (that of
clusters, where scaling fit --cluster made it), or a published one:
${[...presets].map(([name, { name: title }]) => `  ${name.padEnd(20)} ${title}`).join('\n')}

Examples:
  safety-portfolio scaling allocate report/result.json --budget 1e24
  safety-portfolio scaling allocate report/result.json --budget 1e24 --unique-tokens 1e12
  safety-portfolio scaling allocate --preset besiroglu --budget 5.76e23 --json
  safety-portfolio scaling allocate --preset muennighoff --budget 1e22 --unique-tokens 25e9
  safety-portfolio scaling allocate --preset besiroglu2024 --budget 1e24 --inference-tokens 1e13`

interface AllocateOptions extends CommonOptions {
  readonly preset?: string
  readonly budget: readonly number[]
  readonly uniqueTokens?: number
  readonly inferenceTokens?: number
}

/** `safety-portfolio scaling allocate`: a law and a budget in, model size and amount of data out. */
export function scalingAllocateCommand(io: Io, exit: Exit): Command {
  const command = new Command('allocate')
    .description('Divide a compute budget between model size and data.')
    .argument('[fit]', 'result.json of a fit of the Chinchilla law, or of the data-constrained one')
    .addOption(
      new Option('--budget <flop>', 'compute to allocate; repeatable')
        .argParser(repeatable(positiveFlag))
        .makeOptionMandatory(),
    )
    .addOption(new Option('--preset <name>', `a published law: ${[...presets.keys()].join(', ')}`))
    .addOption(
      new Option('--unique-tokens <u>', 'unique tokens there are; more are repetitions').argParser(positiveFlag),
    )
    .addOption(
      new Option('--inference-tokens <t>', 'tokens that will be served, at 2 N FLOP each').argParser(positiveFlag),
    )
    .addHelpText('after', help)
  return answering<AllocateOptions>(command, io, exit, async (file, options, work) => {
    const law = await lawOf(file, options, work)
    return allocationAnswer(law, options.budget, options)
  })
}

async function lawOf(file: string | undefined, { preset }: AllocateOptions, work: Work): Promise<AllocatingLaw> {
  if (preset !== undefined) {
    if (file !== undefined) throw new UsageError('Give a saved fit or --preset NAME, not both.')
    const { name, parameters, source, note, warning } = presetNamed(preset)
    return {
      name,
      parameters,
      method: source,
      assumptions: [note],
      warnings: warning === undefined ? [] : [warning],
      allocation: [],
      covariance: null,
      largestCompute: null,
      repetition: publishedRepetition(),
      level: 0.95,
    }
  }
  if (file === undefined) throw new UsageError('Give the result.json of a fit, or --preset NAME.')
  const { value, source } = await readDocument(file, work.io, work.progress)
  work.read(source)
  return savedLaw(value, source.name)
}
