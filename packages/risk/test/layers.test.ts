import fc from 'fast-check'
import { createRandom, normalCdf } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import {
  analyseLayers,
  captureRecapture,
  copulaJointMiss,
  layerChain,
  layerOutcomes,
  missAgreement,
  type LayerItem,
} from '../src/index.js'

const repeat = (count: number, item: LayerItem): LayerItem[] => Array.from({ length: count }, () => item)

/** Detectors whose misses share one normal factor. */
function simulated(n: number, rates: readonly number[], correlation: number, seed: number): LayerItem[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, () => {
    const factor = random.normal()
    const own = () => Math.sqrt(correlation) * factor + Math.sqrt(1 - correlation) * random.normal()
    return { caught: rates.map((rate) => normalCdf(own()) > rate) }
  })
}

const outcomes = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 })).chain(([detectors, n]) =>
  fc.array(
    fc.record({
      caught: fc.array(fc.boolean(), { minLength: detectors, maxLength: detectors }),
      positive: fc.boolean(),
    }),
    {
      minLength: n,
      maxLength: n,
    },
  ),
)

describe('analyseLayers', () => {
  it('counts what a loop over the items counts', () => {
    fc.assert(
      fc.property(outcomes, (items) => {
        const names = items[0]!.caught.map((_, j) => `d${j}`)
        const result = analyseLayers(layerOutcomes(items, names))
        const positives = items.filter(({ positive }) => positive)
        const missedByAll = positives.filter(({ caught }) => !caught.includes(true)).length
        expect(result.n).toBe(positives.length)
        expect(result.joint.count).toBe(missedByAll)
        for (const [j, detector] of result.detectors.entries()) {
          const misses = positives.filter(({ caught }) => !caught[j]).length
          const alone = positives.filter(({ caught }) => caught[j] && caught.filter(Boolean).length === 1).length
          if (positives.length > 0) expect(detector.miss.estimate).toBeCloseTo(misses / positives.length, 12)
          expect(detector.soleCatches).toBe(alone)
          expect(detector.redundant).toBe(positives.length > 0 && alone === 0)
        }
        const flagged = items.filter(({ positive, caught }) => !positive && caught.includes(true)).length
        if (result.benign > 0) {
          expect(result.falsePositive.estimate).toBeCloseTo(flagged / result.benign, 12)
          expect(result.falsePositive.unionBound!).toBeGreaterThanOrEqual(result.falsePositive.estimate! - 1e-12)
        }
        expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/)
      }),
      { numRuns: 150 },
    )
  })

  it('the joint miss lies within the Fréchet bounds, and greedy ends there', () => {
    fc.assert(
      fc.property(outcomes, (items) => {
        const positives = items.map(({ caught }) => ({ caught }))
        const { joint, frechet, greedy, overlaps, n } = analyseLayers(
          layerOutcomes(
            positives,
            positives[0]!.caught.map((_, j) => `d${j}`),
          ),
        )
        expect(joint.estimate!).toBeGreaterThanOrEqual(frechet!.lower - 1e-12)
        expect(joint.estimate!).toBeLessThanOrEqual(frechet!.upper + 1e-12)
        expect(greedy.at(-1)!.missAfter.estimate).toBeCloseTo(joint.estimate!, 12)
        expect(overlaps.reduce((sum, { count }) => sum + count, 0)).toBe(n)
      }),
      { numRuns: 60 },
    )
  })

  it('recovers independence and a common factor', () => {
    const rates = [0.2, 0.3, 0.25]
    const apart = analyseLayers(layerOutcomes(simulated(40_000, rates, 0, 1), ['a', 'b', 'c']))
    expect(apart.lift.interval!.lower).toBeLessThan(1)
    expect(apart.lift.interval!.upper).toBeGreaterThan(1)
    expect(Math.abs(apart.effectiveLayers.estimate! - 3)).toBeLessThan(3 * apart.effectiveLayers.standardError!)
    const together = analyseLayers(layerOutcomes(simulated(40_000, rates, 0.5, 2), ['a', 'b', 'c']))
    expect(Math.abs(together.joint.estimate! - copulaJointMiss(rates, 0.5))).toBeLessThan(0.006)
    expect(together.extrapolation.copulaCorrelation!).toBeCloseTo(0.5, 1)
    const three = together.extrapolation.layers[2]!
    expect(three.copula! / three.measured!).toBeCloseTo(1, 1)
    expect(together.extrapolation.layers).toHaveLength(10)
    expect(together.warnings.map(({ code }) => code)).toContain('dependent-misses')
  })

  it('intervals of lift and effective layers cover', () => {
    const [trials, rates] = [400, [0.3, 0.4]]
    const joint = copulaJointMiss(rates, 0.4)
    const truth = { lift: joint / 0.12, layers: Math.log(joint) / (0.5 * (Math.log(0.3) + Math.log(0.4))) }
    const covered = { lift: 0, layers: 0 }
    for (let r = 0; r < trials; r += 1) {
      const { lift, effectiveLayers } = analyseLayers(layerOutcomes(simulated(400, rates, 0.4, 100 + r), ['a', 'b']), {
        level: 0.9,
      })
      if (lift.interval!.lower <= truth.lift && truth.lift <= lift.interval!.upper) covered.lift += 1
      if (effectiveLayers.interval!.lower <= truth.layers && truth.layers <= effectiveLayers.interval!.upper)
        covered.layers += 1
    }
    // Standard error 1.5 points.
    expect(Math.abs(covered.lift / trials - 0.9)).toBeLessThan(0.05)
    expect(Math.abs(covered.layers / trials - 0.9)).toBeLessThan(0.05)
  })

  it('shows the stratum that the pooled number hides', () => {
    const items = [
      ...repeat(5, { caught: [false, false], stratum: 'plain' }),
      ...repeat(995, { caught: [true, true], stratum: 'plain' }),
      ...repeat(14, { caught: [false, false], stratum: 'staged' }),
      ...repeat(6, { caught: [true, false], stratum: 'staged' }),
    ]
    const { strata, warnings } = analyseLayers(layerOutcomes(items, ['input', 'output']))
    expect(strata.map(({ name, n }) => [name, n])).toEqual([
      ['plain', 1000],
      ['staged', 20],
    ])
    expect(strata[1]!.joint.estimate).toBe(0.7)
    expect(warnings.find(({ code }) => code === 'stratum-hidden')!.message).toContain("'staged' (20 items) 70 %")
  })

  it('takes costs into the order', () => {
    const items = [
      ...repeat(60, { caught: [true, false] }),
      ...repeat(50, { caught: [false, true] }),
      ...repeat(10, { caught: [false, false] }),
    ]
    const both = layerOutcomes(items, ['dear', 'cheap'])
    expect(analyseLayers(both).greedy.map(({ name }) => name)).toEqual(['dear', 'cheap'])
    expect(analyseLayers(both, { costs: [10, 1] }).greedy.map(({ name }) => name)).toEqual(['cheap', 'dear'])
  })

  it.each([
    ['no positives', [{ caught: [true, true], positive: false }], 'no-positives'],
    ['no labels', [{ caught: [true, true], positive: null }], 'no-positives'],
    ['nothing run', [{ caught: [null, true] }], 'no-positives'],
  ])('refuses %s', (_, items, code) => {
    const result = analyseLayers(layerOutcomes(items, ['a', 'b']))
    expect(result.refused!.code).toBe(code)
    expect([result.joint.estimate, result.independent, result.effectiveLayers.estimate]).toEqual([null, null, null])
    expect(result.detectors[0]!.miss.estimate).toBeNull()
    expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/)
  })

  it('leaves out, and counts, what has no label or was not run', () => {
    const items = [
      { caught: [true, false], positive: true },
      { caught: [true, null], positive: true },
      { caught: [true, false], positive: null },
    ]
    const result = analyseLayers(layerOutcomes(items, ['a', 'b']))
    expect(result).toMatchObject({ n: 1, excluded: { unlabelled: 1, incomplete: 1 } })
    expect(result.warnings.map(({ code }) => code)).toContain('excluded-items')
  })

  it('one detector, detectors that never miss, and detectors that miss everything', () => {
    const one = analyseLayers(layerOutcomes(repeat(5, { caught: [false] }), ['a']))
    expect(one).toMatchObject({ pairs: [], effectiveLayers: { estimate: null }, joint: { estimate: 1 } })
    expect(one.warnings.map(({ code }) => code)).toEqual(['one-detector'])
    const never = analyseLayers(layerOutcomes(repeat(50, { caught: [true, true] }), ['a', 'b']))
    expect(never.lift.reason).toContain('missed nothing')
    expect(never.joint.interval!.upper).toBeGreaterThan(0)
    const always = analyseLayers(layerOutcomes(repeat(50, { caught: [false, false] }), ['a', 'b']))
    expect(always.effectiveLayers.reason).toContain('misses everything')
    const apart = analyseLayers(
      layerOutcomes([...repeat(9, { caught: [true, false] }), ...repeat(9, { caught: [false, true] })], ['a', 'b']),
    )
    expect(apart.effectiveLayers.reason).toContain('upper bound')
    expect(apart.lift.estimate).toBe(0)
    expect(apart.pairs[0]!.tetrachoric.estimate).toBe(-1)
    expect(apart.warnings.map(({ code }) => code)).toEqual([])
    const few = analyseLayers(
      layerOutcomes(
        [...repeat(2, { caught: [false, true] }), ...repeat(18, { caught: [true, true] }), { caught: [true, false] }],
        ['a', 'b'],
      ),
    )
    expect(few.warnings.map(({ code }) => code)).toEqual(['independence-not-shown'])
    for (const result of [one, never, always, apart]) expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/)
  })

  it.each([
    [() => layerOutcomes([{ caught: [true] }], ['a', 'b']), 'item 0 must have 2 answers, got 1'],
    [() => layerOutcomes([], []), 'detectors.length must be an integer >= 1'],
    [() => layerOutcomes([], ['a', 'a']), "detectors must differ, got 'a' twice"],
    [
      () =>
        layerOutcomes(
          [],
          Array.from({ length: 17 }, (_, i) => `d${i}`),
        ),
      'detectors must be at most 16, got 17',
    ],
    [() => analyseLayers({ detectors: ['a'], caught: [] }), 'caught must have 1 columns, got 0'],
    [
      () => analyseLayers({ detectors: ['a', 'b'], caught: [new Uint8Array(2), new Uint8Array(3)] }),
      'columns must have one length, got 2 and 3',
    ],
    [() => analyseLayers({ detectors: ['a'], caught: [new Uint8Array(2)] }, { costs: [1, 2] }), 'costs must be 1'],
    [() => analyseLayers({ detectors: ['a'], caught: [new Uint8Array(2)] }, { costs: [0] }), 'costs must be finite'],
    [
      () => analyseLayers({ detectors: ['a'], caught: [new Uint8Array(2)] }, { level: 2 }),
      'level must lie in (0, 1), got 2',
    ],
  ])('throws for case %#', (call, message) => {
    expect(call).toThrow(message)
  })
})

