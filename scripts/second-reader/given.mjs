// What a reader of a page has before reading it: files of the kind that the page speaks of, simulated, and servers that it names.
import { existsSync, readFileSync, readdirSync, copyFileSync, mkdirSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { run } from '../rehearsal/run.mjs'

/** A module of the packages that were installed in the folder. */
const installed = (folder, name) => import(pathToFileURL(path.join(folder, 'node_modules', name, 'dist/index.js')).href)
const lines = (rows) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`

/** Training runs under the names of columns that the page uses. */
async function runs(folder, columns) {
  const { publishedFits, simulateRuns } = await installed(folder, '@safety-portfolio/scaling-laws')
  const all = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.005, seed: 1 })
  const rows = all.map(({ params, compute, loss }) => [params, compute, loss].join(','))
  return `${columns.join(',')}\n${rows.join('\n')}\n`
}

/** A survey of people, and answers of models. */
async function opinions(folder, survey, responses) {
  const { simulateSurvey } = await installed(folder, '@safety-portfolio/global-opinions')
  const made = simulateSurvey({ seed: 1 })
  const people = made.survey.answers.map(({ question, country, distribution }) => {
    const { text, options } = made.survey.questions[question]
    return { question: text, options, country, distribution }
  })
  const models = made.responses.responses
    .filter(({ prompted }) => prompted === null)
    .map(({ text, options, model, distribution }) => ({ question: text, options, model, distribution }))
  const { gzipSync } = await import('node:zlib')
  const text = (file, rows) => (file.endsWith('.gz') ? gzipSync(lines(rows)) : lines(rows))
  return { [survey]: text(survey, people), [responses]: text(responses, models) }
}

/** Attempts in batches of 60 up to the first success. */
async function counts(folder) {
  const { createRandom } = await installed(folder, '@safety-portfolio/stats')
  const rows = Array.from({ length: 40 }, (_, item) => {
    const random = createRandom(1, item)
    const chance = 10 ** (-3 * random.uniform() - 0.5)
    for (let attempts = 60; ; attempts += 60) {
      const successes = Array.from({ length: 60 }, () => random.uniform() < chance).filter(Boolean).length
      if (successes > 0 || attempts >= 6000) return [attempts, successes].join(',')
    }
  })
  return `attempts,successes\n${rows.join('\n')}\n`
}

/** Two tests of two providers, as promptfoo writes them (version 3). */
function promptfoo() {
  const result = (index, provider, success) => ({
    id: `r${index}`,
    testIdx: index,
    promptIdx: 0,
    provider: { id: provider, label: '' },
    prompt: { raw: 'What is 1 + 1?', label: 'sum' },
    vars: { a: '1' },
    testCase: { vars: { a: '1' }, assert: [{ type: 'equals', value: '2' }] },
    response: { output: success ? '2' : '3', tokenUsage: { total: 5, prompt: 4, completion: 1 } },
    success,
    score: Number(success),
    namedScores: {},
    latencyMs: 5,
    cost: 0,
    gradingResult: { pass: success, score: Number(success), reason: 'compared', componentResults: [] },
  })
  const results = ['one', 'two'].flatMap((provider) => [0, 1].map((index) => result(index, provider, index === 0)))
  return JSON.stringify({
    evalId: 'eval-1',
    results: {
      version: 3,
      timestamp: '2026-01-01T00:00:00.000Z',
      prompts: [],
      results,
      stats: { successes: 2, failures: 2, errors: 0, tokenUsage: {} },
    },
    config: { description: 'two sums' },
    metadata: {},
  })
}

/** The two tests as a configuration, of a provider that needs no network. */
const promptfooConfig = `description: two sums
prompts: ['What is {{a}} + 1?', 'Add 1 to {{a}}.']
providers: [echo]
tests:
  - { vars: { a: '1' }, assert: [{ type: icontains, value: '1' }] }
  - { vars: { a: '2' }, assert: [{ type: icontains, value: '2' }] }
`

/** Two finished logs of one task under the names of the page. */
function logs(folder) {
  for (const [name, ability] of [
    ['a', '0.8'],
    ['b', '0.6'],
  ]) {
    const into = path.join(folder, `made-${name}`)
    run(
      'npx',
      [
        '--no-install',
        'safety-portfolio',
        'eval',
        'run',
        'warehouse-sums',
        '--model',
        `simulated/${ability}`,
        '--log-dir',
        into,
        '--quiet',
      ],
      folder,
    )
    mkdirSync(path.join(folder, 'logs'), { recursive: true })
    const [log] = readdirSync(into).filter((file) => file.endsWith('.eval'))
    copyFileSync(path.join(into, log), path.join(folder, 'logs', `${name}.eval`))
  }
  return {}
}

/** Real tables lie beside the checkout or nowhere; without them the block is left out and counted. */
function shared(root, file) {
  const from = path.join(process.env['SAFETY_PORTFOLIO_SHARED'] ?? path.join(root, '../shared'), 'data', file)
  return existsSync(from) ? { [path.basename(file)]: readFileSync(from) } : null
}

/** Starts the server of the page about evals in a thread of its own: commands are waited for, and meanwhile nothing else of this thread runs. */
export async function startServer(port) {
  const thread = new Worker(new URL('capital-server.mjs', import.meta.url), { workerData: { port } })
  await Promise.race([once(thread, 'message'), once(thread, 'error').then(([error]) => Promise.reject(error))])
  return { close: () => thread.terminate() }
}

/**
 * By page: the files that its reader has, `null` where they cannot be had here. A page that is not named here wants nothing.
 * @type {Record<string, (folder: string, root: string) => Promise<Record<string, string | Buffer> | null> | Record<string, string | Buffer> | null>}
 */
export const given = {
  'guides/installation': async (folder) => ({ 'runs.csv': await runs(folder, ['params', 'compute', 'loss']) }),
  'guides/first-fit': async (folder) => ({ 'runs.csv': await runs(folder, ['Model Size', 'Training FLOP', 'loss']) }),
  'guides/first-eval': logs,
  'guides/from-promptfoo': () => ({ 'promptfoo-results.json': promptfoo(), 'promptfooconfig.yaml': promptfooConfig }),
  'demos/opinions': (folder) => opinions(folder, 'survey.jsonl', 'responses.jsonl'),
  'reproductions/opinions': (folder) => opinions(folder, 'pairs.jsonl.gz', 'models.jsonl.gz'),
  'methods/best-of-n': async (folder) => ({ 'counts.csv': await counts(folder) }),
  'reproductions/chinchilla': (_folder, root) => shared(root, 'chinchilla/svg_extracted_data.csv'),
  'reproductions/discrimination': (_folder, root) =>
    shared(root, 'discrim-eval-templated/demographic_bias_processed_qwen2.5-7b-instruct.csv'),
}
