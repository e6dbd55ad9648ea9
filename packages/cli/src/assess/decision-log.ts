import { readFile } from 'node:fs/promises'
import path from 'node:path'
import {
  appendEntry,
  canonicalJson,
  logFrom,
  publicKeyOf,
  verifyLog,
  type LogEntry,
} from '@safety-portfolio/asl-policy'
import type { Io } from '../io/io.js'
import { parseJsonText } from '../policies/json-text.js'
import { UsageError } from '../usage-error.js'

/** Name of the log in the folder of an assessment. */
export const decisionLogName = 'decision-log.jsonl'

/** What decisions are logged with: those before, and the key that signs. */
export interface DecisionLog {
  readonly before: readonly LogEntry[]
  readonly secretKey: string | undefined
}

/**
 * Reads the log that is in the folder already, and the key, before anything is asked of a model.
 *
 * @throws UsageError where the log does not verify, which is never written over, or the key is none.
 */
export async function openDecisionLog(folder: string, { env }: Pick<Io, 'env'>): Promise<DecisionLog> {
  const key = env['SAFETY_PORTFOLIO_SIGNING_KEY']
  const secretKey = key === '' ? undefined : key
  if (secretKey !== undefined && !isKey(secretKey))
    throw new UsageError(
      'SAFETY_PORTFOLIO_SIGNING_KEY is no Ed25519 key: 64 hexadecimal digits are needed. openssl rand -hex 32 makes one.',
    )
  const file = path.join(folder, decisionLogName)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return { before: [], secretKey }
    throw error
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const before = logFrom(
    lines.map((line, index) => parseJsonText(line, `${file} line ${index + 1}`)),
    file,
  )
  const { valid, problems } = verifyLog(before)
  if (!valid)
    throw new UsageError(
      `${file} does not verify (${problems[0]?.message ?? 'unknown reason'}), and is not written over. Choose another folder with --out DIR.`,
    )
  return { before, secretKey }
}

function isKey(key: string): boolean {
  try {
    return publicKeyOf(key) !== ''
  } catch {
    return false
  }
}

/** The log with one entry a decision more, each chained to the one before: what `policy log` verifies and goes on with. Decisions that it ends with already are not added again. */
export function decisionLogText({ before, secretKey }: DecisionLog, decisions: readonly unknown[], at: string): string {
  const payloads = decisions.map((decision) => JSON.parse(canonicalJson(decision)) as unknown)
  const last = before.slice(-payloads.length)
  const known =
    last.length === payloads.length &&
    last.every(
      ({ payload, signature }, index) =>
        canonicalJson(payload) === canonicalJson(payloads[index]) &&
        (signature === undefined) === (secretKey === undefined),
    )
  const entries = known
    ? before
    : payloads.reduce<readonly LogEntry[]>(
        (log, payload) => [...log, appendEntry(log, payload, { at, secretKey })],
        before,
      )
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}
