import { readFile } from 'node:fs/promises'
import type { RunResult } from '@safety-portfolio/evals/node'
import { resolvePath } from '../commands/common-options.js'
import type { Io } from '../io/io.js'
import { UsageError } from '../usage-error.js'
import type { EvalRunOptions } from './eval-run-options.js'
import { writeFileWhole } from './write-file-whole.js'

/** Signs the log of a run where a key was given; the path of the signature. A log that is unfinished has no head to sign. */
export async function signRun(run: RunResult, { signKey }: EvalRunOptions, io: Io): Promise<string | null> {
  if (signKey === undefined || run.head === null) return null
  const { signHead } = await import('@safety-portfolio/evals/node')
  const key = await readKey(resolvePath(io, signKey))
  const file = `${run.log}.sig`
  await writeFileWhole(
    file,
    `${JSON.stringify(
      asked(() => signHead(run.head!, key)),
      null,
      2,
    )}\n`,
  )
  return file
}

/** Refuses a key that could not sign, before a run begins. */
export async function checkSignKey({ signKey }: EvalRunOptions, io: Io): Promise<void> {
  if (signKey === undefined) return
  const { signHead } = await import('@safety-portfolio/evals/node')
  const key = await readKey(resolvePath(io, signKey))
  asked(() => signHead('0'.repeat(64), key))
}

/** Why the signature beside a log does not hold; `null` where it does. */
export async function signatureOutcome(
  log: string,
  head: string | null,
  publicKey: string,
  io: Io,
): Promise<string | null> {
  const { signatureProblem } = await import('@safety-portfolio/evals/node')
  const key = await readKey(resolvePath(io, publicKey))
  const text = await readFile(`${resolvePath(io, log)}.sig`, 'utf8').catch(() => null)
  if (text === null) return 'there is no signature beside the log'
  let signature: unknown = null
  try {
    signature = JSON.parse(text)
  } catch {
    // Said by the check.
  }
  return asked(() => signatureProblem(signature, head, key))
}

function asked<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new UsageError(`${(error as Error).message.replace(/^\w+: \w+/, 'The key')}.`)
  }
}

async function readKey(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`Cannot read the key ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`)
  })
}
