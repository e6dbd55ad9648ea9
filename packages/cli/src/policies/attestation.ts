import {
  dsseEnvelope,
  inTotoStatement,
  type Decision,
  type DsseEnvelope,
  type LogEntry,
} from '@safety-portfolio/asl-policy'
import { InvalidArgumentError } from 'commander'
import { UsageError } from '../usage-error.js'

/** What was written about a decision. */
export interface Attested {
  readonly entry: number
  readonly subject: string
  readonly sha256: string
  readonly keyid: string
}

/** A SHA-256 in hexadecimal. */
export function digestFlag(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  throw new InvalidArgumentError('must be 64 hexadecimal digits.')
}

/** A signed envelope, and what it says. */
export interface Attestation {
  readonly envelope: DsseEnvelope
  readonly attested: Attested
}

/**
 * The last entry of a log, which must be a decision, as an in-toto statement in a signed DSSE envelope.
 *
 * @throws UsageError where the log is empty or its last entry is no decision.
 */
export function attestation(
  entries: readonly LogEntry[],
  secretKey: string,
  weightsSha256: string | undefined,
): Attestation {
  const last = entries.at(-1)
  if (last === undefined) throw new UsageError('The log is empty: there is no decision to attest.')
  if (!isDecision(last.payload))
    throw new UsageError(
      `Entry ${last.sequence} is not a decision (as policy decide --json prints it), so it cannot be attested.`,
    )
  const statement = inTotoStatement(last.payload, weightsSha256)
  const envelope = dsseEnvelope(statement, secretKey)
  const subject = statement.subject[0]!
  const { keyid } = envelope.signatures[0]!
  return { envelope, attested: { entry: last.sequence, subject: subject.name, sha256: subject.digest.sha256, keyid } }
}

function isDecision(value: unknown): value is Decision {
  if (typeof value !== 'object' || value === null) return false
  const { outcome, policy, subject, trace } = value as Readonly<Record<string, unknown>>
  return (
    typeof outcome === 'string' &&
    typeof policy === 'object' &&
    typeof subject === 'object' &&
    subject !== null &&
    'weights' in subject &&
    Array.isArray(trace)
  )
}
