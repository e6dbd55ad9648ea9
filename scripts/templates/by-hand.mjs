// The work that a recipe leaves to a person, done for a trial: the smallest contribution of each kind that is finished.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from '../rehearsal/run.mjs'

const edit = (clone, file, change) => {
  const at = path.join(clone, file)
  const before = readFileSync(at, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${file}: the trial found nothing to change`)
  writeFileSync(at, after)
}

/** @type {Record<string, (clone: string, name: string) => void>} */
export const byHand = {
  /** The middle of the range, whose interval is the range. Reference numbers by mental arithmetic. */
  statistic(clone, name) {
    edit(clone, `packages/stats/src/${name}.ts`, (text) =>
      text.replace(
        "  return { estimate: null, standardError: null, interval: null, reason: 'the formula is not written' }",
        `  if (values.length === 0) return { estimate: null, standardError: null, interval: null, reason: 'no values' }
  const [lower, upper] = [Math.min(...values), Math.max(...values)]
  const interval = { lower, upper, level: 1, method: 'range' }
  return { estimate: lower / 2 + upper / 2, standardError: null, interval }`,
      ),
    )
    writeFileSync(
      path.join(clone, `packages/stats/test/oracles/${name}.json`),
      JSON.stringify([{ values: [1, 2, 6], estimate: 3.5 }]),
    )
  },
  /** Points of y = 2 x^-0.5 at squares, which need no computer. */
  law(clone, name) {
    writeFileSync(
      path.join(clone, `packages/scaling-laws/test/oracles/${name}.json`),
      JSON.stringify({
        source: 'a trial: y = 2 / sqrt(x)',
        points: [1, 4, 16, 64, 100].map((x) => ({ x, loss: 2 / Math.sqrt(x) })),
        parameters: { B: 2, c: 0.5 },
      }),
    )
  },
  policy(clone, name) {
    edit(clone, `packages/asl-policy/policies/${name}-1.yaml`, (text) =>
      text.replace('status: recalled }', 'status: read }'),
    )
  },
  eval(clone, name) {
    writeFileSync(
      path.join(clone, `packages/evals/test/oracles/${name}.json`),
      JSON.stringify([
        { answer: '42', target: '42', verdict: 'C' },
        { answer: 'It is 41.', target: '42', verdict: 'I' },
        { answer: 'I cannot say.', target: '42', verdict: 'N' },
      ]),
    )
  },
  package(clone, name) {
    const folder = `packages/${name}/bench`
    run('node', [`${folder}/${name}.mjs`], clone)
    const [file] = readdirSync(path.join(clone, folder, 'results'))
    const [{ milliseconds }] = JSON.parse(readFileSync(path.join(clone, folder, 'results', file), 'utf8')).results
    edit(clone, `packages/${name}/README.md`, (text) =>
      text.replace('not yet measured: 0 ms', `${Number(milliseconds.toPrecision(2))} ms`),
    )
    run('prettier', ['--write', `packages/${name}/README.md`], clone)
  },
}
