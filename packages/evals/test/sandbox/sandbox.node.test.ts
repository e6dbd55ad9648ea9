import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SandboxError, type OpenSandbox, type SandboxProvider } from '../../src/index.js'
import { dockerSandbox, localSandbox, resolveSandbox } from '../../src/node/index.js'
import { temporaryFolder } from '../temporary-folder.js'
import { localImage } from './docker-engine.js'

const standIn = path.join(import.meta.dirname, 'docker-stand-in.mjs')
const image = localImage()
const kinds: readonly (readonly [string, () => SandboxProvider, boolean])[] = [
  ['local', localSandbox, true],
  ['docker (stand-in)', () => dockerSandbox({ image: 'any', program: standIn }), true],
  [`docker (engine, ${image ?? 'no image here'})`, () => dockerSandbox({ image: image ?? '' }), image !== null],
]
const sh = (sandbox: OpenSandbox, script: string, options = {}) => sandbox.exec(['sh', '-c', script], options)
const open = async (provider: SandboxProvider, signal: AbortSignal = new AbortController().signal) => {
  await provider.prepare?.()
  return provider.open(signal)
}
/** Processes of this machine whose command line has the word. */
const running = (word: string): number =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0').includes(word)
    } catch {
      return false
    }
  }).length

for (const [name, make, available] of kinds) {
  describe.skipIf(!available)(`sandbox: ${name}`, () => {
    let provider: SandboxProvider
    let sandbox: OpenSandbox
    let folder: string
    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'docker-stand-in-'))
      process.env['DOCKER_STAND_IN'] = folder
      process.env['PLANTED_API_KEY'] = 'sk-planted-0123456789'
      provider = make()
      sandbox = await open(provider)
    }, 60_000)
    afterAll(async () => {
      await sandbox.close()
      delete process.env['PLANTED_API_KEY']
      rmSync(folder, { recursive: true, force: true })
    })

    it('gives output, errors and exit codes as they are', async () => {
      const result = await sh(sandbox, 'cat; echo "$NAME"; echo wrong >&2; exit 3', {
        input: 'in\n',
        env: { NAME: 'x y' },
      })
      expect(result).toEqual({ code: 3, stdout: 'in\nx y\n', stderr: 'wrong\n', timedOut: false, truncated: false })
      expect((await sh(sandbox, 'exit 125')).code).toBe(125)
      expect((await sandbox.exec(['sh', '-c', 'printf %s "$1"', 'sh', '$(id) ; "quoted"'])).stdout).toBe(
        '$(id) ; "quoted"',
      )
    })

    it('passes nothing of the environment on', async () => {
      expect((await sh(sandbox, 'env')).stdout).not.toMatch(/planted|proxy=./i)
    })

    it('keeps files between commands, and says what is not there', async () => {
      await sandbox.writeFile('deep/er/file.txt', 'Grüße\n')
      expect(await sandbox.readFile('deep/er/file.txt')).toBe('Grüße\n')
      expect((await sh(sandbox, 'cat file.txt', { cwd: 'deep/er' })).stdout).toBe('Grüße\n')
      await sandbox.writeFile('-n', 'a name like an option')
      expect(await sandbox.readFile('-n')).toBe('a name like an option')
      await expect(sandbox.readFile('absent')).rejects.toThrow(/no such file/i)
    })

    it('kills a command whose time is up with all it began', async () => {
      const seconds = String(86_400 + Math.floor(Math.random() * 1e6))
      const began = performance.now()
      const result = await sh(sandbox, `sleep ${seconds} & sleep ${seconds}`, { timeout: 0.7 })
      expect(result).toMatchObject({ code: null, timedOut: true })
      expect(performance.now() - began).toBeLessThan(10_000)
      await expect.poll(() => running(seconds), { timeout: 5000 }).toBe(0)
      expect((await sh(sandbox, 'echo alive')).stdout).toBe('alive\n')
    })

    it('kills a command that writes without end, and keeps the beginning', async () => {
      const result = await sh(
        sandbox,
        'while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done',
      )
      expect(result).toMatchObject({ code: null, truncated: true })
      expect(result.stdout.length).toBe(2 ** 20)
    })

    it('ends what it left behind when it is closed, and is closed for good', async () => {
      const seconds = String(86_400 + Math.floor(Math.random() * 1e6))
      const other = await provider.open(new AbortController().signal)
      await sh(other, `sleep ${seconds} >/dev/null 2>&1 &`)
      await expect.poll(() => running(seconds), { timeout: 5000 }).toBe(1)
      await other.close()
      await expect.poll(() => running(seconds), { timeout: 5000 }).toBe(0)
      await expect(sh(other, 'true')).rejects.toThrow(SandboxError)
    })

    it('stops when the attempt does', async () => {
      const stop = new AbortController()
      const other = await provider.open(stop.signal)
      const work = sh(other, 'sleep 1000')
      setTimeout(() => {
        stop.abort(new Error('time is up'))
      }, 300)
      await expect(work).rejects.toThrow('time is up')
      await other.close()
    })
  })
}

