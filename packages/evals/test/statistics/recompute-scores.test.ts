import { describe, expect, it } from 'vitest'
import { bytesSource, logInfo, openLog, wholeLog, writeJsonLog, writeZipLog, type EvalLog } from '../../src/index.js'
import { smallLog } from '../small-log.js'
import oracle from '../oracles/inspect-metrics.json?raw'

const open = (bytes: Uint8Array) => openLog(bytesSource(bytes), { name: 'run' })
const log = await wholeLog(await open(new TextEncoder().encode(oracle)))
const infoOf = async (one: EvalLog) => logInfo(await open(writeJsonLog(one)))

/** Sums of 30 doubles in another order. */
const tolerance = 1e-12

describe('recomputeScores', () => {
  it.each([
    ['.json', writeJsonLog(log)],
    ['.eval', writeZipLog(log)],
  ])('gives every metric that Python computed from the same samples, in %s', async (_kind, bytes) => {
    const { scores, recomputed, warnings } = await logInfo(await open(bytes))
    expect(recomputed).toHaveLength(42)
    expect(new Set(recomputed.map(({ scorer }) => scorer)).size).toBe(42)
    for (const { scorer, metrics } of scores) {
      const again = recomputed.find((one) => one.scorer === scorer)!
      expect(Object.keys(again.metrics)).toEqual(Object.keys(metrics))
      for (const [metric, value] of Object.entries(metrics)) {
        expect(Math.abs(again.metrics[metric]! - value!), `${scorer} ${metric}`).toBeLessThan(tolerance)
      }
      expect(Math.abs(again.mean! - metrics['accuracy']!)).toBeLessThan(tolerance)
      expect(Math.abs(again.stderr! - metrics['stderr']!)).toBeLessThan(tolerance)
      const source = log.results!.scores[scores.findIndex((one) => one.scorer === scorer)]!
      expect([again.n, again.unscored]).toEqual([source.scored_samples, source.unscored_samples])
      expect(again.groups.map(({ group }) => group).toSorted()).toEqual(['3', 'True', 'history', 'physics'])
      if (again.interval !== null) expect(again.interval.lower).toBeLessThanOrEqual(again.mean!)
    }
    // Scores that are all the same say nothing of how others would differ: .25 by the mean, the median, the mode and the maximum.
    const bare = recomputed.filter(({ interval }) => interval === null)
    expect(bare.map(({ reason }) => reason?.slice(0, 20))).toEqual(
      Array.from({ length: 4 }, () => 'all scores are equal'),
    )
    expect(warnings.filter((warning) => warning.includes('the log says'))).toEqual([])
    expect(warnings.filter((warning) => warning.includes('are no grades'))).toHaveLength(7)
  })

  it('computes from the reduced scores where there are no samples, or the reducer is one of the log', async () => {
    const { samples, ...header } = smallLog(3)
    const values = [1, 1, 0].map((value, index) => ({ value, sample_id: index + 1 }))
    const metrics = { stderr: { name: 'stderr', value: 1 / 3, params: {} } }
    const [score] = header.results!.scores
    const own = { ...score!, metrics: { ...metrics, accuracy: { name: 'accuracy', value: 2 / 3 } } }
    const results = { ...header.results!, scores: [own] }
    const bare = await infoOf({ ...header, results, samples: [], reductions: [{ scorer: 'match', samples: values }] })
    expect(bare).toMatchObject({ samples: 3, completed: 3, recomputed: [{ n: 3, from: 'reductions' }] })
    expect(bare.recomputed[0]!.mean).toBeCloseTo(2 / 3, 14)
    expect(bare.recomputed[0]!.stderr).toBeCloseTo(1 / 3, 14)
    expect(bare.warnings).toHaveLength(1)
    const reductions = [{ scorer: 'match', reducer: 'worst', samples: values }]
    const custom = { ...header, samples: samples!, reductions }
    const named = await infoOf({ ...custom, results: { ...results, scores: [{ ...own, reducer: 'worst' }] } })
    expect(named).toMatchObject({ samples: 3, recomputed: [{ n: 3, from: 'reductions', reducer: 'worst' }] })
    expect(named.warnings).toEqual([])
    const nothing = await infoOf({ ...header, results, samples: [] })
    expect(nothing).toMatchObject({ samples: 3, recomputed: [] })
    expect(nothing.warnings[0]).toContain('no score can be computed again')
  })

  it('reads the samples for what an index leaves out', async () => {
    const base = smallLog(4)
    const samples = base.samples!.map((sample, index) => ({ ...sample, metadata: { passage: [index % 2] } }))
    const metrics = { stderr: { name: 'stderr', value: 0, params: { cluster: 'passage' } } }
    const scores = [{ ...base.results!.scores[0]!, metrics }]
    const bytes = writeZipLog({ ...base, samples, results: { ...base.results!, scores } })
    const { recomputed } = await logInfo(await open(bytes))
    // Deviations -.25, -.25 | -.25, .75 sum to -.5 and .5: sqrt(.5 * 2 / 1) / 4.
    expect(recomputed[0]!.stderr).toBeCloseTo(0.25, 14)
    expect(recomputed[0]!.cluster).toBe('passage')
  })

  it.each([
    ['a part that has the name of another scorer', { judge: { tone: 4 }, tone: 1 }, 'tone', 'judge', 4],
    ['an infinite score', { match: Infinity }, 'match', 'match', null],
    ['a score that none has', { other: 1 }, 'match', 'match', null],
    ['a score of several values without parts', { match: { a: 1 } }, 'match', 'match', null],
    ['a list', { match: [3, 5] }, '1', 'match', 5],
    ['text in a log without numbers', { match: 'perhaps' }, 'match', 'match', null],
  ])('%s', async (_title, values, name, scorer, mean) => {
    const base = smallLog(2)
    const given = Object.fromEntries(Object.entries<unknown>(values).map(([key, value]) => [key, { value }]))
    const samples = base.samples!.map((sample) => ({ ...sample, scores: given as never }))
    const scores = [{ name, scorer, params: {}, metrics: {} }]
    const { recomputed } = await infoOf({ ...base, samples, results: { ...base.results!, scores } })
    expect(recomputed[0]!.mean).toBe(mean)
  })

  it('has a standard error where squares of scores are beyond what numbers hold', async () => {
    const template = smallLog()
    const sample = template.samples![0]!
    const values = [1e300, -1e300, 3e299]
    const { recomputed } = await infoOf({
      ...template,
      results: null,
      reductions: [],
      samples: values.map((value, index) => ({ ...sample, id: index + 1, epoch: 1, scores: { size: { value } } })),
    })
    // That of 1, -1 and 0.3, times 1e300: squares about 0.1 sum to 2.06.
    const { mean, stderr, interval } = recomputed[0]!
    expect(mean! / 1e299).toBeCloseTo(1, 12)
    expect(stderr! / 1e300).toBeCloseTo(Math.sqrt(2.06 / 2 / 3), 12)
    expect(Number.isFinite(interval!.lower) && Number.isFinite(interval!.upper)).toBe(true)
  })

  it('says so where no attempt was scored', async () => {
    const template = smallLog()
    const { recomputed, warnings } = await infoOf({
      ...template,
      results: null,
      reductions: [],
      samples: template.samples!.map((sample) => ({ ...sample, scores: {} })),
    })
    expect(recomputed).toEqual([])
    expect(warnings).toContain('No attempt has a score: there is nothing to compute.')
  })
})
