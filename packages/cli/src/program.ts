import { Command } from 'commander'
import { demoCommand } from './commands/demo.js'
import { mixedFitCommand } from './commands/mixed-fit.js'
import { scalingFitCommand } from './commands/scaling-fit.js'
import { scalingHorizonCommand } from './commands/scaling-horizon.js'
import { scalingTrendCommand } from './commands/scaling-trend.js'
import { scalingFlopsCommand } from './commands/scaling-flops.js'
import { scalingTriggerCommand } from './commands/scaling-trigger.js'
import { scalingEmergenceCommand } from './commands/scaling-emergence.js'
import { scalingPredictCommand } from './commands/scaling-predict.js'
import { scalingAllocateCommand } from './commands/scaling-allocate.js'
import { scalingCompareCommand } from './commands/scaling-compare.js'
import type { Io } from './io/io.js'
import { version } from './version.js'

/** Receives the exit code of the command that ran. */
export type Exit = (code: number) => void

const overview = `
New here?
  safety-portfolio demo                       simulate training runs with known truth, fit them, write a report
  safety-portfolio scaling fit --help         fit a scaling law to your own runs
  safety-portfolio mixed fit --help           fit a mixed model to grouped data

Exit codes: 0 fine, 1 a finding or a gate that failed, 2 bad input or usage, 3 internal error.
Results go to standard output, everything else to standard error; --json prints one JSON document.
https://github.com/safety-portfolio/safety-portfolio`

const scalingVerbs = [
  scalingFitCommand,
  scalingCompareCommand,
  scalingPredictCommand,
  scalingAllocateCommand,
  scalingTrendCommand,
  scalingHorizonCommand,
  scalingTriggerCommand,
  scalingEmergenceCommand,
  scalingFlopsCommand,
]

/** The command with all its verbs, writing to `io` and never ending the process. */
export function createProgram(io: Io, exit: Exit): Command {
  const program = new Command('safety-portfolio')
    .description('Numbers AI-safety teams can stand behind, each with its interval, source and assumptions.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', overview)
  inherit(program, io)
  program.addCommand(inherit(demoCommand(io, exit), io))
  const scaling = new Command('scaling').description('Scaling laws of training runs, trends of compute, time horizons.')
  for (const verb of scalingVerbs) scaling.addCommand(inherit(verb(io, exit), io))
  program.addCommand(inherit(scaling.helpCommand(false), io))
  const mixed = new Command('mixed').description('Mixed models: effects in grouped data.').helpCommand(false)
  program.addCommand(inherit(mixed.addCommand(inherit(mixedFitCommand(io, exit), io)), io))
  return program
}

function inherit(command: Command, io: Io): Command {
  return command
    .helpOption('--help', 'print help')
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('See safety-portfolio --help.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
}
