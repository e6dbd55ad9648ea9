import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import { afterEach, describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { portableCodecs, writeJsonLog, writeZipLog, type EvalSample } from '../src/index.js'
import { viewServer, type ViewServer } from '../src/node/index.js'
import { createZipAppender } from '../src/zip/zip-appender.js'
import { smallLog } from './small-log.js'
import { temporaryFolder } from './temporary-folder.js'

const servers: ViewServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
async function serve() {
  const logs = path.join(temporaryFolder(), 'logs of ours')
  mkdirSync(logs)
  const good = path.join(logs, 'good.eval')
  writeFileSync(good, writeZipLog(smallLog()))
  writeFileSync(path.join(logs, 'small.json'), writeJsonLog(smallLog(2)))
  // As a run leaves it that goes on: no header, and no directory yet.
  const { samples, ...header } = smallLog(2)
  const zip = createZipAppender(portableCodecs, () => 0)
  const parts = [
    ...zip.member('_journal/start.json', writeJsonLog({ version: 2, eval: header.eval, plan: {} } as never)),
    ...samples!.flatMap((one) => zip.member(`samples/${one.id}_epoch_1.json`, writeJsonLog(withHistory(one) as never))),
  ]
  const unfinished = path.join(logs, 'open.eval')
  writeFileSync(unfinished, Buffer.concat(parts))
  const server = await viewServer(logs)
  servers.push(server)
  return { url: server.url, logs, good, address: pathToFileURL(good).href, unfinished }
}

describe("the routes of Inspect's viewer", () => {
  it('answers with and without /api, for addresses as the viewer has them and for plain names', async () => {
    const { url, logs, good, address } = await serve()
    const bytes = readFileSync(good)
    for (const base of [url, `${url}api/`]) {
      const json = async (place: string): Promise<unknown> => (await fetch(base + place)).json()
      const listing = (await json('logs')) as { log_dir_uri: string; files: readonly { name: string; size: number }[] }
      expect(listing).toMatchObject({ log_dir: logs, log_dir_uri: pathToFileURL(logs).href })
      // What the viewer's own cache leans on: names begin with the folder's address.
      for (const { name } of listing.files) expect(name.startsWith(`${listing.log_dir_uri}/`)).toBe(true)
      expect(listing.files.find(({ name }) => name === address)!.size).toBe(bytes.length)
      for (const name of ['good.eval', address, good].map(encodeURIComponent)) {
        expect(await json(`log-size/${name}`)).toBe(bytes.length)
        expect(await json(`log-info/${name}`)).toEqual({ size: bytes.length })
        expect(await json(`logs/${name}`)).toMatchObject({ samples: [{ id: 1 }, { id: 2 }, { id: 3 }] })
        expect(await json(`log-headers?file=${name}&file=small.json`)).toMatchObject([
          { status: 'success', eval: { task: 'small' } },
          { status: 'success' },
        ])
        const part = await fetch(`${base}log-bytes/${name}?start=0&end=3`)
        expect(new Uint8Array(await part.arrayBuffer())).toEqual(new Uint8Array(bytes.subarray(0, 4)))
      }
      expect(await json('eval-set')).toBeNull()
      expect((await fetch(`${base}nothing`)).status).toBe(404)
      expect((await fetch(`${base}flow`)).status).toBe(404)
    }
    expect((await fetch(`${url}logs/${encodeURIComponent('file:///etc/hosts.json')}`)).status).toBe(404)
    expect((await fetch(`${url}logs/${encodeURIComponent('file://host/x.eval')}`)).status).toBe(404)
  })

  it('gives the end of a file as the viewer reads it, and nothing from behind it', async () => {
    const { url, good } = await serve()
    const bytes = readFileSync(good)
    const route = `${url}log-bytes/good.eval`
    const tail = await fetch(`${route}?start=${bytes.length - 22}&end=${bytes.length + 100}`)
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(-22))
    const behind = await fetch(`${route}?start=${bytes.length}&end=${bytes.length + 10}`)
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
    for (const query of ['?start=-1&end=3', '?start=5&end=3', '?start=0', '']) {
      expect((await fetch(route + query)).status).toBe(400)
    }
    const whole = await fetch(`${url}log-download/good.eval`)
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="good.eval"')
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
  })

  it('sends the header alone where the viewer says 0, or a log is larger than it says', async () => {
    const { url } = await serve()
    for (const [query, hasSamples] of [
      ['', true],
      ['?header-only=100', true],
      ['?header-only=0', false],
    ] as const) {
      const log = (await (await fetch(`${url}logs/small.json${query}`)).json()) as object
      expect('samples' in log).toBe(hasSamples)
    }
  })

  it('lists what changed since the mark that the viewer has', async () => {
    const { url } = await serve()
    const ask = async (mark?: string) =>
      (await (
        await fetch(`${url}log-files`, mark === undefined ? {} : { headers: { 'if-none-match': mark } })
      ).json()) as {
        response_type: string
        files: readonly { mtime: number }[]
      }
    const all = await ask()
    expect([all.response_type, all.files.length]).toEqual(['full', 3])
    const newest = Math.max(...all.files.map(({ mtime }) => mtime))
    expect(await ask(`W/"${newest}-3"`)).toEqual({ response_type: 'incremental', files: [] })
    expect((await ask('0-3')).files).toHaveLength(3)
    expect((await ask(`${newest}-2`)).response_type).toBe('full')
    const events = async (query: string): Promise<unknown> => (await fetch(`${url}events${query}`)).json()
    expect([
      await events('?last_eval_time=-1'),
      await events('?last_eval_time=9999999999999'),
      await events(''),
    ]).toEqual([['refresh-evals'], [], []])
  })

  it('tells of a run that goes on, once', async () => {
    const { url, unfinished } = await serve()
    const name = encodeURIComponent(pathToFileURL(unfinished).href)
    expect((await fetch(`${url}pending-samples?log=good.eval`)).status).toBe(404)
    const first = await fetch(`${url}pending-samples?log=${name}`)
    const { samples, metrics, etag } = (await first.json()) as Record<'samples' | 'metrics', object[]> & {
      etag: string
    }
    expect([samples.length, metrics]).toEqual([
      2,
      [{ scorer: 'match', name: 'accuracy', value: 0.5, reducer: 'mean', params: null }],
    ])
    const again = await fetch(`${url}pending-samples?log=${name}`, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect((await fetch(`${url}pending-sample-data?log=${name}&id=1&epoch=1`)).status).toBe(404)
  })
})

/** Edits of a score, which the interface wants listed although there are none. */
function withHistory(sample: EvalSample): EvalSample {
  const scores = Object.entries(sample.scores!).map(([name, score]) => [name, { ...score, history: [] }])
  return { ...sample, scores: Object.fromEntries(scores) as typeof sample.scores & object }
}

interface OpenApi {
  readonly paths: Readonly<
    Record<string, { get?: { responses: Record<string, { content?: Record<string, { schema: object }> }> } }>
  >
}

describeWithShared('The interface of Inspect', ['data/inspect-schema', 'data/inspect-logs'], () => {
  it('accepts what every route answers, for logs of ours and of Inspect', async () => {
    const { url, logs } = await serve()
    const real = 'tests/log/test_eval_log/log_read_sample.eval'
    writeFileSync(path.join(logs, 'real.eval'), readFileSync(sharedPath(`data/inspect-logs/${real}`)))
    const api = JSON.parse(readFileSync(sharedPath('data/inspect-schema/inspect-openapi.json'), 'utf8')) as OpenApi
    const ajv = new Ajv({ strict: false, validateFormats: false, discriminator: false })
    ajv.addSchema(api, 'inspect')
    const places: readonly (readonly [string, string])[] = [
      ['/logs', 'logs'],
      ['/log-files', 'log-files'],
      ['/log-dir', 'log-dir'],
      ['/app-config', 'app-config'],
      ['/user-info', 'user-info'],
      ['/events', 'events?last_eval_time=0'],
      ['/log-size/{log}', 'log-size/good.eval'],
      ['/log-info/{log}', 'log-info/good.eval'],
      ['/eval-set', 'eval-set'],
      ['/pending-samples', 'pending-samples?log=open.eval'],
    ]
    for (const [route, place] of places) {
      const escaped = route.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
      const validate = ajv.compile({
        $ref: `inspect#/paths/${escaped}/get/responses/200/content/application~1json/schema`,
      })
      const value: unknown = await (await fetch(url + place)).json()
      expect([route, validate(value), validate.errors]).toEqual([route, true, null])
    }
  })
})
