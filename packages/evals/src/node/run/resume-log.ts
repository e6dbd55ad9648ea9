import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { utf8Decode } from '../../internal/text-codec.js'
import type { EvalHeader, SampleSummary } from '../../log/eval-log.js'
import { chainStart, isLinkName, type ChainLink, type MemberDigest } from '../../log/hash-chain.js'
import { LogError } from '../../log/log-error.js'
import { parseLogJson } from '../../log/log-json.js'
import { isObject, migrateHeader, migrateSample } from '../../log/migrate-log.js'
import { sampleMembers } from '../../log/sample-members.js'
import { summarizeSample } from '../../log/summarize-sample.js'
import { openLog } from '../../log/open-log.js'
import { readDirectory } from '../../zip/read-directory.js'
import { readMember } from '../../zip/read-member.js'
import { scanMembers } from '../../zip/scan-members.js'
import { defaultZipLimits } from '../../zip/zip-limits.js'
import type { ZipEntry } from '../../zip/zip-entry.js'
import { fileSource } from '../file-source.js'
import { nodeCodecs } from '../node-codecs.js'
import type { JournalPast } from './log-journal.js'

/** A log whose run can go on. */
export interface ResumableLog {
  readonly header: EvalHeader
  readonly past: JournalPast
  /** Where the file is cut before it goes on. */
  readonly end: number
  /** The last attempt at every sample and epoch. */
  readonly summaries: readonly SampleSummary[]
}

/** Members that close a log; a log that goes on loses them, and gets new ones. */
const closing = new Set(['summaries.json', 'reductions.json', 'header.json'])

/** Reads what a run needs to go on with its log, whatever state a crash left it in. */
export async function readResumable(file: string): Promise<ResumableLog> {
  const source = await fileSource(file)
  try {
    const directory = await readDirectory(source, defaultZipLimits).catch((error: unknown) => {
      if (error instanceof LogError && error.code === 'corrupt-zip') return null
      throw error
    })
    const found = directory?.entries ?? (await scanMembers(source, nodeCodecs, defaultZipLimits)).entries
    const sorted = found.toSorted((a, b) => a.offset - b.offset)
    const end = sorted.find(({ name }) => closing.has(name))?.offset ?? endOf(sorted)
    const entries = sorted.filter(({ offset }) => offset < end)
    const read = async (entry: ZipEntry): Promise<Uint8Array> => readMember(source, entry, nodeCodecs)
    const json = async (entry: ZipEntry): Promise<unknown> => parseLogJson(utf8Decode(await read(entry)), entry.name)
    const start = entries.find(({ name }) => name === '_journal/start.json')
    if (start === undefined) throw new LogError('not-a-log', `${path.basename(file)}: it has no _journal/start.json`)

    let link = { n: 0, hash: chainStart }
    let uncovered: MemberDigest[] = []
    const summaries = new Map<string, SampleSummary>()
    const listed = new Map<string, number>()
    let lists = 0
    const linkPositions = entries.flatMap(({ name }, index) => (isLinkName(name) ? [index] : []))
    const lastLink = linkPositions.at(-1) ?? -1
    for (const [index, entry] of entries.entries()) {
      const list = /^_journal\/summaries\/(\d+)\.json$/.exec(entry.name)
      if (index > lastLink) uncovered.push([entry.name, nodeCodecs.sha256(await read(entry))])
      if (index === lastLink) {
        const { n, hash } = (await json(entry)) as ChainLink
        link = { n, hash }
        uncovered = []
      }
      if (list === null) continue
      lists = Math.max(lists, Number(list[1]))
      for (const summary of (await json(entry)) as SampleSummary[]) {
        const key = String(summary.id) + '@' + String(summary.epoch)
        summaries.set(key, counted(summary))
        listed.set(key, entry.offset)
      }
    }
    // Samples that were written after the last list, or again.
    const unlisted: SampleSummary[] = []
    const byPath = new Map(entries.map((entry) => [entry.name, entry]))
    for (const member of sampleMembers(byPath.keys())) {
      const entry = byPath.get(`${member.path}.json`)
      if (entry === undefined) continue
      const key = `${member.id}@${member.epoch}`
      if ((listed.get(key) ?? -1) > entry.offset) continue
      const summary = summarizeSample(migrateSample(await json(entry), entry.name))
      summaries.set(key, counted(summary))
      unlisted.push(summary)
    }
    return {
      header: migrateHeader(await json(start), path.basename(file)),
      past: { entries, link, uncovered, summaries: lists, unlisted },
      end,
      summaries: [...summaries.values()],
    }
  } finally {
    await source.close()
  }
}

/** What of an attempt a run that goes on counts: not what was asked, which may be long. */
function counted(summary: SampleSummary): SampleSummary {
  const { id, epoch, scores, model_usage: usage, error, limit } = summary
  const values = Object.entries(scores ?? {}).map(([scorer, { value }]) => [scorer, { value }] as const)
  return {
    id,
    epoch,
    input: '',
    target: '',
    scores: Object.fromEntries(values),
    ...(usage === undefined ? {} : { model_usage: usage }),
    ...(error === undefined || error === null ? {} : { error }),
    ...(limit === undefined || limit === null ? {} : { limit }),
    ...(summary['declined'] === undefined ? {} : { declined: summary['declined'] }),
  }
}

/** Where the members end: the local header of the last one says how long its name is, and logs have no extra fields there. */
function endOf(entries: readonly ZipEntry[]): number {
  const last = entries.at(-1)
  return last === undefined ? 0 : last.offset + 30 + Buffer.byteLength(last.name) + last.compressedSize
}

/** The newest log in a folder whose run of this task and model did not succeed; `null` when there is none. */
export async function findResumable(folder: string, task: string, model: string): Promise<string | null> {
  if (!existsSync(folder)) return null
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.eval'))
    .map((name) => path.join(folder, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const file of files) {
    const source = await fileSource(file)
    try {
      const { header } = await openLog(source, { codecs: nodeCodecs, name: path.basename(file) })
      const isOurs = isObject(header.eval['metadata']) && isObject(header.eval['metadata']['safety_portfolio'])
      if (isOurs && header.status !== 'success' && header.eval.task === task && header.eval.model === model) return file
    } catch (error) {
      if (!(error instanceof LogError)) throw error
    } finally {
      await source.close()
    }
  }
  return null
}
