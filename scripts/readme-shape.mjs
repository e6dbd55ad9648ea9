// The shape every package's README has, so that a reader finds the same things in the same place, and what it says that can be checked.
import { examplesIn } from './doctest-example.mjs'
import { runtimeSentence } from './rehearsal/support.mjs'

const headings = ['Exports', 'Runtimes', 'Accuracy and limits', 'How it is validated', 'Speed', 'How to cite']
const longestExample = 12

/**
 * @param {string} readme
 * @param {{ name: string, exports: readonly string[], reports: readonly string[], results: readonly unknown[], benches: readonly string[], node: string }} facts
 *   The package, what can be imported from it, the names of its API reports, what its benchmarks stored, the benchmark scripts it has, and `engines.node`.
 * @returns {string[]} What is not as it should be, a sentence each; empty when all is well.
 */
export function readmeFindings(readme, { name, exports, reports, results, benches, node }) {
  const findings = []
  const require = (holds, finding) => {
    if (!holds) findings.push(finding)
  }
  const [title, sentence] = readme.split(/\n\n+/)
  require(title === `# ${name}`, `the title is "${title}", not "# ${name}"`)
  require(/^[^#`|][^]*\.$/.test(sentence ?? '') &&
    !/[.!?] [A-Z]/.test(sentence), 'no single sentence follows the title')
  const beforeExports = readme.split(/^## Exports$/m)[0]
  require(new RegExp(`^(npm install|npx) (--global )?${name}`, 'm').test(
    fenced(beforeExports, 'sh'),
  ), `it does not say how to install ${name}`)
  findings.push(...exampleFindings(beforeExports))

  const found = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
  const inOrder = found.filter((heading) => headings.includes(heading))
  const missing = headings.filter((heading) => !found.includes(heading))
  require(missing.length === 0, `headings are missing: ${missing.join(', ')}`)
  require(missing.length > 0 ||
    inOrder.join() === headings.join(), `the headings are in the order ${inOrder.join(', ')}`)
  for (const heading of headings)
    require((section(readme, heading) ?? 'x').length > 0, `nothing stands under "${heading}"`)

  const unlinked = reports.filter((report) => !(section(readme, 'Exports') ?? '').includes(`/etc/${report})`))
  require(unlinked.length === 0, `"Exports" has no link to ${unlinked.join(', ')}`)
  const named = namesInTables(readme)
  const unnamed = exports.filter((each) => !named.has(each))
  require(unnamed.length === 0, `no table of exports names ${unnamed.join(', ')}`)
  require((section(readme, 'Runtimes') ?? '').includes(
    runtimeSentence(name, node),
  ), `"Runtimes" does not say: ${runtimeSentence(name, node)}`)
  findings.push(...speedFindings(section(readme, 'Speed') ?? '', results, benches))
  return findings
}

function exampleFindings(text) {
  const example = examplesIn(text, false).find(({ run }) => run)
  if (example === undefined) {
    return /^```\n[^`]+\n```$/m.test(text) ? [] : ['no example with its printed result stands above the exports']
  }
  const lines = example.code
    .replaceAll(/import \{[^}]*\}/g, 'import {}')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//'))
  const long =
    lines.length > longestExample
      ? [`the first example has ${lines.length} lines of code, not ${longestExample} at most`]
      : []
  return example.code.includes('// => ') ? long : [...long, 'the first example prints no result']
}

/** The text of a section without its heading, up to the next of the same level. */
function section(readme, heading) {
  return readme
    .split(/^## /m)
    .find((each) => each.startsWith(`${heading}\n`))
    ?.slice(heading.length)
    .trim()
}

function fenced(text, language) {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, code]) => code).join('\n')
}

/** Names in the first column of tables, and families: a row with `normal...` and `Density`, `Cdf` names normalDensity and normalCdf. */
function namesInTables(readme) {
  const names = new Set()
  for (const row of readme.split('\n').filter((line) => line.startsWith('| '))) {
    const code = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, each]) => each)
    const [first, ...rest] = row.split('|').slice(1)
    const suffixes = rest.flatMap((cell) => code(cell))
    for (const each of code(first)) {
      const name = /^\w+/.exec(each)?.[0]
      if (name === undefined) continue
      if (each.endsWith('...')) for (const suffix of suffixes) names.add(`${name}${suffix}`)
      else names.add(name)
    }
  }
  return names
}

function speedFindings(text, results, benches) {
  const commands = [...text.matchAll(/node (?:packages\/[\w-]+\/)?bench\/([\w-]+\.mjs)/g)].map(([, file]) => file)
  const findings = commands.length === 0 ? ['"Speed" names no command that measures it'] : []
  for (const file of commands.filter((each) => !benches.includes(each)))
    findings.push(`"Speed" names bench/${file}, which is not there`)
  const rows = text.split('\n').filter((line) => line.startsWith('|') && !/^\| *:?-/.test(line))
  if (rows.length < 2) return [...findings, '"Speed" has no table']
  const measuredOn = new Set(JSON.stringify(results).match(/(?<=(?:"v|Node v))\d+/g))
  for (const [, major] of text.matchAll(/Node v?(\d+)/g)) {
    if (!measuredOn.has(major))
      findings.push(`"Speed" says Node ${major}; the results are of Node ${[...measuredOn].join(', ')}`)
  }
  const stored = results.flatMap((each) => numbersIn(each))
  const [header, ...cells] = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  for (const row of cells) {
    for (const [index, cell] of row.entries()) {
      if (index === 0) continue
      for (const printed of measuredIn(cell, header[index] ?? '')) {
        if (!stored.some((each) => isPrintedAs(each, printed)))
          findings.push(`"Speed": no stored result is ${printed.text} (${row[0]})`)
      }
    }
  }
  return findings
}

const seconds = { s: 1, ms: 1e-3, µs: 1e-6, ns: 1e-9 }

/** The measured numbers of a cell: those with a unit of time where there are any, else the one it begins with. */
function measuredIn(cell, header) {
  const number = String.raw`(-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?)`
  const timed = [...cell.matchAll(new RegExp(`${number} (s|ms|µs|ns)\\b`, 'g'))]
  if (timed.length > 0) return timed.map(([text, digits, unit]) => ({ text, ...parsed(digits), unit: seconds[unit] }))
  const plain = new RegExp(`^${number}`).exec(cell)
  return plain === null ? [] : [{ text: plain[1], ...parsed(plain[1]), unit: /second/i.test(header) ? 1 : undefined }]
}

/** A printed number and half a unit of its last digit; zeros at the end of a whole number may be rounding. */
function parsed(digits) {
  const plain = digits.replaceAll(',', '')
  const [mantissa, exponent = '0'] = plain.split('e')
  const decimals =
    mantissa.split('.')[1]?.length ?? -(/0*$/.exec(mantissa)[0].length % mantissa.replace('-', '').length)
  return { value: Number(plain), half: 0.500001 * 10 ** (Number(exponent) - decimals) }
}

function isPrintedAs({ value, unit }, printed) {
  const candidates =
    printed.unit !== undefined && unit !== undefined ? [(value * unit) / printed.unit] : [value, value * 100]
  return candidates.some((each) => Math.abs(each - printed.value) <= printed.half)
}

/** Every number in a result, with the unit of time that its key tells. */
function numbersIn(value, key = '') {
  if (typeof value === 'number') return [{ value, unit: unitOf(key) }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => numbersIn(each, /^\d+$/.test(name) ? key : name))
}

function unitOf(key) {
  if (/micro/i.test(key)) return seconds['µs']
  if (/nano|ns$/i.test(key)) return seconds.ns
  if (/milli|ms(?:$|[A-Z])|_ms/i.test(key)) return seconds.ms
  return /second|_s$/i.test(key) ? 1 : undefined
}