describe('missAgreement', () => {
  it('intervals cover', () => {
    const [trials, n] = [400, 500]
    // Cells .04, .06, .06, .84.
    const truth = {
      phi: 1 / 3,
      kappa: 1 / 3,
      yuleQ: (0.04 * 0.84 - 0.0036) / (0.04 * 0.84 + 0.0036),
      tetrachoric: 0.6136362592315014,
    }
    const covered = { phi: 0, kappa: 0, yuleQ: 0, tetrachoric: 0 }
    for (let r = 0; r < trials; r += 1) {
      const random = createRandom(41, r)
      const cells = [0, 0, 0, 0]
      for (let i = 0; i < n; i += 1) {
        const u = random.uniform()
        cells[u < 0.04 ? 0 : u < 0.1 ? 1 : u < 0.16 ? 2 : 3]! += 1
      }
      const [both, onlyFirst, onlySecond, neither] = cells as [number, number, number, number]
      const found = missAgreement({ both, onlyFirst, onlySecond, neither }, { level: 0.9 })
      for (const name of ['phi', 'kappa', 'yuleQ', 'tetrachoric'] as const) {
        const { lower, upper } = found[name].interval!
        if (lower <= truth[name] && truth[name] <= upper) covered[name] += 1
      }
    }
    for (const count of Object.values(covered)) expect(Math.abs(count / trials - 0.9)).toBeLessThan(0.055)
  })

  it('is symmetric, and changes sides with its detectors', () => {
    const first = missAgreement({ both: 12, onlyFirst: 30, onlySecond: 5, neither: 200 })
    const second = missAgreement({ both: 12, onlyFirst: 5, onlySecond: 30, neither: 200 })
    expect(second.phi.estimate).toBeCloseTo(first.phi.estimate!, 14)
    expect(second.phi.interval!.upper).toBeCloseTo(first.phi.interval!.upper, 9)
    expect(second.secondGivenFirst).toEqual(first.firstGivenSecond)
    expect(second.mcnemar.exactP).toBe(first.mcnemar.exactP)
    expect(first.phiShare).toBeCloseTo(first.phi.estimate! / first.phiMax!, 14)
  })

  it.each([
    [{ both: 0, onlyFirst: 0, onlySecond: 0, neither: 10 }, 'a miss rate is 0 or 1'],
    [{ both: 10, onlyFirst: 0, onlySecond: 0, neither: 0 }, 'a miss rate is 0 or 1'],
    [{ both: 5, onlyFirst: 0, onlySecond: 3, neither: 10 }, 'a cell of the table is empty'],
  ])('says why something is missing for %o', (table, reason) => {
    const found = missAgreement(table)
    expect(found.tetrachoric.reason).toContain(reason)
    expect(found.phi.interval).toBeNull()
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/)
  })

  it('refuses what is no table', () => {
    expect(() => missAgreement({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 })).toThrow(
      'number of items must be an integer >= 1',
    )
    expect(() => missAgreement({ both: 0.5, onlyFirst: 0, onlySecond: 0, neither: 0 })).toThrow(
      'both must be an integer >= 0',
    )
  })
})

