import { randomUUID } from 'node:crypto'
import type { CancelSignal } from '../../task/model.js'
import { SandboxError, type ExecResult, type OpenSandbox, type SandboxProvider } from '../../task/sandbox.js'
import { runProcess } from './run-process.js'

/** Options of {@link dockerSandbox}. */
export interface DockerSandboxOptions {
  /** Image, which must be on this machine: nothing is pulled. It needs `sh`, `cat`, `mkdir`, `kill` and `sleep`. */
  readonly image: string
  /** Network of the container. Default `none`. */
  readonly network?: string
  /** Default `512m`, without swap. */
  readonly memory?: string
  /** Default 1. */
  readonly cpus?: number
  /** Processes there may be at a time. Default 128. */
  readonly pids?: number
  /** Size of the folder for files. Default `256m`; it counts as memory. */
  readonly disk?: string
  /** User and group in the container. Default `65534:65534`, nobody. */
  readonly user?: string
  /** Seconds after which the container ends whatever happens to the harness. Default 7200. */
  readonly lifetime?: number
  /** The program that speaks docker's command line. Default `docker`. */
  readonly program?: string
}

const folder = '/workspace'
/** Where process groups are noted: a folder that no image has, so that its mode is ours. */
const groups = '/.safety-portfolio'
/** Seconds that docker itself may take to start, look or remove. */
const patience = 120
const never: CancelSignal = new AbortController().signal

/**
 * A sandbox that is a container, driven through docker's command line: no network, no mounts, no capabilities, no new privileges, a root file system that is read-only, an ordinary
 * user, and limits on memory, processors and processes. A command whose time is up is killed with its process group; where that cannot be done, the container is.
 * The container removes itself after its lifetime, also when the harness was killed.
 */
export function dockerSandbox(options: DockerSandboxOptions): SandboxProvider {
  const settings = {
    network: 'none',
    memory: '512m',
    cpus: 1,
    pids: 128,
    disk: '256m',
    user: '65534:65534',
    lifetime: 7200,
    program: 'docker',
    ...options,
  }
  const { program, ...config } = settings
  if (options.image === '' || options.image.startsWith('-'))
    throw new RangeError(`dockerSandbox: image must be the name of an image, got '${options.image}'`)
  const docker = (args: readonly string[], signal: CancelSignal = never): Promise<ExecResult> =>
    runProcess([program, ...args], { env: process.env, timeout: patience, signal })
  const open = async (signal: CancelSignal): Promise<OpenSandbox> => {
    const name = `safety-portfolio-${randomUUID()}`
    const close = async (): Promise<void> => {
      await docker(['rm', '--force', '--volumes', name]).catch(() => undefined)
    }
    try {
      const { code, stderr } = await docker(['run', ...containerFlags(name, settings)], signal)
      if (code !== 0) throw new SandboxError(`docker cannot start a container of ${options.image}: ${lastLine(stderr)}`)
    } catch (error) {
      await close()
      throw error
    }
    return containerSandbox({ name, program, signal, docker, close })
  }
  return {
    type: 'docker',
    config,
    isolates: settings.network === 'none',
    open,
    async prepare() {
      const { code, stdout, stderr } = await docker(['image', 'inspect', '--format', '{{.Id}}', options.image])
      if (code !== 0) throw new Error(`there is no image ${options.image} here, or no engine: ${lastLine(stderr)}`)
      const trial = await open(never)
      try {
        const script = 'command -v cat && command -v mkdir && command -v kill && : > probe && rm probe'
        const tools = await trial.exec(['sh', '-c', script])
        if (tools.code !== 0)
          throw new Error(
            `the image ${options.image} needs sh, cat, mkdir, kill and rm, and a ${folder} that ${settings.user} may write to`,
          )
      } finally {
        await trial.close()
      }
      return { image_id: stdout.trim() }
    },
  }
}

