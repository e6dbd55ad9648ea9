// Rows per second from a 100 MB CSV of 12 columns, of which three numbers are wanted: this package and what people use today.
// Ratios are of CPU time of all threads, which other work on the machine disturbs less than the clock.
// Usage: node bench/csv.mjs [megabytes]
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { numberCell, readCsv, rowSchema, scanCsv } from '@safety-portfolio/records'
import { parse as csvParse } from 'csv-parse'
import { csvParse as d3Parse } from 'd3-dsv'
import Papa from 'papaparse'

const repetitions = 5
const wanted = ['params', 'tokens', 'loss']
const schema = rowSchema(Object.fromEntries(wanted.map((name) => [name, numberCell({ positive: true })])))

const systems = {
  'records readCsv': async (chunks) => (await readCsv(chunks, { schema })).length,
  'records scanCsv': async (chunks) => {
    let rows = 0
    for await (const row of scanCsv(chunks, { schema })) rows += row.loss > 0 ? 1 : 0
    return rows
  },
  'papaparse, header + dynamicTyping, then pick': (chunks) => {
    const { data } = Papa.parse(chunks.join(''), { header: true, dynamicTyping: true, skipEmptyLines: true })
    return data.map(({ params, tokens, loss }) => ({ params, tokens, loss })).length
  },
  'd3-dsv, pick and Number()': (chunks) =>
    d3Parse(chunks.join(''), (row) => ({ params: +row.params, tokens: +row.tokens, loss: +row.loss })).length,
  'csv-parse stream, columns, pick and Number()': async (chunks) => {
    const rows = []
    const parser = csvParse({ columns: true })
    const done = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject))
    parser.on('readable', () => {
      for (let row = parser.read(); row !== null; row = parser.read())
        rows.push({ params: +row.params, tokens: +row.tokens, loss: +row.loss })
    })
    for (const chunk of chunks) if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve))
    parser.end()
    await done
    return rows.length
  },
}

const [megabytes = '100', only] = process.argv.slice(2)
if (only === undefined) compare()
else console.log(JSON.stringify(await measure(systems[only])))

/** Each system in a process of its own, so that one does not pay for the memory of another. */
function compare() {
  const results = Object.keys(systems).map((system) => {
    const child = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), megabytes, system])
    if (child.status !== 0) throw new Error(child.stderr.toString())
    return { system, ...JSON.parse(child.stdout.toString()) }
  })
  const [first] = results
  const table = results.map((row) => ({
    ...row,
    ratio: Number((row['CPU seconds'] / first['CPU seconds']).toFixed(2)),
  }))
  console.table(table)
  const folder = new URL('results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const machine = { node: process.version, cpu: cpus()[0].model, cores: cpus().length }
  const report = {
    date: new Date().toISOString().slice(0, 10),
    machine,
    megabytes: Number(megabytes),
    repetitions,
    table,
  }
  writeFileSync(new URL('csv.json', folder), `${JSON.stringify(report, null, 2)}\n`)
}

async function measure(system) {
  const chunks = synthetic(Number(megabytes) * 1e6)
  let seconds = Infinity
  let cpuSeconds = Infinity
  let rows = 0
  for (let repetition = 0; repetition < repetitions; repetition++) {
    globalThis.gc()
    const start = performance.now()
    const cpuStart = process.cpuUsage()
    rows = await system(chunks)
    const { user, system: kernel } = process.cpuUsage(cpuStart)
    seconds = Math.min(seconds, (performance.now() - start) / 1000)
    cpuSeconds = Math.min(cpuSeconds, (user + kernel) / 1e6)
  }
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024)
  return {
    rows,
    seconds: Number(seconds.toFixed(2)),
    'CPU seconds': Number(cpuSeconds.toFixed(2)),
    'MB/s': Math.round(Number(megabytes) / seconds),
    'rows/s': Math.round(rows / seconds),
    'peak MB': peakMB,
  }
}

/** One cell in eight is quoted and holds a comma and doubled quotes. */
function synthetic(length) {
  const chunks = ['id,model,family,params,tokens,loss,seed,optimizer,batch,steps,note,commit\n']
  let size = 0
  for (let index = 0; size < length;) {
    const lines = []
    for (let line = 0; line < 500; line++, index++) {
      const note = index % 8 === 0 ? '"second run, ""restarted"" at half time"' : 'plain note without anything special'
      lines.push(
        `${index},model-${index % 97},family-${index % 7},${1e8 + index * 1000},${2e9 + index * 12345},${(2 + 1 / (index + 1)).toFixed(6)},${index % 5},adamw,${512 + (index % 3)},${index * 10},${note},${(index * 2654435761).toString(16)}\n`,
      )
    }
    const text = lines.join('')
    chunks.push(text)
    size += text.length
  }
  return chunks
}
