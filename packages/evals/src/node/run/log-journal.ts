import type { EvalHeader, EvalSample, SampleSummary } from '../../log/eval-log.js'
import { chainLink, linkName, type MemberDigest } from '../../log/hash-chain.js'
import { writeLogJson } from '../../log/log-json.js'
import { sampleMemberName } from '../../log/sample-members.js'
import { createZipAppender } from '../../zip/zip-appender.js'
import type { ZipEntry } from '../../zip/zip-entry.js'
import { nodeCodecs } from '../node-codecs.js'
import { listedSummaries } from './listed-summaries.js'
import type { LogSink } from './log-sink.js'
import { LogWriteError } from './log-sink.js'
import { memberClock } from './member-clock.js'
import { streamMember } from './stream-member.js'

/** What a journal that goes on with an older one takes over from it. */
export interface JournalPast {
  readonly entries: readonly ZipEntry[]
  /** Number and hash of the last link of the chain. */
  readonly link: { readonly n: number; readonly hash: string }
  /** Members after the last link. */
  readonly uncovered: readonly MemberDigest[]
  /** Numbers of the summaries that were written. */
  readonly summaries: number
  /** Summaries of whole samples that no list of summaries holds yet. */
  readonly unlisted: readonly SampleSummary[]
}

/** The log of a run as it is written: each sample as soon as it is done. */
export interface LogJournal {
  /** Adds a finished attempt. It is in the file after the next {@link flush}, which happens by itself within milliseconds. */
  append(sample: EvalSample, summary: SampleSummary): void
  /** Writes what is pending. */
  flush(): void
  /** Writes a directory, so that any reader can open the unfinished log; the next sample replaces it. */
  checkpoint(): void
  /** Writes index, reductions and header, and closes the file. Gives the head of the hash chain. */
  finish(header: EvalHeader, reductions: Iterable<string>, superseded: ReadonlySet<string>): string
  /** Flushes and closes without a header: the log stays unfinished and can be resumed. */
  abandon(): void
}

/** Bytes that may be pending before they are written at once. */
const pendingBytes = 1 << 16
/** Samples from one list of summaries, and one link of the chain, to the next. */
const summaryEvery = 100
const checkpointEvery = 2000
/** A checkpoint may take this share of the time. */
const checkpointShare = 0.02

/**
 * Starts the journal of a log, or goes on with one.
 *
 * @param file - Its name, for errors.
 * @param sink - Where it goes.
 * @param start - Content of `_journal/start.json`, for a new log.
 * @param past - What is in the file already, for one that is resumed.
 */
export function openJournal(file: string, sink: LogSink, start: object | null, past: JournalPast | null): LogJournal {
  const zip = createZipAppender(nodeCodecs, memberClock())
  let pending: Uint8Array[] = []
  let pendingSize = 0
  let pendingFrom = 0
  let scheduled: NodeJS.Immediate | null = null
  let hasDirectory = false
  let digests: MemberDigest[] = []
  let link = { n: 0, hash: '0'.repeat(64) }
  let lists = 0
  let summaries: string[] = []
  const listEntries: ZipEntry[] = []
  let checkpointed = performance.now()
  let checkpointCost = 0
  let failure: LogWriteError | null = null

  const guarded = (work: () => void): void => {
    if (failure !== null) throw failure
    try {
      work()
    } catch (error) {
      failure = new LogWriteError(file, error)
      throw failure
    }
  }
  const flush = (): void => {
    if (scheduled !== null) clearImmediate(scheduled)
    scheduled = null
    if (pendingSize === 0) return
    guarded(() => {
      // The directory of a checkpoint lies where the next member goes: it must not be found behind it.
      if (hasDirectory) sink.truncate(pendingFrom)
      hasDirectory = false
      sink.write(pending.length === 1 ? pending[0]! : Buffer.concat(pending), pendingFrom)
    })
    pending = []
    pendingSize = 0
  }
  const add = (name: string, text: string): void => {
    const content = Buffer.from(text)
    digests.push([name, nodeCodecs.sha256(content)])
    put(name, content)
  }
  const put = (name: string, content: Uint8Array): void => {
    if (pendingSize === 0) pendingFrom = zip.end
    for (const part of zip.member(name, content)) {
      pending.push(part)
      pendingSize += part.length
    }
    if (pendingSize >= pendingBytes) flush()
    else
      scheduled ??= setImmediate(() => {
        scheduled = null
        try {
          flush()
        } catch {
          // The failure is kept, and the next append throws it.
        }
      })
  }
  const seal = (): void => {
    if (digests.length === 0) return
    const next = chainLink(link.n + 1, link.hash, digests, nodeCodecs)
    put(linkName(next.n), Buffer.from(JSON.stringify(next)))
    link = { n: next.n, hash: next.hash }
    digests = []
  }
  const list = (): void => {
    if (summaries.length > 0) {
      lists += 1
      const content = `[${summaries.join(',')}]`
      const offset = zip.end
      add(`_journal/summaries/${lists}.json`, content)
      listEntries.push({
        name: '',
        method: 0,
        crc: 0,
        size: Buffer.byteLength(content),
        compressedSize: zip.end - offset,
        offset,
      })
      summaries = []
    }
    seal()
  }
  const checkpoint = (): void => {
    flush()
    const began = performance.now()
    guarded(() => {
      let position = zip.end
      zip.writeDirectory((piece) => {
        sink.write(piece, position)
        position += piece.length
      })
    })
    hasDirectory = true
    checkpointed = performance.now()
    checkpointCost = checkpointed - began
  }

  if (past !== null) {
    for (const entry of past.entries) {
      zip.note(entry)
      if (entry.name.startsWith('_journal/summaries/')) listEntries.push(entry)
    }
    link = past.link
    digests = [...past.uncovered]
    lists = past.summaries
    summaries = past.unlisted.map((summary) => writeLogJson(summary))
    hasDirectory = true
    list()
  } else if (start !== null) {
    add('_journal/start.json', JSON.stringify(start))
    seal()
  }
  flush()
  checkpoint()

  return {
    append(sample, summary) {
      if (failure !== null) throw failure
      const isPlain = Object.values(sample.scores ?? {}).every(
        ({ value }) => typeof value !== 'number' || Number.isFinite(value),
      )
      add(sampleMemberName(sample.id, sample.epoch), isPlain ? JSON.stringify(sample) : writeLogJson(sample))
      summaries.push(isPlain ? JSON.stringify(summary) : writeLogJson(summary))
      if (summaries.length >= summaryEvery) list()
      const since = performance.now() - checkpointed
      if (since > checkpointEvery && since > checkpointCost / checkpointShare) checkpoint()
    },
    flush,
    checkpoint,
    finish(header, reductions, superseded) {
      list()
      flush()
      guarded(() => {
        if (hasDirectory) sink.truncate(zip.end)
        hasDirectory = false
        for (const [name, pieces] of [
          ['summaries.json', listedSummaries(listEntries, sink, superseded)],
          ['reductions.json', reductions],
        ] as const) {
          const { entry, digest } = streamMember(name, pieces, zip.end, sink)
          zip.note(entry)
          digests.push(digest)
        }
      })
      add('header.json', writeLogJson(header))
      seal()
      checkpoint()
      guarded(() => {
        sink.sync()
      })
      sink.close()
      return link.hash
    },
    abandon() {
      try {
        list()
        checkpoint()
        sink.sync()
      } finally {
        sink.close()
      }
    },
  }
}
