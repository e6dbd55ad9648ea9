import type { Command } from 'commander'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'

/** What the command is about, with what can be done to it: `safety-portfolio <noun> <verb>`. */
export interface Noun {
  readonly name: string
  readonly description: string
  /** Makes each verb, in the order of the help. */
  readonly verbs: readonly ((io: Io, exit: Exit) => Command)[]
}
