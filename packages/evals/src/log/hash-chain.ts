import { utf8Encode } from '../internal/text-codec.js'
import type { Codecs } from './codecs.js'

/** Name and SHA-256 of the unpacked content of a member. */
export type MemberDigest = readonly [name: string, sha256: string]

/** A link of the chain over a log's journal, stored as `_journal/chain/<n>.json`. */
export interface ChainLink {
  /** 1 for the first. */
  readonly n: number
  /** Hash of the link before; 64 zeros before the first. */
  readonly previous: string
  /** The members written since the link before, in the order of the file. */
  readonly members: readonly MemberDigest[]
  /** SHA-256 of the JSON of `[n, previous, members]`. */
  readonly hash: string
}

/** What the first link follows. */
export const chainStart: string = '0'.repeat(64)

/** Name of a link's member. */
export function linkName(n: number): string {
  return `_journal/chain/${n}.json`
}

/** Whether a member is a link. */
export function isLinkName(name: string): boolean {
  return /^_journal\/chain\/\d+\.json$/.test(name)
}

/** Makes the link that covers these members. */
export function chainLink(n: number, previous: string, members: readonly MemberDigest[], codecs: Codecs): ChainLink {
  return { n, previous, members, hash: codecs.sha256(utf8Encode(JSON.stringify([n, previous, members]))) }
}
