import type { Finding } from '@safety-portfolio/stats'
import type { Source } from './io/read-table.js'
import { counted } from './text/counted.js'

/** A package declined to give numbers that the data cannot support. Ends the command with exit code 2 and the reason. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** The refusal of these data, with what their table made one doubt before. */
export function refused({ name, rows }: Source, { message }: Finding, doubts: readonly Finding[] = []): Refusal {
  return new Refusal(
    [`${name}, ${counted(rows, 'row')}: ${message}`, ...doubts.map((doubt) => doubt.message)].join(' '),
  )
}
