import type { Policy } from './policy.js'

/**
 * The version of a policy that is in force on a day; `null` before the first, and where one was in force that is not among them (`until`).
 *
 * @param versions - Versions of one policy, in any order.
 *
 * @example
 * ```ts
 * import { shippedVersions, versionInForce } from '@safety-portfolio/asl-policy'
 *
 * versionInForce(shippedVersions('rsp'), '2026-02-05')?.version // => '2.2'
 * versionInForce(shippedVersions('rsp'), '2023-09-18') // => null
 * versionInForce(shippedVersions('gdm-fsf'), '2025-12-01') // => null
 * ```
 */
export function versionInForce(versions: readonly Policy[], date: string): Policy | null {
  let found: Policy | null = null
  for (const policy of versions) {
    if (policy.effective <= date && (found === null || policy.effective > found.effective)) found = policy
  }
  // A version that is not known here was in force.
  return found?.until !== undefined && date >= found.until ? null : found
}

/** How a version that a document cites compares with the one in force. */
export interface CitedVersion {
  readonly status: 'match' | 'mismatch' | 'none-in-force'
  readonly severity: 'none' | 'warning'
  readonly cited: string
  readonly inForce: string | null
}

/** Whether the version that a document cites was in force on its day. */
export function citedVersion(versions: readonly Policy[], date: string, cited: string): CitedVersion {
  const inForce = versionInForce(versions, date)?.version ?? null
  const status = inForce === null ? 'none-in-force' : inForce === cited ? 'match' : 'mismatch'
  return { status, severity: status === 'match' ? 'none' : 'warning', cited, inForce }
}
