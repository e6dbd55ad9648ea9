import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { publicKeyOf } from '@safety-portfolio/asl-policy'
import type { Io } from '../io/io.js'
import { checkFolder } from '../io/write-folder.js'
import { fine, type Check } from './check.js'

/** The oldest Node that this package runs on. */
const oldestNode = [20, 19] as const
/** Logs of an assessment of one model take a few megabytes; less than the second is too little for anything. */
const comfortable = 2 ** 30
const least = 100 * 2 ** 20
/** The first release is not from before this year. */
const earliestYear = 2025

/** Whether this Node is recent enough. */
export function nodeCheck(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor, wantedMinor] = oldestNode
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return fine('Node', version)
  const remedy = `Install Node ${oldestNode.join('.')} or later.`
  return { check: 'Node', status: 'problem', finding: `${version} is too old`, remedy }
}

/** Whether the clock can be right: its date goes into every log and decision. */
export function clockCheck(io: Io): Check {
  const now = new Date(io.now?.() ?? Date.now())
  const said = now.toISOString().replace(/\.\d+Z$/, 'Z')
  if (now.getUTCFullYear() >= earliestYear) return fine('clock', said)
  return { check: 'clock', status: 'problem', finding: `${said} lies in the past`, remedy: 'Set the clock.' }
}

/** Whether a folder can be written, renamed in, and has room. Nothing stays behind. */
export async function diskChecks(folder: string): Promise<readonly Check[]> {
  const check = 'disk'
  try {
    await checkFolder(folder)
    const nearest = await existing(folder)
    const probe = path.join(nearest, `.safety-portfolio-probe-${randomUUID()}`)
    try {
      await writeFile(`${probe}-1`, 'probe')
      await rename(`${probe}-1`, probe)
      if ((await readFile(probe, 'utf8')) !== 'probe') throw new Error('what was written is not what is read')
    } finally {
      await rm(`${probe}-1`, { force: true })
      await rm(probe, { force: true })
    }
    const { bavail, bsize } = await statfs(nearest)
    const free = bavail * bsize
    const finding = `${folder} can be written; ${(free / 2 ** 30).toFixed(1)} GiB are free`
    if (free >= comfortable) return [fine(check, finding)]
    const remedy = 'Make room, or choose another folder with --folder DIR.'
    return [{ check, status: free < least ? 'problem' : 'beware', finding, remedy }]
  } catch (error) {
    const remedy = 'Choose another folder with --folder DIR.'
    return [{ check, status: 'problem', finding: (error as Error).message, remedy }]
  }
}

async function existing(folder: string): Promise<string> {
  try {
    await mkdir(folder)
    await rm(folder, { recursive: true })
    return path.dirname(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return folder
    if (code === 'ENOENT') return existing(path.dirname(folder))
    throw error
  }
}

/** Whether decisions are signed; the key itself is never said. */
export function signingCheck({ env }: Io): Check {
  const check = 'signing key'
  const key = env['SAFETY_PORTFOLIO_SIGNING_KEY']
  if (key === undefined || key === '') {
    return fine(check, 'SAFETY_PORTFOLIO_SIGNING_KEY is not set: decisions are chained, but not signed')
  }
  try {
    return fine(check, `is set; its public key is ${publicKeyOf(key)}`)
  } catch {
    return {
      check,
      status: 'problem',
      finding: 'SAFETY_PORTFOLIO_SIGNING_KEY is no Ed25519 key',
      remedy: 'It must be 64 hexadecimal digits: openssl rand -hex 32 makes one.',
    }
  }
}
