import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { chromium } from 'playwright'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { writeZipLog, type EvalLog } from '../src/index.js'
import { htmlReport, viewServer, type ViewServer } from '../src/node/index.js'
import { smallLog } from './small-log.js'
import { temporaryFolder } from './temporary-folder.js'

const attack = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2"><svg onload=window.pwned=3>'
function hostileLog(): EvalLog {
  const log = smallLog(4)
  return {
    ...log,
    eval: { ...log.eval, task: attack, model: attack },
    samples: log.samples!.map((sample) => ({
      ...sample,
      input: attack,
      target: attack,
      messages: [
        { role: attack, content: attack },
        { role: 'assistant', content: [{ type: 'text', text: attack }] },
      ],
      scores: { [attack]: { value: attack, answer: attack, explanation: attack } },
    })),
    results: {
      ...log.results!,
      scores: [
        { ...log.results!.scores[0]!, name: attack, scorer: attack, metrics: { [attack]: { name: attack, value: 1 } } },
      ],
    },
  }
}

const servers: ViewServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
async function serve() {
  const folder = temporaryFolder()
  const logs = path.join(folder, 'logs')
  mkdirSync(logs)
  writeFileSync(path.join(logs, 'good.eval'), writeZipLog(smallLog()))
  writeFileSync(path.join(logs, 'bad.eval'), 'PK\u0003\u0004 no zip')
  writeFileSync(path.join(logs, 'notes.txt'), 'private')
  writeFileSync(path.join(folder, 'outside.eval'), writeZipLog(smallLog()))
  symlinkSync(path.join(folder, 'outside.eval'), path.join(logs, 'link.eval'))
  const server = await viewServer(logs)
  servers.push(server)
  return { ...server, logs, folder }
}

/** A request with headers of its own; fetch would not let Host be set. */
function ask(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    // The path as it stands: a URL would tidy up `..`.
    const raw = url.slice(url.indexOf('/', 8))
    request({ hostname, port, path: raw, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString(), headers: response.headers })
      })
    })
      .on('error', reject)
      .end()
  })
}

describe('viewServer', () => {
  it('listens on the loopback address and lists what is in its folder', async () => {
    const { url } = await serve()
    expect(new URL(url).hostname).toBe('127.0.0.1')
    const { status, body, headers } = await ask(url)
    expect(status).toBe(200)
    expect(body).toContain('good.eval')
    expect(body).toContain('corrupt-zip')
    expect(body).toContain('the archive is damaged')
    expect(body).toContain('<td>3</td><td>match: accuracy 0.3333</td>')
    expect(body).not.toContain('notes.txt')
    expect(body).not.toContain('link.eval')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it.each([
    [{ host: 'evil.example' }],
    [{ host: 'evil.example:80' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
  ])('answers nobody who asks as %j', async (headers) => {
    const { url } = await serve()
    for (const place of ['', 'logs', 'logs/good.eval', 'report?log=good.eval']) {
      expect((await ask(url + place, headers as Record<string, string>)).status).toBe(403)
    }
  })

  it('only reads', async () => {
    const { url } = await serve()
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await ask(`${url}logs/good.eval`, {}, method)).status).toBe(405)
  })

  it.each([
    '..%2Foutside.eval',
    '../outside.eval',
    '%2e%2e%2foutside.eval',
    'link.eval',
    'notes.txt',
    '%2Fetc%2Fpasswd',
    'file:%2F%2F%2Fetc%2Fhosts.json',
    '%00.eval',
    '%E0%A4%A',
  ])('serves nothing outside its folder: %s', async (name) => {
    const { url } = await serve()
    for (const route of ['logs/', 'log-size/', 'log-info/', 'log-bytes/']) {
      const { status, body } = await ask(`${url}${route}${name}${route === 'log-bytes/' ? '?start=0&end=9' : ''}`)
      expect([404, 400]).toContain(status)
      expect(body).not.toContain('"eval"')
    }
    expect((await ask(`${url}report?log=${name}`)).status).toBe(404)
  })

  it('does not serve an absolute path outside either', async () => {
    const { url, folder } = await serve()
    expect((await ask(`${url}log-size/${encodeURIComponent(path.join(folder, 'outside.eval'))}`)).status).toBe(404)
  })
})

const browser = chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
afterAll(async () => {
  await (await browser).close()
})

describe('the report in a browser', () => {
  async function open(log: EvalLog) {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'run.eval'), writeZipLog(log))
    await htmlReport(path.join(folder, 'run.eval'), path.join(folder, 'report.html'))
    const page = await (await browser).newPage()
    const asked: string[] = []
    const problems: string[] = []
    page.on('request', (one) => {
      asked.push(one.url())
    })
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('pageerror', (error) => {
      problems.push(error.message)
    })
    await page.goto(`file://${path.join(folder, 'report.html')}`)
    return { page, asked, problems }
  }

  it('shows scores with intervals and browses samples, with no request but its own', async () => {
    const { page, asked, problems } = await open(smallLog(5))
    expect(await page.locator('h1').textContent()).toBe('small on m')
    expect(await page.locator('table').first().textContent()).toContain('0.2')
    expect(await page.locator('#list li').count()).toBe(5)
    expect(await page.locator('#detail').textContent()).toContain('Is 0 one less than 5?')
    await page.selectOption('#kind', 'wrong')
    expect(await page.locator('#list li').count()).toBe(4)
    await page.selectOption('#kind', 'all')
    await page.fill('#search', 'is 4 one')
    expect(await page.locator('#count').textContent()).toBe('1 of 5 samples')
    await page.locator('#list button').first().click()
    expect(await page.locator('#detail').textContent()).toContain('match: C')
    expect(asked).toHaveLength(1)
    expect(problems).toEqual([])
    await page.close()
  })

  it('runs nothing that a log brings', async () => {
    const { page, asked } = await open(hostileLog())
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.locator('#detail').textContent()).toContain('<img src=x')
    expect(await page.locator('#detail img, #detail script, header img').count()).toBe(0)
    expect(asked).toHaveLength(1)
    await page.close()
  })
})
