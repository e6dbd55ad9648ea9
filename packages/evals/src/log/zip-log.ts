import type { ByteSource } from '../zip/byte-source.js'
import { readDirectory } from '../zip/read-directory.js'
import { readMember } from '../zip/read-member.js'
import { scanMembers } from '../zip/scan-members.js'
import type { ZipEntry } from '../zip/zip-entry.js'
import type { ZipLimits } from '../zip/zip-limits.js'
import { readChunkedSample } from './chunked-sample.js'
import type { Codecs } from './codecs.js'
import type { EvalSample, EvalSampleReductions, SampleSummary } from './eval-log.js'
import { keyOf } from './json-log.js'
import { LogError } from './log-error.js'
import { parseLogJson } from './log-json.js'
import { logListItems } from './log-list.js'
import { logText } from './log-text.js'
import type { LogReader } from './log-reader.js'
import { isObject, migrateHeader, migrateSample, migrateSummary, newestLogVersion, onlyScorer } from './migrate-log.js'
import { sampleMembers, type SampleMember } from './sample-members.js'
import { summarizeSample } from './summarize-sample.js'

/** Opens a log that is a zip archive. */
export async function openZipLog(
  source: ByteSource,
  name: string,
  codecs: Codecs,
  limits: ZipLimits,
): Promise<LogReader> {
  const warnings: string[] = []
  const entries = await membersOf(source, codecs, limits, warnings)
  // On duplicate names the last one wins.
  const members = new Map<string, ZipEntry>()
  for (const entry of entries) members.set(entry.name, entry)
  if (members.size < entries.length) warnings.push(superseded(entries.length - members.size))
  const json = async (member: string): Promise<unknown> => {
    const bytes = await readMember(source, members.get(member)!, codecs)
    return parseLogJson(logText(bytes, `${name}: ${member}`), `${name}: ${member}`)
  }
  const finished = members.has('header.json')
  if (!finished && !members.has('_journal/start.json')) {
    throw new LogError(
      'not-a-log',
      `${name}: a zip archive, but no Inspect log: neither header.json nor _journal/start.json`,
    )
  }
  const header = migrateHeader(await json(finished ? 'header.json' : '_journal/start.json'), name)
  if (header.version > newestLogVersion) {
    warnings.push(`Log version ${header.version} is newer than ${newestLogVersion}; it is read as if it were that.`)
  }
  if (!finished) warnings.push('There is no header: the run is going on or was cut off.')
  const samples = sampleMembers(members.keys())
  const readSample = async (member: SampleMember): Promise<EvalSample> => {
    const title = `${name}: ${member.path}`
    if (member.parts === null) return migrateSample(await json(`${member.path}.json`), title, onlyScorer(header))
    return readChunkedSample(member.parts, (part) => json(`${member.path}/${part}`), title)
  }
  return {
    format: 'eval',
    header: finished ? header : { ...header, status: 'started' },
    finished,
    warnings,
    async summaries(keep = (summary) => summary) {
      const bytes = (member: string): Promise<Uint8Array> => readMember(source, members.get(member)!, codecs)
      const indexed = await readIndex(members, bytes, name, keep)
      const listed = new Map(indexed.map((summary) => [keyOf(summary), summary]))
      // An index may lag behind after a crash.
      for (const member of samples) {
        if (listed.has(keyOf({ id: member.id, epoch: member.epoch })) || hasNumberKey(listed, member)) continue
        const summary = keep(summarizeSample(await readSample(member)))
        listed.set(keyOf(summary), summary)
      }
      return [...listed.values()]
    },
    async *samples() {
      for (const member of samples) yield await readSample(member)
    },
    async sample(id, epoch) {
      const member = samples.find((one) => one.id === String(id) && one.epoch === epoch)
      return member === undefined ? null : readSample(member)
    },
    async reductions() {
      if (!members.has('reductions.json')) return null
      const value = await json('reductions.json')
      return Array.isArray(value) ? (value as readonly EvalSampleReductions[]) : null
    },
  }
}

/** Names of members do not tell `1` from `"1"`; an index does. */
function hasNumberKey(listed: ReadonlyMap<string, unknown>, { id, epoch }: SampleMember): boolean {
  return /^-?\d+$/.test(id) && listed.has(keyOf({ id: Number(id), epoch }))
}

async function membersOf(
  source: ByteSource,
  codecs: Codecs,
  limits: ZipLimits,
  warnings: string[],
): Promise<readonly ZipEntry[]> {
  const directory = await readDirectory(source, limits).catch((error: unknown) => {
    // A crash while the directory was being replaced leaves the end of the old one.
    if (error instanceof LogError && error.code === 'corrupt-zip') return null
    throw error
  })
  if (directory !== null) return directory.entries
  const scanned = await scanMembers(source, codecs, limits)
  if (scanned.entries.length === 0)
    throw new LogError('corrupt-zip', 'no directory and no whole member: the archive is damaged')
  warnings.push(
    `The archive has no directory, as after a crash: ${scanned.entries.length} whole members were found, and ${source.size - scanned.end} bytes after them are not one.`,
  )
  return scanned.entries
}

async function readIndex(
  members: ReadonlyMap<string, ZipEntry>,
  bytes: (member: string) => Promise<Uint8Array>,
  name: string,
  keep: (summary: SampleSummary) => SampleSummary,
): Promise<readonly SampleSummary[]> {
  const journal = [...members.keys()]
    .map((member) => /^_journal\/summaries\/(\d+)\.json$/.exec(member)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .toSorted((a, b) => a - b)
  const names = members.has('summaries.json') ? ['summaries.json'] : journal.map((n) => `_journal/summaries/${n}.json`)
  const last = new Map<string, SampleSummary>()
  for (const member of names) {
    for (const item of logListItems(await bytes(member), `${name}: ${member}`)) {
      if (!isObject(item)) continue
      const summary = keep(migrateSummary(item, `${name}: ${member}`))
      last.set(keyOf(summary), summary)
    }
  }
  return [...last.values()]
}

function superseded(count: number): string {
  return count === 1 ? '1 member is superseded by a later one' : `${count} members are superseded by later ones`
}
