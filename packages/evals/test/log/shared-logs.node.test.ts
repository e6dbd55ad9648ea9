import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { bytesSource, logInfo, openLog, portableCodecs, wholeLog, type EvalSample } from '../../src/index.js'
import { fileSource, nodeCodecs } from '../../src/node/index.js'

const folders = ['data/inspect-logs', 'data/inspect-logs-analysis']
const files = (pattern: RegExp): string[] =>
  folders.flatMap((folder) =>
    readdirSync(sharedPath(folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => pattern.test(file)),
  )
const open = (file: string, codecs = nodeCodecs) =>
  openLog(bytesSource(readFileSync(sharedPath(file))), { name: path.basename(file), codecs })

/** Logged metrics are sums of at most a few hundred scores in double precision, in another order. */
const metricTolerance = 1e-12

describeWithShared('Inspect logs', folders, () => {
  const logs = files(/(\.eval|\.json|log_(valid|with_nan|length_stop_reason)\.txt)$/)

  it.each(logs)('%s: mean and standard error are those of its samples', async (file) => {
    const info = await logInfo(await open(file))
    expect(info.warnings.filter((warning) => warning.includes('the log says'))).toEqual([])
    for (const { scorer, metrics } of info.scores) {
      const again = info.recomputed.find((one) => one.scorer === scorer)
      if (again === undefined) continue
      if (metrics['accuracy'] !== undefined) {
        expect(Math.abs(again.mean! - metrics['accuracy']!)).toBeLessThan(metricTolerance)
      }
      if (metrics['stderr'] !== undefined) {
        expect(Math.abs(again.stderr! - metrics['stderr']!)).toBeLessThan(metricTolerance)
      }
    }
  })

  it('recomputes the numbers of real runs', async () => {
    const numbers: [string, number | null, number | null, number][] = []
    for (const file of files(/recorder\/logs\/.*\.eval$|original\/log_streaming\.eval$/)) {
      const { task, recomputed } = await logInfo(await open(file))
      numbers.push([task, recomputed[0]!.mean, recomputed[0]!.stderr, recomputed[0]!.n])
    }
    expect(numbers.toSorted().map(([task, mean, stderr, n]) => [task, mean, Number(stderr!.toFixed(6)), n])).toEqual([
      ['popularity', 0.63, 0.048524, 100],
      ['popularity', 0.75, 0.25, 2],
      ['security_guide', 0.6875, 0.119678, 16],
      ['websearch_addition_problem', 1, 0, 1],
    ])
  })

  it.each(files(/\.eval$/))('%s reads the same with the portable codecs and from a file', async (file) => {
    const source = await fileSource(sharedPath(file))
    const native = await wholeLog(await openLog(source, { codecs: nodeCodecs }))
    expect(await wholeLog(await open(file, portableCodecs))).toEqual(native)
    await source.close()
  })

  it.each(['log_streaming.eval', 'ais-decoder.eval'])('%s: chunked samples are those of the original', async (name) => {
    const [chunked, original] = await Promise.all(
      ['chunked', 'original'].map(async (kind) => wholeLog(await open(files(new RegExp(`logs/${kind}/${name}$`))[0]!))),
    )
    const key = ({ id, epoch }: EvalSample) => `${id}@${epoch}`
    const byKey = new Map(original!.samples!.map((sample) => [key(sample), sample]))
    expect(chunked!.samples).toHaveLength(byKey.size)
    for (const sample of chunked!.samples!) {
      const whole = byKey.get(key(sample))!
      expect(sample.input).toEqual(whole.input)
      expect(sample.metadata).toEqual(whole.metadata)
      expect(sample.messages.map(textOf)).toEqual(whole.messages.map(textOf))
      expect(sample.events).toHaveLength(whole.events.length)
      expect(sample.scores!['match']?.value).toEqual(whole.scores!['match']?.value)
    }
    expect(chunked!.reductions).toEqual(original!.reductions)
  })

  it.each([
    ['log_invalid.txt', 'invalid-json'],
    ['log_version_3.txt', 'unsupported-version'],
  ])('%s is refused as %s', async (name, code) => {
    await expect(open(files(new RegExp(`${name}$`))[0]!)).rejects.toMatchObject({ code })
  })

  it('keeps NaN of a log, and calls it null in what it prints', async () => {
    const log = await open(files(/log_with_nan\.txt$/)[0]!)
    expect(log.header.results!.scores[0]!.metrics['accuracy']!.value).toBeNaN()
    expect((await logInfo(log)).scores[0]!.metrics['accuracy']).toBeNull()
  })

  it('reads the stop reason length of old logs as max_tokens', async () => {
    const [sample] = (await wholeLog(await open(files(/log_length_stop_reason\.txt$/)[0]!))).samples!
    expect((sample!.output as { choices: { stop_reason: string }[] }).choices[0]!.stop_reason).toBe('max_tokens')
  })
})

function textOf(message: unknown): unknown {
  const { role, content } = message as { role: string; content: unknown }
  return [role, content]
}
