// Times the fits of the law explorer and of the other demos of scaling laws in Chromium, warm, one thread: node scripts/time-page-fits.mjs [--seed 1] [--passes 3] [--repetitions 3] [--store]
// Passes are far apart, so that a compilation or other work on the machine falls into one of them. Curves have up to 1,000 points and shapes for which the laws are made, and many for which they are not.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { build } from 'vite'

const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    passes: { type: 'string', default: '3' },
    repetitions: { type: 'string', default: '3' },
    store: { type: 'boolean', default: false },
  },
})
const settings = {
  sizes: [9, 20, 64, 200, 1000],
  noises: [0, 0.001, 0.03, 0.3],
  seed: Number(flags.seed),
  passes: Number(flags.passes),
  repetitions: Number(flags.repetitions),
}
/** Milliseconds of a frame. */
const frame = 16

const { output } = await build({
  logLevel: 'error',
  configFile: false,
  build: {
    write: false,
    lib: { entry: path.join(import.meta.dirname, 'page-fits.mjs'), formats: ['iife'], name: 'pageFits' },
  },
}).then((results) => (Array.isArray(results) ? results[0] : results))
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const page = await browser.newPage()
  await page.addScriptTag({ content: output[0].code })
  const fits = await page.evaluate((given) => globalThis.timeFits(given), settings)
  const tables = await page.evaluate((given) => globalThis.timeTables(given), { ...settings, rows: 1000 })
  const rounded = (value) => Number(value.toFixed(1))
  const rows = [...new Set(fits.map(({ form }) => form))].map((form) => {
    const own = fits.filter((fit) => fit.form === form).sort((left, right) => left.milliseconds - right.milliseconds)
    const at = (share) => rounded(own[Math.floor(share * (own.length - 1))].milliseconds)
    const over = own.filter(({ milliseconds }) => milliseconds >= frame)
    const milliseconds = { median: at(0.5), '99 %': at(0.99), slowest: at(1) }
    return { form, fits: own.length, milliseconds, overFrame: over.length, slowest: own.at(-1) }
  })
  const report = {
    browser: `Chromium ${browser.version()}`,
    cpu: cpus()[0]?.model,
    ...settings,
    note: 'Best of all repetitions of a fit in all passes, after every seventh curve was fitted once.',
    tablesOfThousandRows: tables.map(({ form, milliseconds }) => ({ form, milliseconds: rounded(milliseconds) })),
    rows: rows.map(({ slowest, ...row }) => ({ ...row, slowestCurve: { ...slowest, milliseconds: undefined } })),
  }
  console.table(rows.map(({ form, fits, milliseconds, overFrame }) => ({ form, fits, ...milliseconds, overFrame })))
  console.table(report.tablesOfThousandRows)
  const file = path.join(import.meta.dirname, '..', 'packages', 'scaling-laws', 'bench', 'results', 'page.json')
  if (flags.store) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
} finally {
  await browser.close()
}
