import { Command } from 'commander'
import { dataListAnswer } from '../answers/data-list.js'
import { catalogue } from '../data/catalogue.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'

/** `safety-portfolio data list`: the public data sets, their licences, revisions and checksums. */
export function dataListCommand(io: Io, exit: Exit): Command {
  const command = new Command('list').description('The public data sets that data pull fetches.')
  return answering(command, io, exit, () => dataListAnswer(catalogue))
}
