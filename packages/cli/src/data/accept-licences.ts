import type { Io } from '../io/io.js'
import { Refusal } from '../refusal.js'
import type { PinnedData } from './catalogue.js'

/** Shows every licence and asks, unless it was accepted on the command line. Without an answer nothing is fetched. */
export async function acceptLicences(sets: readonly PinnedData[], accepted: boolean, io: Io): Promise<void> {
  const licences = sets.map(({ name, licence, source }) => `  ${name}: ${licence}. Cite ${source}.`).join('\n')
  io.stderr.write(`Licences:\n${licences}\n`)
  if (accepted) return
  if (io.stdin.isTTY !== true) {
    throw new Refusal('the licences above must be accepted: give --accept-licence. Nothing was fetched.')
  }
  io.stderr.write('Do you accept them? [y/N] ')
  for await (const chunk of io.stdin) {
    const said = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
    if (/^\s*y(?:es)?\s*$/i.test(said)) return
    break
  }
  throw new Refusal('the licences were not accepted. Nothing was fetched.')
}
