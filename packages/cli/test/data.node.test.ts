import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { catalogue } from '../src/data/catalogue.js'
import { fetchFile, type FetchOptions } from '../src/data/fetch-file.js'
import { formatBytes } from '../src/text/format-bytes.js'
import { memoryIo } from './memory-io.js'
import { main } from '../src/index.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251))
const sha256 = createHash('sha256').update(content).digest('hex')
const fast: FetchOptions = { wait: 1, retries: 3, silence: 2000 }

const servers: { close(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})
async function serve(behaviour: (request: IncomingMessage, response: ServerResponse, n: number) => void) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    behaviour(request, response, requests.length - 1)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
function wanted(url: string) {
  return { url: `${url}/file.bin`, target: folder.path('in', 'file.bin'), bytes: content.length, sha256 }
}
/** A server as it should be: whole files, and ranges. */
function good(request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (start === 0) response.writeHead(200, { 'content-length': content.length })
  else response.writeHead(206, { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` })
  response.end(content.subarray(start))
}
/** Sends so many bytes from where it should, then cuts the connection. */
function cut(request: IncomingMessage, response: ServerResponse, length: number): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const headers = { 'content-length': content.length - start }
  if (start === 0) response.writeHead(200, headers)
  else
    response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` })
  response.write(content.subarray(start, start + length))
  // What is on its way when a connection breaks is lost: this one breaks once all that was sent has been kept.
  const kept = setInterval(() => {
    const partial = folder.path('in/file.bin.partial')
    if (!existsSync(partial) || statSync(partial).size < start + length) return
    clearInterval(kept)
    response.destroy()
  }, 2)
}
const files = () => readdirSync(folder.path('in'))

describe('fetchFile', () => {
  it('fetches once, and not what is there', async () => {
    const { url, requests } = await serve(good)
    expect(await fetchFile(wanted(url), fast)).toBe('fetched')
    expect(await fetchFile(wanted(url), fast)).toBe('there')
    expect(requests).toHaveLength(1)
    expect(readFileSync(folder.path('in/file.bin')).equals(content)).toBe(true)
    expect(files()).toEqual(['file.bin'])
  })

  it('follows redirects', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/file.bin') response.writeHead(302, { location: '/elsewhere' }).end()
      else good(request, response)
    })
    expect(await fetchFile(wanted(url), fast)).toBe('fetched')
  })

  it('goes on by range where connections were cut, and asks for no byte twice', async () => {
    const { url, requests } = await serve((request, response, n) => {
      if (n < 5) cut(request, response, 30_000)
      else good(request, response)
    })
    expect(await fetchFile(wanted(url), fast)).toBe('fetched')
    expect(requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      ...[1, 2, 3, 4, 5].map((times) => `bytes=${30_000 * times}-`),
    ])
    expect(readFileSync(folder.path('in/file.bin')).equals(content)).toBe(true)
  })

  it('keeps what came when it gives up, and a later call goes on with it', async () => {
    let dead = true
    const { url, requests } = await serve((request, response, n) => {
      if (n === 0) cut(request, response, 50_000)
      else if (dead) response.destroy()
      else good(request, response)
    })
    await expect(fetchFile(wanted(url), fast)).rejects.toThrow(/What came is kept in .*file\.bin\.partial/)
    expect(files()).toEqual(['file.bin.partial'])
    dead = false
    expect(await fetchFile(wanted(url), fast)).toBe('resumed')
    expect(requests.at(-1)!.headers.range).toBe('bytes=50000-')
    expect(files()).toEqual(['file.bin'])
  })

  it('begins again where a server knows no ranges, or the wrong ones', async () => {
    for (const behaviour of [
      (_request: IncomingMessage, response: ServerResponse) => response.writeHead(200).end(content),
      (request: IncomingMessage, response: ServerResponse) =>
        request.headers.range === undefined
          ? response.writeHead(200).end(content)
          : response.writeHead(206, { 'content-range': 'bytes 5-9/10' }).end('wrong'),
      (request: IncomingMessage, response: ServerResponse) =>
        request.headers.range === undefined ? response.writeHead(200).end(content) : response.writeHead(416).end(),
    ]) {
      mkdirSync(folder.path('in'), { recursive: true })
      const name = `file-${Math.random()}.bin`
      writeFileSync(folder.path('in', `${name}.partial`), content.subarray(0, 1000))
      const { url } = await serve((request, response) => void behaviour(request, response))
      const target = folder.path('in', name)
      await fetchFile({ ...wanted(url), target }, fast)
      expect(readFileSync(target).equals(content)).toBe(true)
    }
  })

  it('refuses another file, naming both checksums, and keeps nothing of it', async () => {
    const other = Buffer.from(content).fill(1, 100, 200)
    const otherSum = createHash('sha256').update(other).digest('hex')
    const { url } = await serve((_request, response) => void response.writeHead(200).end(other))
    const failure = await fetchFile(wanted(url), fast).catch((error: unknown) => (error as Error).message)
    expect(failure).toContain(otherSum)
    expect(failure).toContain(sha256)
    expect(files()).toEqual([])
    writeFileSync(folder.path('in/file.bin'), other)
    const there = await fetchFile(wanted(url), fast).catch((error: unknown) => (error as Error).message)
    expect(there).toMatch(/is there with other content/)
    expect(there).toContain(otherSum)
    expect(readFileSync(folder.path('in/file.bin')).equals(other)).toBe(true)
  })

  it('stops reading what is too long', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200)
      const flood = setInterval(() => response.write(Buffer.alloc(100_000)), 1)
      response.on('close', () => {
        clearInterval(flood)
      })
    })
    await expect(fetchFile(wanted(url), fast)).rejects.toThrow(/longer than the 200000 bytes/)
    expect(files()).toEqual([])
  })

  it('comes back after 503 and silence, and not after 404', async () => {
    const { url } = await serve((request, response, n) => {
      if (n === 0) response.writeHead(503).end()
      else if (n === 1) response.writeHead(200).write(content.subarray(0, 10))
      else good(request, response)
    })
    expect(await fetchFile(wanted(url), { ...fast, silence: 200 })).toBe('fetched')
    const gone = await serve((_request, response) => void response.writeHead(404).end())
    await expect(fetchFile({ ...wanted(gone.url), target: folder.path('in/other') }, fast)).rejects.toThrow(/HTTP 404/)
    expect(gone.requests).toHaveLength(1)
  })
})

