// What `safety-portfolio assess --demo` finds, as the module `virtual:assessment` and as files. The built command runs once when the site is built, as a reader would run it, so that the page
// shows what the command writes and nothing else.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'yaml'

const name = 'virtual:assessment'
const command = join(dirname(fileURLToPath(import.meta.resolve('safety-portfolio/package.json'))), 'bin')
/** Files of the report that the site passes on. */
const passedOn = ['report.html', 'report.json', 'decision.md']
let files

/** Runs the command once; gives its files by name. */
function assessmentFiles() {
  files ??= runCommand()
  return files
}

async function runCommand() {
  const folder = await mkdtemp(join(tmpdir(), 'safety-portfolio-site-'))
  try {
    const run = (...words) =>
      promisify(execFile)(process.execPath, [join(command, 'safety-portfolio.js'), ...words], { cwd: folder })
    await run('init', 'plan.yaml')
    await run('assess', '--demo', '--out', 'report')
    // Where it ran is no part of what it found.
    const names = [`${folder}/`, encodeURIComponent(`${folder}/`)]
    const read = async (path) =>
      names.reduce((text, name) => text.replaceAll(name, ''), await readFile(join(folder, path), 'utf8'))
    return {
      'plan.yaml': await read('plan.yaml'),
      ...Object.fromEntries(await Promise.all(passedOn.map(async (file) => [file, await read(join('report', file))]))),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The Vite plugin of the module, and the Astro integration that adds the files to the site. */
export function assessment() {
  return {
    name: 'assessment',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => updateConfig({ vite: { plugins: [assessmentModule()] } }),
      'astro:build:done': async ({ dir }) => {
        const folder = new URL('portfolio/', dir)
        await mkdir(folder, { recursive: true })
        for (const [file, text] of Object.entries(await assessmentFiles())) await writeFile(new URL(file, folder), text)
      },
    },
  }
}

function assessmentModule() {
  return {
    name: 'assessment-module',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: async (id) =>
      id === `\0${name}` ? `export default ${JSON.stringify(shown(await assessmentFiles()))}` : undefined,
  }
}

/** What the page needs of the report, which holds every question of every suite. */
function shown(given) {
  const report = JSON.parse(given['report.json'])
  const { policy } = parse(given['plan.yaml'])
  return {
    title: report.title,
    asOf: report.asOf,
    seed: report.seed,
    version: report.version,
    policy: { id: policy.policy, version: policy.version },
    models: report.models.map((model) => ({
      name: model.model,
      case: { ...policy.case, ...policy.models?.[model.model] },
      outcome: model.policy.outcome,
      suites: model.suites.map(
        ({ suite, title, finding, method, assumptions, warnings, planted, evidence, result }) => ({
          suite,
          title,
          finding,
          method,
          assumptions,
          warnings: warnings.map((warning) => warning.message ?? warning),
          planted,
          evidence,
          result: (kept[suite] ?? (() => null))(result),
        }),
      ),
    })),
  }
}

/** What the charts of a suite are drawn from. */
const kept = {
  capability: ({ task, scores }) => ({ task, scores: scores.map(({ mean, interval, n }) => ({ mean, interval, n })) }),
  discrimination: ({ scores, baseline }) => ({ scores, baseline }),
  opinions: ({ perCountry }) =>
    perCountry
      .slice(0, 12)
      .map(({ country, similarity, interval, floorUniform }) => ({ country, similarity, interval, floorUniform })),
  'rare-behaviours': ({ worst }) => ({ worst: worst.map(({ n, p, interval }) => ({ n, p, interval })) }),
  layers: ({ n, detectors, overlaps, joint }) => ({ n, detectors, overlaps, joint }),
  scaling: ({ allocation }) => ({ allocation }),
}
