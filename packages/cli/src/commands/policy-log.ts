import { readFile, rename, writeFile } from 'node:fs/promises'
import { appendEntry, logFrom, verifyLog, type LogEntry } from '@safety-portfolio/asl-policy'
import { Command, Option } from 'commander'
import { repeatable } from '../flags.js'
import type { Io } from '../io/io.js'
import { readShortText } from '../io/read-short-text.js'
import { attestation, digestFlag } from '../policies/attestation.js'
import { parseJsonText } from '../policies/json-text.js'
import { timeNow } from '../policies/today.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

interface LogOptions extends CommonOptions {
  readonly append?: string
  readonly keyFile?: string
  readonly signer?: readonly string[]
  readonly head?: string
  readonly attest?: string
  readonly weightsSha256?: string
}

const help = `
A log is JSON Lines: each entry holds the hash of the one before, and a signature where --key-file names a file with an Ed25519 key
(32 bytes as 64 hexadecimal digits). Verification finds edits, deletions and reordering; that entries are missing at the end shows only
against a --head that was kept elsewhere. Exit code 1 when the log does not verify. A log that does not verify is not appended to.
--attest writes the last decision of a log that verifies as an in-toto statement in a DSSE envelope signed by that key; --weights-sha256 is
the digest of the weights that it is about (else that of weights, configuration and activity as they are named).

Examples:
  safety-portfolio policy log decisions.jsonl --append decision.json --key-file key.hex
  safety-portfolio policy log decisions.jsonl --signer PUBLIC_KEY --head HASH
  safety-portfolio policy log decisions.jsonl --attest decision.intoto.json --key-file key.hex`

/** `safety-portfolio policy log`: verifies a log of decisions, or adds one to it. */
export function policyLogCommand(io: Io, exit: Exit): Command {
  const command = new Command('log')
    .description('Verify a log of decisions, or add one to it.')
    .argument('<log>', 'JSON Lines file of the log')
    .option('--append <file>', 'add this JSON document, such as the output of policy decide --json')
    .option('--key-file <file>', 'sign with the Ed25519 key in this file')
    .addOption(
      new Option('--signer <key>', 'public key that may sign; repeatable').argParser(repeatable((text) => text)),
    )
    .option('--head <hash>', 'hash that the log must end in')
    .option('--attest <file>', 'write the last decision as a signed in-toto statement')
    .addOption(
      new Option('--weights-sha256 <hex>', 'digest of the weights that the statement is about').argParser(digestFlag),
    )
    .addHelpText('after', help)
  return answering<LogOptions>(command, io, exit, async (file, options, work) => {
    if (options.keyFile !== undefined && options.append === undefined && options.attest === undefined)
      throw new UsageError('--key-file signs what --append adds or --attest writes.')
    if (options.attest !== undefined && options.keyFile === undefined)
      throw new UsageError('--attest needs the key that signs: --key-file.')
    if (options.weightsSha256 !== undefined && options.attest === undefined)
      throw new UsageError('--weights-sha256 belongs to --attest.')
    const secretKey =
      options.keyFile === undefined ? undefined : (await readFile(resolvePath(io, options.keyFile), 'utf8')).trim()
    const before = await readLog(file!, options, io, work)
    const verified = verifyLog(before, {
      ...(options.signer === undefined ? {} : { signers: options.signer }),
      ...(options.head === undefined ? {} : { head: options.head }),
    })
    let entries = before
    if (options.append !== undefined && verified.valid) {
      const { text, name } = await readShortText(options.append, io)
      entries = [...before, appendEntry(before, parseJsonText(text, name), { at: timeNow(io), secretKey })]
    }
    const attested =
      options.attest !== undefined && secretKey !== undefined && verified.valid
        ? attestation(entries, secretKey, options.weightsSha256)
        : null
    if (entries.length > before.length) await replace(resolvePath(io, file!), entries.map(jsonLine).join(''))
    if (attested !== null)
      await replace(resolvePath(io, options.attest!), `${JSON.stringify(attested.envelope, null, 2)}\n`)
    const { valid, problems } = verified
    const result = {
      valid,
      entries: entries.length,
      head: entries.at(-1)?.hash ?? null,
      appended: entries.length - before.length,
      problems,
      ...(options.attest === undefined ? {} : { attested: attested?.attested ?? null }),
    }
    return {
      title: 'Log of decisions',
      lead: valid
        ? `${counted(entries.length, 'entry').replace('entrys', 'entries')}, unbroken. Head: ${result.head ?? 'none'}.`
        : 'The log does not verify: it was edited, shortened or reordered.',
      tables: [
        ...(problems.length === 0
          ? []
          : [
              {
                caption: 'Problems',
                header: ['entry', 'code', 'what'],
                rows: problems.map(({ position, code, message }) => [String(position), code, message]),
              },
            ]),
        {
          caption: 'Entries',
          header: ['entry', 'at', 'hash', 'signed by'],
          rows: entries.map(({ sequence, at, hash, signature }) => [
            String(sequence),
            at,
            hash.slice(0, 16),
            signature?.publicKey.slice(0, 16) ?? '–',
          ]),
        },
      ],
      basis: {
        method: 'SHA-256 over canonical JSON (RFC 8785), chained; Ed25519 (RFC 8032)',
        assumptions: ['Times are those of the writers.', 'Keys are kept by their owners.'],
        warnings: [],
      },
      result,
      fine: valid,
    }
  })
}

async function readLog(
  file: string,
  { append }: LogOptions,
  io: Io,
  work: { read: (source: Awaited<ReturnType<typeof readShortText>>['source']) => void },
): Promise<readonly LogEntry[]> {
  try {
    const { text, name, source } = await readShortText(file, io)
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    work.read({ ...source, rows: lines.length })
    return logFrom(
      lines.map((line, index) => parseJsonText(line, `${name} line ${index + 1}`)),
      name,
    )
  } catch (error) {
    // A log begins with its first entry.
    if (append !== undefined && error instanceof UsageError && error.message.includes('there is no such file'))
      return []
    throw error
  }
}

function jsonLine(entry: LogEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** The whole file, written beside and renamed: never half. */
async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.partial`
  await writeFile(temporary, text)
  await rename(temporary, file)
}
