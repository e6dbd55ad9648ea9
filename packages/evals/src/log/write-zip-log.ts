import { utf8Encode } from '../internal/text-codec.js'
import { dosTimeOf } from '../zip/write-member.js'
import { createZipAppender, type ZipAppender } from '../zip/zip-appender.js'
import { portableCodecs, type Codecs } from './codecs.js'
import type { EvalLog } from './eval-log.js'
import { chainLink, chainStart, linkName, type MemberDigest } from './hash-chain.js'
import { writeLogJson } from './log-json.js'
import { sampleMemberName } from './sample-members.js'
import { summarizeSample } from './summarize-sample.js'

/**
 * Writes a log as an Inspect `.eval` archive, with a hash chain over its members that `verifyLog` checks. Reading it gives the log back, value by
 * value: `NaN` too.
 *
 * @param log - The log.
 * @param codecs - Zstandard where they have it, deflate otherwise. Default: {@link portableCodecs}.
 *
 * @example
 * ```ts
 * import { bytesSource, openLog, wholeLog, writeZipLog, type EvalLog } from '@safety-portfolio/evals'
 *
 * const log: EvalLog = {
 *   version: 2, status: 'success', plan: {}, stats: {},
 *   eval: { task: 'sums', model: 'simulated/0.8', created: '2026-01-01T00:00:00Z', dataset: {}, config: {} },
 * }
 * await wholeLog(await openLog(bytesSource(writeZipLog(log)))) // => log
 * ```
 */
export function writeZipLog(log: EvalLog, codecs: Codecs = portableCodecs): Uint8Array {
  const { samples, reductions, ...header } = log
  const zip = createZipAppender(codecs, () => dosTimeOf(log.eval.created))
  const parts: Uint8Array[] = []
  const digests: MemberDigest[] = []
  const add = (name: string, value: unknown): void => {
    const content = utf8Encode(writeLogJson(value))
    digests.push([name, codecs.sha256(content)])
    parts.push(...zip.member(name, content))
  }
  add('_journal/start.json', { version: header.version, eval: header.eval, plan: header.plan })
  for (const sample of samples ?? []) add(sampleMemberName(sample.id, sample.epoch), sample)
  const summaries = (samples ?? []).map((sample) => summarizeSample(sample))
  add('_journal/summaries/1.json', summaries)
  add('summaries.json', summaries)
  if (reductions !== undefined && reductions !== null) add('reductions.json', reductions)
  // Without a header a log counts as unfinished, which is what `started` means.
  if (header.status !== 'started') add('header.json', header)
  parts.push(...zip.member(linkName(1), utf8Encode(writeLogJson(chainLink(1, chainStart, digests, codecs)))))
  return zipOf(parts, zip)
}

/** An archive of its members' bytes. */
export function zipOf(parts: readonly Uint8Array[], zip: ZipAppender): Uint8Array {
  const all = [...parts]
  zip.writeDirectory((piece) => all.push(piece.slice()))
  return concatenate(all)
}

/** One array of many. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
