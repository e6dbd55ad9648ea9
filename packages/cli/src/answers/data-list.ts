import type { PinnedData } from '../data/catalogue.js'
import { counted } from '../text/counted.js'
import type { Basis } from '../report/basis.js'
import { formatBytes } from '../text/format-bytes.js'
import type { Answer } from './answer.js'

/** The data sets that there are. */
export function dataListAnswer(sets: readonly PinnedData[]): Answer {
  return {
    title: 'Public data sets',
    lead: `${counted(sets.length, 'data set')}; data pull NAME fetches one.`,
    tables: [
      {
        caption: 'Data sets',
        header: ['name', 'what', 'licence', 'files', 'size'],
        rows: sets.map(({ name, title, licence, files }) => [
          name,
          title,
          licence,
          String(files.length),
          formatBytes(sizeOf(files)),
        ]),
      },
      {
        caption: 'Where they come from',
        header: ['name', 'repository', 'revision', 'cite'],
        rows: sets.map(({ name, repository, revision, source }) => [name, repository, revision.slice(0, 12), source]),
      },
    ],
    basis: dataBasis,
    result: { command: 'data list', sets },
    fine: true,
  }
}

/** Bytes of a data set. */
function sizeOf(files: PinnedData['files']): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** What fetched data rest on. */
export const dataBasis: Basis = {
  method: 'files of public repositories at one revision each, taken only with the SHA-256 that is listed here',
  assumptions: [
    'The checksum says that a file is the one that was looked at, not that what it says is true.',
    'Licences are as their repositories state them; read them before you pass anything on.',
  ],
  warnings: [],
}
