import type { Command } from 'commander'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'

/** Makes the command of a verb. */
export type Verb = (io: Io, exit: Exit) => Command

/** What the command is about, with what can be done to it: `safety-portfolio <noun> <verb>`. */
export interface Noun {
  readonly name: string
  readonly description: string
  /** Its verbs, with the packages behind them: loaded when the noun is asked for. */
  readonly load: () => Promise<{ readonly verbs: readonly Verb[] }>
}
