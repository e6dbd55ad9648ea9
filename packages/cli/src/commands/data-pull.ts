import path from 'node:path'
import { Command } from 'commander'
import { dataBasis } from '../answers/data-list.js'
import { acceptLicences } from '../data/accept-licences.js'
import { catalogue, type PinnedData } from '../data/catalogue.js'
import { fetchFile, type Fetched } from '../data/fetch-file.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { formatBytes } from '../text/format-bytes.js'
import { UsageError } from '../usage-error.js'
import { answering, type Work } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

const github = 'https://raw.githubusercontent.com'

const help = `
Each set goes into a folder of its name, with provenance.json beside its files. A file appears whole and with the right checksum, or not at all; a pull that was
cut off goes on where it ended. Licences are shown first and must be accepted, at the terminal or with --accept-licence. Without a name all sets are fetched.

Examples:
  safety-portfolio data list
  safety-portfolio data pull chinchilla --accept-licence
  safety-portfolio data pull gsm8k bbq --to data --accept-licence`

interface PullOptions extends CommonOptions {
  readonly to: string
  readonly acceptLicence?: true
  readonly mirror: string
}

interface PulledFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly status: Fetched
}

/** `safety-portfolio data pull`: fetches public data sets at their revisions, by their checksums. */
export function dataPullCommand(io: Io, exit: Exit): Command {
  const command = new Command('pull')
    .description('Fetch public data sets at their revisions, by their checksums.')
    .argument('[name...]', 'names of data sets; all without one')
    .option('--to <dir>', 'folder that receives a folder for each set', 'data')
    .option('--accept-licence', 'accept the licences that are shown')
    .option('--mirror <url>', 'address in place of that of GitHub', github)
    .addHelpText('after', help)
  return answering<PullOptions>(command, io, exit, async (_file, options, work) => {
    const sets = chosen(work.words)
    const mirror = addressOf(options.mirror)
    await acceptLicences(sets, options.acceptLicence === true, io)
    const folder = resolvePath(io, options.to)
    const pulled: { readonly name: string; readonly folder: string; readonly files: readonly PulledFile[] }[] = []
    for (const set of sets) {
      const into = path.join(folder, set.name)
      const files = await pull(set, into, mirror, work)
      await writeFileWhole(path.join(into, 'provenance.json'), `${JSON.stringify(provenance(set), null, 2)}\n`)
      pulled.push({ name: set.name, folder: into, files })
    }
    const all = pulled.flatMap(({ files }) => files)
    const fresh = all.filter(({ status }) => status !== 'there').length
    return {
      title: 'Data',
      lead: `${counted(fresh, 'file')} fetched, ${all.length - fresh} there already, all with the right checksum.`,
      tables: [
        {
          caption: `Files in ${folder}`,
          header: ['set', 'file', 'size', 'SHA-256', 'status'],
          rows: pulled.flatMap(({ name, files }) =>
            files.map(({ path: file, bytes, sha256, status }) => [
              name,
              file,
              formatBytes(bytes),
              `${sha256.slice(0, 12)}…`,
              status,
            ]),
          ),
        },
      ],
      basis: dataBasis,
      result: { command: 'data pull', sets: pulled },
      fine: true,
    }
  })
}

function chosen(names: readonly string[]): readonly PinnedData[] {
  if (names.length === 0) return catalogue
  return [...new Set(names)].map((name) => {
    const found = catalogue.find((set) => set.name === name)
    if (found !== undefined) return found
    throw new UsageError(`There is no data set '${name}'. There are ${catalogue.map((set) => set.name).join(', ')}.`)
  })
}

function addressOf(given: string): string {
  if (/^https?:\/\/[^\s]+$/.test(given)) return given.replace(/\/+$/, '')
  throw new UsageError(`--mirror ${given} must be an address that begins with https:// or http://.`)
}

async function pull(set: PinnedData, into: string, mirror: string, { progress }: Work): Promise<readonly PulledFile[]> {
  const files: PulledFile[] = []
  for (const { path: file, bytes, sha256 } of set.files) {
    progress.step(`${set.name}: ${file}`)
    const url = `${mirror}/${set.repository}/${set.revision}/${file.split('/').map(encodeURIComponent).join('/')}`
    const target = path.join(into, ...file.split('/'))
    const status = await fetchFile(
      { url, target, bytes, sha256 },
      {
        onBytes: (have) => {
          progress.fraction(have / bytes)
        },
      },
    )
    files.push({ path: file, bytes, sha256, status })
  }
  return files
}

function provenance({ name, title, licence, source, repository, revision, files }: PinnedData): object {
  return { name, title, licence, source, repository: `https://github.com/${repository}`, revision, files }
}
