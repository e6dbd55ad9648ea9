import { Command } from 'commander'
import type { Io } from '../io/io.js'
import { createProgress } from '../io/progress.js'
import type { Exit } from '../program.js'
import { withCommonOptions, type CommonOptions } from './common-options.js'

const help = `
Everything is simulated here, from constants that are known, so that every estimate can be held against the truth: one method, in a second, with its table to fit again.
The whole way from a model to a decision is safety-portfolio assess --demo.

Examples:
  safety-portfolio demo
  safety-portfolio demo --seed 7 --out another-report --json`

/** Options of `demo`. */
export interface DemoOptions extends CommonOptions {
  readonly out: string
}

/** `safety-portfolio demo`: simulates data with known truth, analyses it, prints both and writes a report. */
export function demoCommand(io: Io, exit: Exit): Command {
  const command = new Command('demo')
    .description('Simulate data with known truth, analyse it, print both and write a report.')
    .addHelpText('after', help)
  return withCommonOptions(command, 'safety-portfolio-report').action(async (options: DemoOptions) => {
    const progress = createProgress(io, options.quiet === true)
    try {
      // Loaded only now: other commands start without it.
      const { runDemo } = await import('../chapters/run-demo.js')
      exit(await runDemo(io, options, progress))
    } finally {
      progress.end()
    }
  })
}