describe('captureRecapture', () => {
  it('finds what independent detectors missed, with intervals that cover', () => {
    const covered = { two: 0, three: 0 }
    const trials = 300
    for (let r = 0; r < trials; r += 1) {
      for (const [key, rates] of [
        ['two', [0.4, 0.3]],
        ['three', [0.5, 0.5, 0.5]],
      ] as const) {
        const names = rates.map((_, j) => `d${j}`)
        const { missed, measured } = captureRecapture(layerOutcomes(simulated(800, rates, 0, 500 + r), names))
        if (missed.interval!.lower <= measured && measured <= missed.interval!.upper) covered[key] += 1
      }
    }
    // The number missed varies as well, so the interval for its expectation covers a little less.
    expect(covered.two / trials).toBeGreaterThan(0.85)
    expect(covered.three / trials).toBeGreaterThan(0.85)
  })

  it('is too low where detectors share blind spots, and says so where labels show it', () => {
    const found = captureRecapture(layerOutcomes(simulated(3000, [0.2, 0.2], 0.7, 4), ['a', 'b']))
    expect(found.missed.interval!.upper).toBeLessThan(found.measured)
    expect(found.warnings.map(({ code }) => code)).toEqual(['shared-blind-spots'])
  })

  it('knows its limits', () => {
    expect(captureRecapture(layerOutcomes(repeat(3, { caught: [true] }), ['a'])).missed.reason).toContain(
      'one detector',
    )
    expect(captureRecapture(layerOutcomes(repeat(3, { caught: [false, false] }), ['a', 'b'])).missed.reason).toBe(
      'nothing was caught',
    )
    const same = captureRecapture(layerOutcomes(repeat(9, { caught: [true, true] }), ['a', 'b']))
    expect(same.missed).toMatchObject({ estimate: 0, interval: null })
    expect(same.missed.reason).toContain('shared blind spots')
    expect(() => captureRecapture(layerOutcomes([], ['a']), { level: 0 })).toThrow('level must lie in (0, 1)')
  })
})

