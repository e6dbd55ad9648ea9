import { utf8Decode } from '../internal/text-codec.js'
import type { ByteSource } from '../zip/byte-source.js'
import { readDirectory } from '../zip/read-directory.js'
import { readMember } from '../zip/read-member.js'
import { scanMembers } from '../zip/scan-members.js'
import { defaultZipLimits } from '../zip/zip-limits.js'
import { portableCodecs, type Codecs } from './codecs.js'
import { checkShape } from './check-shape.js'
import { chainLink, chainStart, isLinkName, type ChainLink, type MemberDigest } from './hash-chain.js'
import { LogError } from './log-error.js'
import { disagreements, logInfo } from './log-info.js'
import { parseLogJson } from './log-json.js'
import { openLog, type OpenLogOptions } from './open-log.js'

/** One thing that was looked at. */
export interface LogCheck {
  readonly name: 'members' | 'chain' | 'head' | 'shape' | 'samples' | 'scores'
  /** `null`: there was nothing to look at. */
  readonly ok: boolean | null
  readonly detail: string
}

/** What became of checking a log. */
export interface LogVerification {
  /** No check failed. */
  readonly ok: boolean
  readonly checks: readonly LogCheck[]
  /** Hash of the last link of the chain: keep it elsewhere, and no member can be changed without notice. */
  readonly head: string | null
  readonly warnings: readonly string[]
}

/** Options of {@link verifyLog}. */
export interface VerifyLogOptions extends OpenLogOptions {
  /** The head that the chain must have, as it was noted when the run ended. */
  readonly head?: string | undefined
}

/**
 * Checks a log: every member's CRC, the hash chain over the journal, the shape of header and samples, that the index lists the samples that are
 * there, and that the logged numbers are those of the samples.
 *
 * A chain shows that nothing was changed by accident or by somebody who did not rebuild it; against one who did, compare the head with one
 * that was kept elsewhere.
 *
 * @param source - The bytes.
 * @param options - See {@link VerifyLogOptions}.
 * @throws LogError where the bytes are no log at all.
 */
export async function verifyLog(source: ByteSource, options: VerifyLogOptions = {}): Promise<LogVerification> {
  const { codecs = portableCodecs, head: expected } = options
  const log = await openLog(source, options)
  const checks: LogCheck[] = []
  let head: string | null = null
  if (log.format === 'eval') {
    const archive = await checkArchive(source, codecs, log.finished)
    checks.push(...archive.checks)
    head = archive.head
  }
  if (expected !== undefined) {
    const ok = head === expected.toLowerCase()
    checks.push({
      name: 'head',
      ok,
      detail: ok ? 'the head is the one that was kept' : `the head is ${head ?? 'missing'}, not ${expected}`,
    })
  }
  if (checks.some(({ name, ok }) => name === 'members' && ok === false))
    return { ok: false, checks, head, warnings: log.warnings }
  const problems = checkShape(log.header)
  let samples = 0
  const seen = new Set<string>()
  for await (const sample of log.samples()) {
    samples += 1
    seen.add(`${sample.id}@${sample.epoch}`)
    if (problems.length < 20) problems.push(...checkShape(log.header, sample))
  }
  checks.push(listed('shape', problems, `header and ${counted(samples, 'sample')} have the fields they need`))
  const summaries = await log.summaries(({ id, epoch }) => ({ id, epoch, input: '', target: '' }))
  const missing = summaries
    .filter(({ id, epoch }) => !seen.has(`${id}@${epoch}`))
    .map(({ id, epoch }) => `sample ${id}, epoch ${epoch} is listed and not there`)
  checks.push(
    samples === 0 && summaries.length > 0
      ? { name: 'samples', ok: null, detail: 'the log holds summaries only' }
      : listed('samples', missing, `${counted(samples, 'sample')}, as the index says`),
  )
  const { scores, recomputed } = await logInfo(log)
  checks.push(
    scores.length === 0
      ? { name: 'scores', ok: null, detail: 'the log has no scores' }
      : listed('scores', disagreements(scores, recomputed), 'logged scores are those of the samples'),
  )
  return { ok: checks.every(({ ok }) => ok !== false), checks, head, warnings: log.warnings }
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}

function listed(name: LogCheck['name'], problems: readonly string[], fine: string): LogCheck {
  if (problems.length === 0) return { name, ok: true, detail: fine }
  const rest = problems.length > 5 ? `; and ${problems.length - 5} more` : ''
  return { name, ok: false, detail: problems.slice(0, 5).join('; ') + rest }
}

interface Archive {
  readonly checks: readonly LogCheck[]
  readonly head: string | null
}

async function checkArchive(source: ByteSource, codecs: Codecs, finished: boolean): Promise<Archive> {
  const directory = await readDirectory(source, defaultZipLimits).catch(() => null)
  const entries = directory?.entries ?? (await scanMembers(source, codecs, defaultZipLimits)).entries
  const damaged: string[] = []
  const broken: string[] = []
  let pending: MemberDigest[] = []
  let previous = chainStart
  let links = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    let content: Uint8Array
    try {
      content = await readMember(source, entry, codecs)
    } catch (error) {
      if (!(error instanceof LogError)) throw error
      damaged.push(error.message)
      continue
    }
    if (!isLinkName(entry.name)) {
      pending.push([entry.name, codecs.sha256(content)])
      continue
    }
    links += 1
    const link = parseLogJson(utf8Decode(content), entry.name) as ChainLink
    broken.push(...linkProblems(link, links, previous, pending, codecs))
    previous = link.hash
    pending = []
  }
  const uncovered =
    finished && links > 0 && pending.length > 0 ? [`${counted(pending.length, 'member')} after the last link`] : []
  const checks: LogCheck[] = [
    listed('members', damaged, `${counted(entries.length, 'member')}, each with the CRC-32 it should have`),
    links === 0
      ? { name: 'chain', ok: null, detail: 'the log has no hash chain' }
      : listed('chain', [...broken, ...uncovered], `every member is covered, by ${counted(links, 'link')}`),
  ]
  return { checks, head: links === 0 ? null : previous }
}

function linkProblems(
  link: ChainLink,
  n: number,
  previous: string,
  members: readonly MemberDigest[],
  codecs: Codecs,
): readonly string[] {
  if (link.previous !== previous) return [`link ${n} does not follow the one before`]
  if (chainLink(link.n, link.previous, link.members, codecs).hash !== link.hash)
    return [`link ${n} is not what its hash says`]
  const known = new Map(link.members)
  const changed = members
    .filter(([name, digest]) => known.get(name) !== digest)
    .map(([name]) => `${name} is not what link ${n} says`)
  const present = new Set(members.map(([name]) => name))
  const gone = link.members.filter(([name]) => !present.has(name)).map(([name]) => `${name} is missing`)
  return [...changed, ...gone]
}
