import type { Answer } from '../answers/answer.js'
import type { Io } from '../io/io.js'
import { styleFor } from '../io/style.js'
import { textWidth, wrap } from '../text/wrap.js'
import { version } from '../version.js'
import { basisText } from './basis.js'
import { tableText } from './summary-table.js'

/** An answer for the terminal: what was found, tables, then what they rest on. */
export function answerText({ title, lead, tables, basis }: Answer, facts: readonly string[], io: Io): string {
  const style = styleFor(io.stdout, io.env)
  const width = textWidth(io.stdout)
  const blocks = [
    style.bold(title),
    wrap(lead, width),
    ...tables.map((table) => tableText(table, style)),
    ...basisText(basis, style, width),
    style.dim(wrap([...facts, `safety-portfolio ${version}`].join(' · '), width)),
  ]
  return `${blocks.join('\n\n')}\n`
}