describe('data list', () => {
  it('says licence, revision and checksum of every file', async () => {
    const { sets } = await printedJson<{ sets: typeof catalogue }>(['data', 'list'])
    expect(sets.length).toBeGreaterThanOrEqual(8)
    for (const { licence, revision, repository, files: all } of sets) {
      expect(licence).not.toBe('')
      expect(revision).toMatch(/^[0-9a-f]{12,40}$/)
      expect(repository).toMatch(/^[\w.-]+\/[\w.-]+$/)
      expect(new Set(all.map((file) => file.path)).size).toBe(all.length)
      for (const file of all) {
        expect(file.sha256).toMatch(/^[0-9a-f]{64}$/)
        expect(file.bytes).toBeGreaterThan(0)
        expect(path.posix.normalize(file.path)).toBe(file.path)
      }
    }
  })

  it.each([
    [912, '912 bytes'],
    [23_224, '23.2 kB'],
    [1_157_952, '1.16 MB'],
  ])('writes %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

const runs = 'chinchilla/svg_extracted_data.csv'
describeWithShared('data pull', [`data/${runs}`], () => {
  async function mirror() {
    const file = readFileSync(sharedPath(`data/${runs}`))
    return serve((request, response) => {
      const { repository, revision, files: all } = catalogue.find(({ name }) => name === 'chinchilla')!
      if (request.url === `/${repository}/${revision}/${all[0]!.path}`) response.writeHead(200).end(file)
      else response.writeHead(404).end()
    })
  }

  it('writes the set with its provenance, whole', async () => {
    const { url, requests } = await mirror()
    const words = ['data', 'pull', 'chinchilla', '--mirror', url, '--accept-licence']
    const { code, stdout, stderr } = await runCommand([...words, '--quiet'], { cwd: folder.path() })
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 file fetched')])
    expect(stderr).toMatch(/none stated by its repository/)
    expect(await folder.entries()).toEqual([
      'data',
      'data/chinchilla',
      'data/chinchilla/data',
      'data/chinchilla/data/svg_extracted_data.csv',
      'data/chinchilla/provenance.json',
    ])
    expect(JSON.parse(readFileSync(folder.path('data/chinchilla/provenance.json'), 'utf8'))).toMatchObject({
      licence: expect.stringContaining('none stated') as string,
      repository: 'https://github.com/epoch-research/analyzing-chinchilla',
    })
    const again = await runCommand([...words, '--quiet'], { cwd: folder.path() })
    expect(again.stdout).toContain('0 files fetched, 1 there already')
    expect(requests).toHaveLength(1)
  })

  it('fetches nothing before the licence is accepted', async () => {
    const { url, requests } = await mirror()
    const words = ['data', 'pull', 'chinchilla', '--mirror', url]
    await expectRefusal(words, ['Licences:', 'give --accept-licence'], { cwd: folder.path() })
    const no = memoryIo({ cwd: folder.path(), terminal: true, input: 'no\n' })
    expect(await main(words, no)).toBe(2)
    expect(no.stderr.text).toContain('Do you accept them? [y/N]')
    expect([requests.length, existsSync(folder.path('data'))]).toEqual([0, false])
    const yes = memoryIo({ cwd: folder.path(), terminal: true, input: 'y\n' })
    expect(await main(words, yes)).toBe(0)
    expect(requests).toHaveLength(1)
  })

  it('refuses a set that there is not, and a mirror that is no address', async () => {
    await expectRefusal(['data', 'pull', 'other'], ["no data set 'other'", 'chinchilla'])
    await expectRefusal(['data', 'pull', 'gsm8k', '--mirror', 'here'], ['must be an address'])
    const { url } = await mirror()
    const words = ['data', 'pull', 'gsm8k', '--mirror', url, '--accept-licence']
    await expectRefusal(words, ['HTTP 404', '--mirror'], { cwd: folder.path() })
  })
})
