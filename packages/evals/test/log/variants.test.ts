import { describe, expect, it } from 'vitest'
import {
  bytesSource,
  logInfo,
  openLog,
  parseLogJson,
  recoverLog,
  wholeLog,
  writeJsonLog,
  writeLogJson,
  writeZipLog,
  type EvalLog,
} from '../../src/index.js'
import { portableCodecs } from '../../src/log/codecs.js'
import { concatenate, zipOf } from '../../src/log/write-zip-log.js'
import { createZipAppender } from '../../src/zip/zip-appender.js'
import { smallLog } from '../small-log.js'

const text = (value: unknown): Uint8Array => writeJsonLog(value as never)
/** As a run leaves it that did not get to its results. */
function unscored(log: EvalLog): EvalLog {
  return Object.fromEntries(Object.entries(log).filter(([field]) => field !== 'results')) as unknown as EvalLog
}
const open = (bytes: Uint8Array) => openLog(bytesSource(bytes), { name: 'run' })

describe('log JSON', () => {
  it.each([
    ['{"a":NaN,"b":[Infinity,-Infinity]}', { a: NaN, b: [Infinity, -Infinity] }],
    ['[12345678901234567890]', [12345678901234567890n]],
    ['{"__proto__":1,"x":NaN}', JSON.parse('{"__proto__":1,"x":0}') as object],
    [' "\\u00e9\\n" ', 'é\n'],
  ])('%s', (source, value) => {
    const read = parseLogJson(source)
    if (!source.includes('proto')) expect(read).toEqual(value)
    expect(parseLogJson(writeLogJson(read))).toEqual(read)
    expect(
      Object.getPrototypeOf(read as object) === Array.prototype ||
        typeof read === 'string' ||
        Object.getPrototypeOf(read) === Object.prototype,
    ).toBe(true)
  })

  it.each(['', '{', '[1,]', '{"a" 1}', 'nul', '"a', '[NaN', '01', '{"a":1}}', '[NaN,"\\x"]', '['.repeat(5000)])(
    'refuses %j and says where',
    (source) => {
      expect(() => parseLogJson(source, 'run.json')).toThrow(/run\.json: not JSON: .*character \d+/)
    },
  )
})

