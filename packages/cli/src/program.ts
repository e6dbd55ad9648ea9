import { Command } from 'commander'
import { assessCommand } from './commands/assess.js'
import { demoCommand } from './commands/demo.js'
import { doctorCommand } from './commands/doctor.js'
import { initCommand } from './commands/init.js'
import type { Io } from './io/io.js'
import { allNouns } from './nouns/all-nouns.js'
import { version } from './version.js'

/** Receives the exit code of the command that ran. */
export type Exit = (code: number) => void

const overview = `
New here?
  safety-portfolio assess --demo              assess two simulated models whose truth is known, write a report
  safety-portfolio init                       write a plan for your own models
  safety-portfolio doctor plan.yaml           see whether it could run here
  safety-portfolio scaling fit --help         fit a scaling law to your own runs
  safety-portfolio mixed fit --help           fit a mixed model to grouped data
  safety-portfolio opinions compare --help    compare a model's opinions with those of countries
  safety-portfolio policy decide --help       decide a case under a frontier-safety policy

Exit codes: 0 fine, 1 a finding or a gate that failed, 2 bad input or usage, 3 internal error.
Results go to standard output, everything else to standard error; --json prints one JSON document.
https://github.com/safety-portfolio/safety-portfolio`

/**
 * The command, writing to `io` and never ending the process. Every noun is there; verbs, with the packages that they need, only of those that `argv` names.
 */
export async function createProgram(argv: readonly string[], io: Io, exit: Exit): Promise<Command> {
  const program = new Command('safety-portfolio')
    .description('Numbers AI-safety teams can stand behind, each with its interval, source and assumptions.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', overview)
    // A verb may have options of the same name, such as policy decide --version.
    .enablePositionalOptions()
  inherit(program, io)
  program.addCommand(inherit(assessCommand(io, exit), io))
  program.addCommand(inherit(initCommand(io, exit), io))
  program.addCommand(inherit(doctorCommand(io, exit), io))
  program.addCommand(inherit(demoCommand(io, exit), io))
  for (const { name, description, load } of allNouns) {
    const noun = new Command(name).description(description).helpCommand(false)
    const { verbs } = argv.includes(name) ? await load() : { verbs: [] }
    for (const verb of verbs) noun.addCommand(inherit(verb(io, exit), io))
    program.addCommand(inherit(noun, io))
  }
  return program
}

function inherit(command: Command, io: Io): Command {
  for (const verb of command.commands) inherit(verb, io)
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