/** Docker hands its own proxies, with their passwords, to every container; without a network there is no use for them. */
const proxies = ['HTTP', 'HTTPS', 'FTP', 'ALL', 'NO'].flatMap((kind) => [
  `${kind}_PROXY`,
  `${kind.toLowerCase()}_proxy`,
])

function containerFlags(name: string, settings: Required<DockerSandboxOptions>): readonly string[] {
  const { image, network, memory, cpus, pids, disk, user, lifetime } = settings
  const tmpfs = 'rw,exec,nosuid,nodev,mode=1777'
  const folders = [`${folder}:${tmpfs},size=${disk}`, `/tmp:${tmpfs},size=${disk}`, `${groups}:${tmpfs},size=1m`]
  return [
    ...['--detach', '--rm', '--init', '--pull', 'never', '--name', name, '--label', 'safety-portfolio.sandbox=1'],
    ...['--network', network, '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--read-only'],
    ...['--memory', memory, '--memory-swap', memory, '--cpus', String(cpus), '--pids-limit', String(pids)],
    ...folders.flatMap((one) => ['--tmpfs', one]),
    ...['--user', user],
    ...(network === 'none' ? proxies.flatMap((name) => ['--env', `${name}=`]) : []),
    ...['--env', `HOME=${folder}`, '--entrypoint', 'sleep', image, String(lifetime)],
  ]
}

interface Container {
  readonly name: string
  readonly program: string
  readonly signal: CancelSignal
  readonly docker: (args: readonly string[], signal?: CancelSignal) => Promise<ExecResult>
  readonly close: () => Promise<void>
}

// No --workdir at the start: docker would make the folder itself, as root's.
/** Notes the process group of a command, so that it can be killed; docker makes each a session of its own. */
const noted = 'echo $$ > "$0" && exec "$@"'

function containerSandbox({ name, program, signal, docker, close }: Container): OpenSandbox {
  let count = 0
  const exec: OpenSandbox['exec'] = async (command, options = {}) => {
    const { input, cwd = folder, env = {}, timeout = 60 } = options
    if (command.length === 0) throw new TypeError('exec: the command is empty')
    count += 1
    const group = `${groups}/group-${count}`
    const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`])
    const interactive = input === undefined ? [] : ['--interactive']
    const where = cwd.startsWith('/') ? cwd : `${folder}/${cwd}`
    const result = await runProcess(
      [program, 'exec', ...interactive, ...variables, '--workdir', where, name, 'sh', '-c', noted, group, ...command],
      {
        input,
        env: process.env,
        timeout,
        signal,
        async onKill() {
          const script = 'kill -KILL "-$(cat "$0")"'
          const killed = await docker(['exec', name, 'sh', '-c', script, group]).catch(() => null)
          if (killed?.code !== 0) await docker(['kill', name]).catch(() => undefined)
        },
      },
    )
    // Docker's own failures share an exit code with the command's.
    if (result.code !== 0 && !result.timedOut && !result.truncated) await needRunning()
    return result
  }
  const needRunning = async (): Promise<void> => {
    const { code, stdout } = await docker(['inspect', '--format', '{{.State.Running}}', name])
    if (code !== 0 || stdout.trim() !== 'true')
      throw new SandboxError('the container has ended: out of memory, of time, or removed')
  }
  return {
    type: 'docker',
    exec,
    async readFile(path) {
      const { code, stdout, stderr, truncated } = await exec(['cat', '--', path])
      if (truncated) throw new Error(`${path} is larger than what is read of a file`)
      if (code !== 0) throw new Error(lastLine(stderr))
      return stdout
    },
    async writeFile(path, content) {
      const script = 'case "$1" in */*) mkdir -p -- "${1%/*}/";; esac && cat > "$1"'
      const { code, stderr } = await exec(['sh', '-c', script, 'sh', path], { input: content })
      if (code !== 0) throw new Error(`${path} cannot be written: ${lastLine(stderr)}`)
    },
    close,
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!.slice(0, 300)
}
