import { Command, Option } from 'commander'
import { counterNeeds, flopAnswer, flopCounts, type ModelShape } from '../answers/flop-counts.js'
import { positiveFlag, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const needs = Object.entries(counterNeeds).map(([counter, flags]) => `  ${counter.padEnd(26)} ${flags}`)

const help = `
Every way of counting that the flags suffice for is used:
${needs.join('\n')}

Examples:
  safety-portfolio scaling flops --params 70e9 --tokens 1.4e12
  safety-portfolio scaling flops --layers 96 --width 12288 --context 2048 --tokens 300e9 --json`

const numbers: readonly (readonly [string, string])[] = [
  ['--params <n>', 'parameters N that every token passes through'],
  ['--tokens <d>', 'training tokens D'],
  ['--shared-params <n>', 'of a mixture: parameters outside the routed experts'],
  ['--expert-params <n>', 'of a mixture: parameters of one expert in one layer'],
]
const counts: readonly (readonly [string, string])[] = [
  ['--layers <n>', 'layers'],
  ['--width <n>', 'width of the residual stream'],
  ['--context <n>', 'tokens of context'],
  ['--attention-width <n>', 'heads times the width of a head (default: the width)'],
  ['--feed-forward <n>', 'width inside the feed-forward block'],
  ['--heads <n>', 'heads'],
  ['--head-width <n>', 'width of a head'],
  ['--vocabulary <n>', 'entries of the vocabulary'],
  ['--experts <n>', 'of a mixture: routed experts in a layer'],
  ['--experts-per-token <n>', 'of a mixture: experts that a token is sent to'],
  ['--mixture-layers <n>', 'of a mixture: layers that hold one'],
]

/** `safety-portfolio scaling flops`: the shape of a model in, its training compute by every counter out. */
export function scalingFlopsCommand(io: Io, exit: Exit): Command {
  const command = new Command('flops').description('Training compute of a model, by every way of counting.')
  for (const [flag, meaning] of numbers) command.addOption(new Option(flag, meaning).argParser(positiveFlag))
  for (const [flag, meaning] of counts) command.addOption(new Option(flag, meaning).argParser(wholeFlag(1)))
  command.addHelpText('after', help)
  return answering<CommonOptions & ModelShape>(command, io, exit, (_, options) => {
    const found = flopCounts(options)
    if (found.length === 0) {
      throw new UsageError(`These flags suffice for no counter. Give one of:\n${needs.join('\n')}`)
    }
    return flopAnswer(found, options.tokens)
  })
}
