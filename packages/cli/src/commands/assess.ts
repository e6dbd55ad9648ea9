import { Command } from 'commander'
import type { Io } from '../io/io.js'
import { createProgress } from '../io/progress.js'
import type { Exit } from '../program.js'
import { withCommonOptions, type CommonOptions } from './common-options.js'
import { sameCommand } from './same-command.js'

const help = `
A plan names models, suites, scaling runs and a policy; safety-portfolio init writes one with comments. Models are asked, logs analysed, and the policy decides. The
folder receives report.html (one file, nothing is loaded), report.json, decision.md, the charts, the log of the decision (a hash chain, signed where
SAFETY_PORTFOLIO_SIGNING_KEY holds an Ed25519 key in hexadecimal; it goes on with the one that is there), and every log of every run.

Exit codes: 0 permitted or only measured, 1 held, restricted, paused or refused, 2 bad plan, 3 internal error. The demonstration ends with 0 although one of
its models is held: that is what was planted.

Examples:
  safety-portfolio assess --demo
  safety-portfolio assess plan.yaml --out assessment --resume`

/** Options of `assess`. */
export interface AssessOptions extends CommonOptions {
  readonly out: string
  readonly demo?: true
  readonly resume?: true
}

/** `safety-portfolio assess`: from a model to a decision. */
export function assessCommand(io: Io, exit: Exit): Command {
  const command = new Command('assess')
    .description('From a model to a decision: run every suite of a plan, analyse, and ask the policy.')
    .argument('[plan]', 'plan in YAML or JSON')
    .option('--demo', 'two simulated models whose truth is known, instead of a plan')
    .option('--resume', 'go on with the logs in the folder: nothing that was answered is asked again')
    .addHelpText('after', help)
  return withCommonOptions(command, 'safety-portfolio-assessment').action(
    async (file: string | undefined, options: AssessOptions) => {
      const progress = createProgress(io, options.quiet === true)
      try {
        // Everything is loaded only now: other commands start without it.
        const { runAssessment } = await import('../assess/run-assessment.js')
        const words = file === undefined ? [] : [file]
        exit(await runAssessment(file, options, sameCommand(command, words, true), { io, progress, words }))
      } finally {
        progress.end()
      }
    },
  )
}