describe('layerChain', () => {
  const items = [
    ...repeat(30, { caught: [true, true, false], positive: true }),
    ...repeat(15, { caught: [false, true, true], positive: true }),
    ...repeat(5, { caught: [false, false, false], positive: true }),
    ...repeat(90, { caught: [false, false, false], positive: false }),
    ...repeat(10, { caught: [false, true, false], positive: false }),
  ]
  const all = layerOutcomes(items, ['a', 'b', 'c'])

  it('costs what each item costs until it is flagged', () => {
    const chain = layerChain(
      all,
      [
        { name: 'a', cost: 1, latency: 2 },
        { name: 'b', cost: 10, latency: 3 },
        { name: 'c', cost: 100, latency: 4 },
      ],
      { prevalence: 0.1 },
    )
    expect(chain.miss.estimate).toBe(0.1)
    // 30 stop at a, 15 at b, 5 see all.
    expect(chain.cost.positive).toBeCloseTo((30 * 1 + 15 * 11 + 5 * 111) / 50, 12)
    expect(chain.cost.benign).toBeCloseTo((90 * 111 + 10 * 11) / 100, 12)
    expect(chain.cost.traffic).toBeCloseTo(0.1 * chain.cost.positive! + 0.9 * chain.cost.benign!, 12)
    expect(chain.latency.positive).toBeCloseTo((30 * 2 + 15 * 5 + 5 * 9) / 50, 12)
    expect(chain.falsePositive.estimate).toBe(0.1)
    expect(chain.reached.map(({ positive }) => positive)).toEqual([1, 0.4, 0.1])
    const parallel = layerChain(
      all,
      [
        { name: 'b', cost: 10, latency: 3 },
        { name: 'c', cost: 100, latency: 4 },
      ],
      { mode: 'parallel' },
    )
    expect(parallel).toMatchObject({ cost: { positive: 110, traffic: null }, latency: { benign: 4 } })
  })

  it('knows nothing of benign items where there are none', () => {
    const chain = layerChain(layerOutcomes(repeat(3, { caught: [true] }), ['a']), [{ name: 'a' }], { prevalence: 0.5 })
    expect(chain).toMatchObject({
      unionBound: null,
      independentFalsePositive: null,
      cost: { benign: null, traffic: null },
    })
    expect(chain.falsePositive.estimate).toBeNull()
  })

  it('refuses stages that cannot be', () => {
    expect(() => layerChain(all, [])).toThrow('stages must not be empty')
    expect(() => layerChain(all, [{ name: 'z' }])).toThrow("'z' is no detector")
    expect(() => layerChain(all, [{ name: 'a' }, { name: 'a' }])).toThrow('stages must differ')
    expect(() => layerChain(all, [{ name: 'a', cost: -1 }])).toThrow('cost must be finite and >= 0, got -1')
    expect(() => layerChain(all, [{ name: 'a' }], { prevalence: 2 })).toThrow('prevalence must lie in [0, 1], got 2')
  })
})
