// Scores of Lighthouse for the built site: home, a method page, the map and the playground, served as a host serves them (compressed), the median of several runs.
//
//   node scripts/lighthouse.mjs [--runs 3] [--site DIR] [path …]     writes results/lighthouse.json, and fails below 95 in any category
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { cpus, loadavg, tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'

const here = fileURLToPath(new URL('.', import.meta.url))
const least = 95
const categories = ['performance', 'accessibility', 'best-practices', 'seo']
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    site: { type: 'string', default: join(here, '../dist') },
    out: { type: 'string', default: join(here, 'results/lighthouse.json') },
  },
  allowPositionals: true,
})
const { site, out } = values
const paths =
  positionals.length > 0
    ? positionals
    : ['/', '/methods/chinchilla/', '/demos/opinions/', '/playground/', '/portfolio/']

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml',
}

/** Serves the folder of the site: what is named after its content may be kept for ever, text is compressed. */
async function serve() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://site').pathname)
    const file = join(site, path.endsWith('/') ? `${path}index.html` : path)
    const found = await stat(file).catch(() => null)
    if (!found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
      return
    }
    const type = types[extname(file)] ?? 'application/octet-stream'
    const compress = /text|json|svg|xml/.test(type) && /gzip/.test(request.headers['accept-encoding'] ?? '')
    response.writeHead(200, {
      'content-type': type,
      'cache-control': path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'public, max-age=600',
      ...(compress ? { 'content-encoding': 'gzip' } : {}),
    })
    const stream = createReadStream(file)
    if (compress) stream.pipe(createGzip()).pipe(response)
    else stream.pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${server.address().port}` }
}

async function lighthouse(url, folder) {
  const report = join(folder, 'report.json')
  await promisify(execFile)(
    join(here, '../node_modules/.bin/lighthouse'),
    [
      url,
      '--quiet',
      '--output=json',
      `--output-path=${report}`,
      `--only-categories=${categories.join(',')}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    {
      env: { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' },
      maxBuffer: 1 << 26,
    },
  )
  return JSON.parse(await readFile(report, 'utf8'))
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]
const { server, origin } = await serve()
const folder = await mkdtemp(join(tmpdir(), 'lighthouse-'))
const pages = {}
let versions = {}
let failed = false
try {
  for (const path of paths) {
    const reports = []
    for (let run = 0; run < Number(values.runs); run += 1) reports.push(await lighthouse(`${origin}${path}`, folder))
    const scores = Object.fromEntries(
      categories.map((name) => [name, median(reports.map(({ categories: all }) => Math.round(100 * all[name].score)))]),
    )
    const { lighthouseVersion, environment, audits } = reports[0]
    versions = { lighthouse: lighthouseVersion, browser: /Chrome\/[\d.]+/.exec(environment.hostUserAgent)?.[0] }
    const failing = Object.values(audits)
      .filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative')
      .map(({ id, displayValue }) => (displayValue === undefined ? id : `${id}: ${displayValue}`))
    pages[path] = { ...scores, below: failing }
    failed ||= Object.values(scores).some((score) => score < least)
    console.log(path, scores, failing.join('; '))
  }
} finally {
  server.close()
  await rm(folder, { recursive: true, force: true })
}
if (positionals.length === 0) {
  await mkdir(join(out, '..'), { recursive: true })
  const result = {
    what: 'Lighthouse, mobile, median of runs; wanted: at least 95 in every category',
    runs: Number(values.runs),
    load: Number(loadavg()[0].toFixed(1)),
    processors: cpus().length,
    ...versions,
    pages,
  }
  await writeFile(out, `${JSON.stringify(result, null, 2)}\n`)
}
if (failed) {
  console.error(`below ${least}`)
  process.exitCode = 1
}