describe('variants of logs', () => {
  it('reads a log without header as a run that goes on, and recovers it', async () => {
    const { samples, ...header } = unscored(smallLog(4))
    const zip = createZipAppender(portableCodecs, () => 0)
    const parts = [
      ...zip.member('_journal/start.json', text({ version: 2, eval: header.eval, plan: {} })),
      ...samples!.flatMap((sample) => zip.member(`samples/${sample.id}_epoch_1.json`, text(sample))),
    ]
    for (const bytes of [concatenate(parts), zipOf(parts, zip)]) {
      const log = await open(bytes)
      expect(log.finished).toBe(false)
      expect(await logInfo(log)).toMatchObject({ status: 'started', samples: 4, recomputed: [{ mean: 0.25, n: 4 }] })
      const recovered = await recoverLog(log)
      expect(recovered).toMatchObject({ status: 'error', results: { completed_samples: 4 } })
      expect(await wholeLog(await open(writeZipLog(recovered)))).toEqual(recovered)
    }
  })

  it('takes the last of members with the same name', async () => {
    const { samples, ...header } = smallLog(1)
    const [first] = samples!
    const zip = createZipAppender(portableCodecs, () => 0)
    const parts = [
      ...zip.member('samples/1_epoch_1.json', text({ ...first!, target: 'old' })),
      ...zip.member('samples/1_epoch_1.json', text({ ...first!, target: 'new' })),
      ...zip.member('header.json', text(header)),
    ]
    const log = await open(zipOf(parts, zip))
    expect((await wholeLog(log)).samples!.map(({ target }) => target)).toEqual(['new'])
    expect(log.warnings.join(' ')).toContain('superseded')
  })

  it('brings a log of version 1 into the shape of today', async () => {
    const log = await open(
      text({
        version: 1,
        eval: { task: 't', model: 'm', created: '', dataset: {}, config: { max_messages: 5 } },
        results: { scorer: { name: 'includes' }, metrics: { accuracy: { name: 'accuracy', value: 1, options: {} } } },
        samples: [
          {
            id: 1,
            epoch: 1,
            input: 'i',
            target: 't',
            score: { value: 'C' },
            transcript: { events: [1], content: { a: 'b' } },
            output: { choices: [{ stop_reason: 'length', message: { content: 'x' } }] },
          },
        ],
      }),
    )
    const whole = await wholeLog(log)
    expect(whole.results!.scores[0]).toMatchObject({
      scorer: 'includes',
      metrics: { accuracy: { value: 1, params: {} } },
    })
    expect(whole.eval.config).toEqual({ message_limit: 5 })
    expect(whole.samples![0]).toMatchObject({
      scores: { includes: { value: 'C' } },
      events: [1],
      attachments: { a: 'b' },
      output: { completion: 'x', choices: [{ stop_reason: 'max_tokens' }] },
    })
  })

  it('says where the log and its samples disagree', async () => {
    const log = smallLog(4)
    const [score] = log.results!.scores
    const wrong = { ...score!, metrics: { accuracy: { name: 'accuracy', value: 0.9 } } }
    const info = await logInfo(await open(writeJsonLog({ ...log, results: { ...log.results!, scores: [wrong] } })))
    expect(info.warnings).toEqual(['match: the log says accuracy 0.9, its samples say 0.25.'])
  })

  it('counts samples that were not scored apart', async () => {
    const log = smallLog(4)
    const samples = log.samples!.map((sample, i) =>
      i === 0 ? { ...sample, scores: { match: { value: NaN } } } : sample,
    )
    const rest = unscored(log)
    const [score] = (await logInfo(await open(writeJsonLog({ ...rest, samples })))).recomputed
    expect(score).toMatchObject({ n: 3, unscored: 1 })
    expect(score!.mean).toBeCloseTo(1 / 3, 14)
  })

  it('reduces epochs as the log says, several ways side by side, and clusters where it does', async () => {
    const log = smallLog(2)
    const values = [
      ['C', 'I'],
      ['C', 'C'],
      ['I', 'I'],
      ['C', 'I'],
    ]
    const samples = values.flatMap((epochs, index) =>
      epochs.map((value, epoch) => ({
        ...log.samples![0]!,
        id: index,
        epoch: epoch + 1,
        metadata: { passage: index < 2 ? 'a' : 'b' },
        scores: { match: { value } },
      })),
    )
    const score = (reducer: string, params = {}) => ({
      name: 'match',
      scorer: 'match',
      reducer,
      params: {},
      metrics: { stderr: { name: 'inspect_ai/stderr', value: 0, params } },
    })
    const scores = [score('mean', { cluster: 'passage' }), score('pass_at_2'), score('at_least_2'), score('unheard_of')]
    const info = await logInfo(await open(writeJsonLog({ ...log, samples, results: { ...log.results!, scores } })))
    expect(info.recomputed.map(({ scorer, mean }) => [scorer, mean])).toEqual([
      ['match [mean]', 0.5],
      ['match [pass_at_2]', 0.75],
      ['match [at_least_2]', 0.25],
      ['match [unheard_of]', null],
    ])
    // Deviations 0, 0.5 | -0.5, 0: sums 0.5 and -0.5, times sqrt(2 / 1), over 4.
    expect(info.recomputed[0]!.stderr).toBeCloseTo(Math.sqrt(0.5 * 2) / 4, 14)
  })

  it('takes scores with several values apart', async () => {
    const log = smallLog(3)
    const samples = log.samples!.map((sample, i) => ({
      ...sample,
      scores: { judge: { value: { tone: i, fact: 'C' } } },
    }))
    const rest = unscored(log)
    const { recomputed } = await logInfo(await open(writeJsonLog({ ...rest, samples })))
    expect(recomputed.map(({ scorer, mean }) => [scorer, mean])).toEqual([
      ['tone', 1],
      ['fact', 1],
    ])
  })
})