describe('local sandbox', () => {
  it('reads and writes nothing outside its folder, through links neither', async () => {
    const sandbox = await open(localSandbox())
    const secret = path.join(temporaryFolder(), 'secret')
    writeFileSync(secret, 'secret')
    await sh(sandbox, `ln -s ${secret} link && ln -s ${path.dirname(secret)} folder && mkfifo pipe`)
    for (const file of ['../x', secret, 'link', 'folder/secret', 'folder/new/file']) {
      await expect(sandbox.readFile(file)).rejects.toThrow()
      await expect(sandbox.writeFile(file, 'changed')).rejects.toThrow(/outside|ELOOP/)
    }
    await expect(sandbox.readFile('pipe')).rejects.toThrow('pipe is no file')
    expect(readFileSync(secret, 'utf8')).toBe('secret')
    const here = (await sh(sandbox, 'pwd')).stdout.trim()
    expect(here.startsWith(tmpdir())).toBe(true)
    await sandbox.close()
    expect(() => readlinkSync(path.join(here, 'link'))).toThrow(/ENOENT/)
  })

  it('says that a program cannot be started', async () => {
    const sandbox = await open(localSandbox())
    await expect(sandbox.exec(['no-such-program'])).rejects.toThrow('there is no such program')
    await sandbox.close()
  })
})

describe('docker sandbox', () => {
  it('asks for a container without network, mounts, capabilities or privileges', async () => {
    const folder = temporaryFolder()
    process.env['DOCKER_STAND_IN'] = folder
    const sandbox = await open(dockerSandbox({ image: 'any', program: standIn, memory: '64m' }))
    await sandbox.close()
    const calls = readFileSync(path.join(folder, 'calls.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[])
    const run = calls.findLast(([verb]) => verb === 'run')!.join(' ')
    for (const flag of [
      '--network none',
      '--cap-drop ALL',
      '--security-opt no-new-privileges',
      '--read-only',
      '--memory 64m --memory-swap 64m',
      '--pids-limit 128',
      '--user 65534:65534',
      '--pull never',
      '--rm',
    ])
      expect(run).toContain(flag)
    expect(run).not.toMatch(/--volume|--mount|-v |--privileged|docker\.sock/)
    expect(calls.filter(([verb]) => verb === 'rm')).toHaveLength(calls.filter(([verb]) => verb === 'run').length)
  })

  it('refuses an image that is not here, and one that is an option', async () => {
    process.env['DOCKER_STAND_IN'] = temporaryFolder()
    await expect(open(dockerSandbox({ image: 'absent', program: standIn }))).rejects.toThrow(
      'there is no image absent here',
    )
    expect(() => dockerSandbox({ image: '--privileged' })).toThrow(RangeError)
    await expect(open(dockerSandbox({ image: 'any', program: 'no-such-docker' }))).rejects.toThrow(
      'there is no such program',
    )
  })

  it.skipIf(image === null)(
    'keeps what runs inside from the network, the file system and the machine',
    async () => {
      const sandbox = await open(dockerSandbox({ image: image!, memory: '48m', pids: 24, disk: '8m' }))
      const at = async (script: string) => sh(sandbox, script, { timeout: 20 })
      expect((await at('cat /proc/net/dev')).stdout.match(/^\s*\w+:/gm)!.map((line) => line.trim())).toEqual(['lo:'])
      expect((await at('id -u')).stdout).toBe('65534\n')
      expect((await at('echo x > /file')).stderr).toMatch(/read-only/i)
      expect((await at('grep CapEff /proc/self/status')).stdout).toMatch(/0{16}/)
      expect((await at('grep NoNewPrivs /proc/self/status')).stdout).toMatch(/1/)
      expect((await at('dd if=/dev/zero of=big bs=1M count=20 2>&1; ls -l big | wc -l; rm big')).stdout).toMatch(
        /no space/i,
      )
      const bomb = await at('i=0; while [ $i -lt 60 ]; do sleep 5 & i=$((i+1)); done 2>&1; wait')
      expect(bomb.stdout + bomb.stderr).toMatch(/fork|resource/i)
      await sandbox.close()
      await expect(at('true')).rejects.toThrow(SandboxError)
    },
    60_000,
  )
})

describe('resolveSandbox', () => {
  it('knows its kinds and names what it does not know', () => {
    expect(resolveSandbox('local').isolates).toBe(false)
    expect(resolveSandbox('docker:python:3.13').config).toMatchObject({ image: 'python:3.13', network: 'none' })
    expect(resolveSandbox({ docker: { image: 'a', network: 'bridge' } }).isolates).toBe(false)
    for (const wrong of ['podman', { docker: {} }, { docker: { image: 'a', volume: '/' } }, 3])
      expect(() => resolveSandbox(wrong)).toThrow(/sandbox/)
  })
})
