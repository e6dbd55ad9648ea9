import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, mkdtemp, open, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { OpenSandbox, SandboxProvider } from '../../task/sandbox.js'
import type { CancelSignal } from '../../task/model.js'
import { SandboxError } from '../../task/sandbox.js'
import { runProcess } from './run-process.js'

/** Bytes of the largest file that is read. */
const mostFile = 10 << 20
const marker = 'SAFETY_PORTFOLIO_SANDBOX'

/**
 * A sandbox that is a temporary folder and processes of this machine, for code that you trust. It separates attempts, hides the environment with its keys, and kills what is
 * left; it does **not** keep a model from this user's files or the network. For answers of models use {@link dockerSandbox}.
 */
export function localSandbox(): SandboxProvider {
  return {
    type: 'local',
    config: { network: 'open', files: 'open' },
    isolates: false,
    prepare() {
      if (process.platform === 'win32')
        return Promise.reject(new Error('it needs process groups, which Windows has not'))
      return Promise.resolve({})
    },
    async open(signal) {
      const root = await realpath(await mkdtemp(path.join(tmpdir(), 'safety-portfolio-sandbox-')))
      return folderSandbox(root, signal)
    },
  }
}

function folderSandbox(root: string, signal: CancelSignal): OpenSandbox {
  const id = randomUUID()
  let closed = false
  const need = (): void => {
    if (closed) throw new SandboxError('the sandbox is closed')
  }
  return {
    type: 'local',
    async exec(command, options = {}) {
      need()
      const { input, cwd = '.', env = {}, timeout = 60 } = options
      return runProcess(command, {
        input,
        cwd: await inside(root, cwd),
        env: { PATH: process.env['PATH'], HOME: root, TMPDIR: root, LANG: 'C.UTF-8', ...env, [marker]: id },
        timeout,
        signal,
      })
    },
    async readFile(file) {
      need()
      const handle = await open(
        await inside(root, file),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      )
      try {
        const { size, isFile } = await handle.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }))
        if (!isFile) throw new Error(`${file} is no file`)
        if (size > mostFile) throw new Error(`${file} has ${size} bytes; at most ${mostFile} are read`)
        return await handle.readFile('utf8')
      } finally {
        await handle.close()
      }
    },
    async writeFile(file, content) {
      need()
      const target = path.resolve(root, file)
      await inside(root, path.dirname(target), true)
      const whole = await inside(root, file)
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW
      const handle = await open(whole, flags, 0o644)
      try {
        await handle.writeFile(content)
      } finally {
        await handle.close()
      }
    },
    async close() {
      closed = true
      await killMarked(id)
      await rm(root, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
    },
  }
}

/** A path within the folder, links followed; what leads out of it is refused. */
async function inside(root: string, given: string, make = false): Promise<string> {
  const target = path.resolve(root, given)
  const refuse = (): never => {
    throw new Error(`${given} is outside the sandbox`)
  }
  const within = (file: string): boolean => file === root || file.startsWith(root + path.sep)
  if (!within(target)) refuse()
  // The nearest part that exists decides where links lead.
  let known = target
  while (!(await exists(known))) known = path.dirname(known)
  if (!within(await realpath(known).catch(refuse))) refuse()
  if (make) await mkdir(target, { recursive: true })
  return target
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}

/** Kills what was started in a sandbox and lives on, also in a process group of its own: Linux tells by the environment. */
async function killMarked(id: string): Promise<void> {
  const wanted = `${marker}=${id}`
  for (const name of await readdir('/proc').catch(() => [])) {
    const pid = Number(name)
    if (!Number.isSafeInteger(pid) || pid === process.pid) continue
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '')
    if (!environment.split('\0').includes(wanted)) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
}
