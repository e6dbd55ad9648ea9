import { Command } from 'commander'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { evalLogConvertCommand } from './eval-log-convert.js'
import { evalLogInfoCommand } from './eval-log-info.js'
import { evalLogRecoverCommand } from './eval-log-recover.js'
import { evalLogSamplesCommand } from './eval-log-samples.js'
import { evalLogVerifyCommand } from './eval-log-verify.js'

/** `safety-portfolio eval log`: what can be done to a log. */
export function evalLogCommand(io: Io, exit: Exit): Command {
  const command = new Command('log').description('Read, check, convert and recover logs of evals.').helpCommand(false)
  for (const verb of [
    evalLogInfoCommand,
    evalLogSamplesCommand,
    evalLogVerifyCommand,
    evalLogConvertCommand,
    evalLogRecoverCommand,
  ]) {
    command.addCommand(verb(io, exit))
  }
  return command
}
