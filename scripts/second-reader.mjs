// Follows the docs literally: packs every package, publishes them to a registry on this machine, and runs every shell block of a page as it stands, in an empty folder.
// Usage: node scripts/second-reader.mjs [page ...]   (default: guides/start-here; --all: every page with a shell block). Packages have to be built.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startRegistry } from './rehearsal/local-registry.mjs'
import { run } from './rehearsal/run.mjs'
import { given, startServer } from './second-reader/given.mjs'
import { namedCommands, pageBlocks } from './second-reader/page-blocks.mjs'

const root = path.join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({ options: { all: { type: 'boolean' } }, allowPositionals: true })
/** What a page promises beyond commands that end well. */
const promises = {
  'guides/start-here': (folder, printed) => [
    [
      existsSync(path.join(folder, 'safety-portfolio-report/index.html')),
      'the demo leaves safety-portfolio-report/index.html',
    ],
    [/truth/i.test(printed[1] ?? ''), 'the demo prints truths'],
    [/\(\d.* to .*\)|\d to \d/.test(printed[2] ?? ''), 'the fit prints intervals'],
    [/simulated\/modest: Permit/.test(printed[3] ?? ''), 'one model is permitted'],
    [
      /simulated\/capable: Hold .*missing or\s+not met:/s.test(printed[3] ?? ''),
      'the other is held with what is missing',
    ],
  ],
}
/** Blocks that cannot run here: the checkout itself, which the rehearsal of a release clones and builds. */
const leftOut = [
  { page: 'guides/installation', match: /git clone/ },
  { page: 'guides/from-model-to-decision', match: /data pull/ },
]
/** What ends with 1 as its page says: a hold, and two questions that cannot show a lower end of 0.8. */
const findings = [/assess plan\.yaml/, /eval run capitals\.yaml/]

const pages = values.all
  ? globSync('docs/**/*.{md,mdx}', { cwd: root })
      .filter((file) =>
        pageBlocks(readFileSync(path.join(root, file), 'utf8')).some(({ language }) => language === 'sh'),
      )
      .map((file) => file.replace(/^docs\/|\.mdx?$/g, ''))
      .toSorted()
  : positionals.length > 0
    ? positionals
    : ['guides/start-here']

const work = mkdtempSync(path.join(tmpdir(), 'second-reader-'))
const registry = await startRegistry(work)
const server = await startServer(8000).catch(() => null)
const env = { npm_config_registry: registry.url, npm_config_audit: 'false', npm_config_fund: 'false', CI: 'true' }
let failed = 0
try {
  publish()
  for (const page of pages) failed += await follow(page)
} finally {
  server?.close()
  await registry.stop()
  rmSync(work, { recursive: true, force: true })
}
console.log(failed === 0 ? `second reader: ${pages.length} pages work as written` : `second reader: ${failed} failures`)
process.exitCode = failed === 0 ? 0 : 1

/** Packs what a release would publish, from the built checkout. */
function publish() {
  const tarballs = path.join(work, 'tarballs')
  mkdirSync(tarballs)
  const packages = readdirSync(path.join(root, 'packages')).filter((name) =>
    existsSync(path.join(root, 'packages', name, 'dist')),
  )
  for (const name of packages)
    run('pnpm', ['pack', '--pack-destination', tarballs], path.join(root, 'packages', name), {
      PATH: `${root}/node_modules/.bin:${process.env.PATH}`,
    })
  writeFileSync(
    path.join(work, '.npmrc'),
    `registry=${registry.url}\n${registry.url.replace(/^http:/, '')}:_authToken=second-reader\n`,
  )
  for (const file of readdirSync(tarballs))
    run('npm', ['publish', path.join(tarballs, file), '--provenance=false', '--tag', 'latest'], work, env)
  console.log(`${packages.length} packages packed and published to ${registry.url}`)
}

/** Follows one page from its first block to its last; gives the number of failures. */
async function follow(page) {
  const file = ['md', 'mdx'].map((end) => path.join(root, 'docs', `${page}.${end}`)).find(existsSync)
  const markdown = readFileSync(file, 'utf8')
  const folder = path.join(work, page.replaceAll('/', '-'))
  mkdirSync(folder)
  const blocks = pageBlocks(markdown)
  // Pages after "start here" speak to a reader who has installed the command.
  if (!/npm install safety-portfolio\b/.test(markdown)) {
    symlinkSync(path.join(installation(), 'node_modules'), path.join(folder, 'node_modules'), 'dir')
  }
  const files = await (given[page] ?? (() => ({})))(folder, root)
  if (files === null) {
    console.log(`${page}: left out, its public data are not here`)
    return 0
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)
  const started = performance.now()
  const printed = []
  let failures = 0
  for (const { language, text, line } of blocks) {
    // A YAML block with a name is the file that the page goes on to use.
    const name = language === 'yaml' ? /^name: (\S+)$/m.exec(text)?.[1] : undefined
    if (name !== undefined) writeFileSync(path.join(folder, `${name}.yaml`), text)
    // A block of text after a command is what it prints.
    if (language === 'text' && printed.length > 0 && !saysAll(printed.at(-1), text)) {
      failures += 1
      console.error(`${page}:${line}: the command above prints something else than this block`)
    }
    if (language !== 'sh' || leftOut.some((one) => one.page === page && one.match.test(text))) continue
    if (text.includes('127.0.0.1:8000') && server === null) {
      console.log(`${page}:${line}: left out, port 8000 is taken`)
      continue
    }
    const { status, output } = shell(text, folder)
    printed.push(output)
    const fine = status === 0 || (status === 1 && findings.some((pattern) => pattern.test(text)))
    if (!fine) {
      failures += 1
      console.error(`${page}:${line}: ended with ${status}\n${text}\n${output.slice(-3000)}`)
    }
  }
  const seconds = (performance.now() - started) / 1000
  for (const [kept, promise] of promises[page]?.(folder, printed) ?? []) {
    if (kept) continue
    failures += 1
    console.error(`${page}: ${promise}: not so`)
  }
  for (const command of namedCommands(markdown)) {
    const { status, output } = shell(`${command} --help`, folder)
    if (status === 0 && /Usage: /.test(output)) continue
    failures += 1
    console.error(`${page}: ${command} --help ended with ${status}`)
  }
  console.log(`${page}: ${printed.length} blocks in ${seconds.toFixed(0)} s, ${failures} failures`)
  return failures
}

/** Where the command is installed once, for all pages whose reader has it. */
function installation() {
  const folder = path.join(work, 'installation')
  if (existsSync(folder)) return folder
  mkdirSync(folder)
  run('npm', ['init', '--yes'], folder, env)
  run('npm', ['install', 'safety-portfolio', '--prefer-offline'], folder, env)
  return folder
}

/** Whether every line of the block stands in what was printed, however it is spaced. */
function saysAll(printed, block) {
  const plain = (line) => line.replaceAll(/\s+/g, ' ').trim()
  const lines = new Set(printed.split('\n').map(plain))
  return block.split('\n').every((line) => plain(line) === '' || lines.has(plain(line)))
}

/** A block as a reader pastes it, with what the project installs within reach. */
function shell(text, folder) {
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: folder,
    env: { ...process.env, ...env, MODEL_API_KEY: 'none', PATH: `${folder}/node_modules/.bin:${process.env.PATH}` },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  })
  return { status, output: `${stdout}${stderr}` }
}
