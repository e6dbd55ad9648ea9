import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'

/** Charts and the document of a decision, as `assess` names them. */
const ours = /^(?:.+-(?:capability|discrimination|opinions|rare-behaviours|layers|scaling)-[\w.-]+\.svg|decision\.md)$/

/** Removes from the folder what an assessment of another plan has left and this one has not written: a report has no chart of another beside it. Logs stay. */
export async function removeStaleFiles(folder: string, written: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (ours.test(name) && !written.includes(name)) await rm(path.join(folder, name))
  }
}
