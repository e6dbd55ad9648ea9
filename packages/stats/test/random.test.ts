import { describe, expect, it } from 'vitest'
import { chiSquaredSurvival, createRandom, normalCdf, type Random } from '../src/index.js'
import { streamState } from '../src/internal/stream-state.js'
import oracle from './oracles/random-streams.json' with { type: 'json' }

// Each statistical check below is one draw from its null distribution; at fixed seeds it either passes for ever or never.
const smallest = 1e-4

const draws = (n: number, draw: () => number): Float64Array => Float64Array.from({ length: n }, draw)

describe('against an independent implementation', () => {
  it.each(oracle.rows)('seed $seed stream $stream', (row) => {
    expect(streamState(row.seed, row.stream).map((word) => word >>> 0)).toEqual(row.state)
    const raw = createRandom(row.seed, row.stream)
    expect(row.uint32.map(() => raw.uint32())).toEqual(row.uint32)
    const real = createRandom(row.seed, row.stream)
    expect(row.uniform53.map(() => real.uniform() * 2 ** 53)).toEqual(row.uniform53)
    const whole = createRandom(row.seed, row.stream)
    expect(row.integers.map(([bound]) => [bound, whole.integer(bound!)])).toEqual(row.integers)
  })

  it('agrees after a million draws', () => {
    const random = createRandom(42, 7)
    let last = 0
    for (let k = 0; k < 1_000_000; k += 1) last = random.uint32()
    expect(last).toBe(oracle.millionth)
  })
})

describe('streams', () => {
  it('is stream 0 by default', () => {
    expect(createRandom(5).uint32()).toBe(createRandom(5, 0).uint32())
  })

  it('never start in the same state', () => {
    const seen = new Set<string>()
    for (let stream = 0; stream < 100_000; stream += 1) seen.add(streamState(1, stream).join())
    for (let seed = -5_000; seed < 5_000; seed += 1) if (seed !== 1) seen.add(streamState(seed, 0).join())
    expect(seen.size).toBe(100_000 + 9_999)
  })

  it('differ in their first number as random numbers do', () => {
    const first = new Set(
      draws(
        100_000,
        counter((stream) => createRandom(1, stream).uint32()),
      ),
    )
    // 100 000 of 2^32: about 1.2 repetitions are expected.
    expect(first.size).toBeGreaterThan(100_000 - 12)
  })

  it('change half of the first bits for each changed bit of seed or stream', () => {
    let flipped = 0
    let pairs = 0
    for (let bit = 0; bit < 50; bit += 1) {
      for (let base = 1; base <= 40; base += 1) {
        flipped += bitsOf(createRandom(base * 7).uint32() ^ createRandom(base * 7 + 2 ** bit).uint32())
        flipped += bitsOf(createRandom(3, base).uint32() ^ createRandom(3, base + 2 ** bit).uint32())
        pairs += 2
      }
    }
    const z = (flipped - 16 * pairs) / Math.sqrt(8 * pairs)
    expect(Math.abs(z)).toBeLessThan(4)
  })

  it('are uncorrelated with their neighbours', () => {
    const n = 20_000
    for (const [a, b] of [
      [createRandom(9, 0), createRandom(9, 1)],
      [createRandom(9, 0), createRandom(10, 0)],
      [createRandom(0, 1), createRandom(1, 0)],
    ] as const) {
      expect(Math.abs(serial(draws(n, a.uniform), draws(n, b.uniform))) * Math.sqrt(n)).toBeLessThan(4)
    }
  })

  it('have uniform first draws: the numbers a bootstrap of one case each would use', () => {
    const first = draws(
      100_000,
      counter((stream) => createRandom(123, stream).uniform()),
    )
    expect(uniformityPValue(first, 100)).toBeGreaterThan(smallest)
    expect(Math.abs(serial(first.subarray(1), first.subarray(0, -1))) * Math.sqrt(99_999)).toBeLessThan(4)
  })
})

describe('uniform', () => {
  it.each([1, 2, 3, -77, 2 ** 40])('seed %d: equal cells, no serial correlation at lags 1 to 5', (seed) => {
    const values = draws(100_000, createRandom(seed).uniform)
    expect(uniformityPValue(values, 128)).toBeGreaterThan(smallest)
    for (let lag = 1; lag <= 5; lag += 1) {
      const r = serial(values.subarray(lag), values.subarray(0, -lag))
      expect(Math.abs(r) * Math.sqrt(values.length)).toBeLessThan(4)
    }
  })

  it('fills pairs and triples evenly', () => {
    const random = createRandom(31)
    const cells = draws(80_000, () => Math.floor(random.uniform() * 32) * 32 + Math.floor(random.uniform() * 32))
    expect(countsPValue(cells, 1024)).toBeGreaterThan(smallest)
    const triples = draws(80_000, () => Math.floor(random.uniform() * 8) * 64 + octal(random) * 8 + octal(random))
    expect(countsPValue(triples, 512)).toBeGreaterThan(smallest)
  })

  it('lies in [0, 1) and uses all 53 bits', () => {
    const values = draws(10_000, createRandom(4).uniform)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    const odd = values.filter((value) => (value * 2 ** 53) % 2 === 1).length
    expect(Math.abs(odd - 5_000)).toBeLessThan(4 * 50)
  })
})

describe('integer', () => {
  it.each([1, 2, 3, 6, 7, 100, 365])('bound %d: every value equally often', (bound) => {
    const random = createRandom(17)
    const values = draws(50_000, () => random.integer(bound))
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true)
    if (bound > 1) expect(countsPValue(values, bound)).toBeGreaterThan(smallest)
    else expect(values.every((value) => value === 0)).toBe(true)
  })

  it('is not biased where the bound does not divide 2^32', () => {
    // With a remainder instead of rejection, the lower third would come up half as often again.
    const random = createRandom(19)
    const bound = 3 * 2 ** 30
    const low = draws(30_000, () => random.integer(bound)).filter((value) => value < 2 ** 30).length
    expect(Math.abs(low - 10_000)).toBeLessThan(4 * Math.sqrt((30_000 * 2) / 9))
  })

  it('reaches beyond 32 bits', () => {
    const random = createRandom(23)
    const bound = 3 * 2 ** 51
    const values = draws(30_000, () => random.integer(bound))
    expect(
      uniformityPValue(
        values.map((value) => value / bound),
        60,
      ),
    ).toBeGreaterThan(smallest)
    expect(values.every((value) => Number.isSafeInteger(value) && value < bound)).toBe(true)
  })

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('refuses the bound %d', (bound) => {
    expect(() => createRandom(1).integer(bound)).toThrow(
      `integer: bound must be an integer from 1 to 2^53 - 1, got ${bound}`,
    )
  })
})

describe('normal', () => {
  it('has the cells, moments and independence of the normal distribution', () => {
    const random = createRandom(71)
    const values = draws(100_000, random.normal)
    expect(
      uniformityPValue(
        values.map((value) => normalCdf(value)),
        100,
      ),
    ).toBeGreaterThan(smallest)
    const moment = (k: number): number => values.reduce((total, value) => total + value ** k, 0) / values.length
    const root = Math.sqrt(values.length)
    expect(Math.abs(moment(1)) * root).toBeLessThan(4)
    expect(Math.abs(moment(2) - 1) * (root / Math.sqrt(2))).toBeLessThan(4)
    expect(Math.abs(moment(3)) * (root / Math.sqrt(15))).toBeLessThan(4)
    expect(Math.abs(moment(4) - 3) * (root / Math.sqrt(96))).toBeLessThan(4)
    expect(Math.abs(serial(values.subarray(1), values.subarray(0, -1))) * root).toBeLessThan(4)
  })
})

describe('createRandom', () => {
  it('keeps two generators apart', () => {
    const one = createRandom(8)
    const alone = draws(10, one.uniform)
    const a = createRandom(8)
    const b = createRandom(8, 1)
    const mixed = draws(10, () => {
      b.normal()
      return a.uniform()
    })
    expect(mixed).toEqual(alone)
  })

  it.each([0.5, NaN, Infinity, 2 ** 53, -(2 ** 53)])('refuses the seed %d', (seed) => {
    expect(() => createRandom(seed)).toThrow(new RangeError(`createRandom: seed must be a safe integer, got ${seed}`))
  })

  it.each([-1, 0.5, NaN, 2 ** 53])('refuses the stream %d', (stream) => {
    expect(() => createRandom(1, stream)).toThrow(`createRandom: stream must be an integer >= 0, got ${stream}`)
  })
})

function counter(draw: (k: number) => number): () => number {
  let k = 0
  return () => draw(k++)
}

function octal(random: Random): number {
  return random.integer(8)
}

function bitsOf(word: number): number {
  let bits = 0
  for (let rest = word >>> 0; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  return bits
}

function uniformityPValue(values: Float64Array, cells: number): number {
  return countsPValue(
    values.map((value) => Math.floor(value * cells)),
    cells,
  )
}

/** Chi-square p-value, doubled from the nearer tail: suspiciously even counts fail too. */
function countsPValue(values: Float64Array, cells: number): number {
  const counts = new Float64Array(cells)
  for (const cell of values) counts[cell] = counts[cell]! + 1
  const expected = values.length / cells
  const statistic = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0)
  const upper = chiSquaredSurvival(statistic, cells - 1)
  return 2 * Math.min(upper, 1 - upper)
}

function serial(a: Float64Array, b: Float64Array): number {
  const centre = (values: Float64Array): Float64Array => {
    const average = values.reduce((total, value) => total + value, 0) / values.length
    return values.map((value) => value - average)
  }
  const u = centre(a)
  const v = centre(b)
  const dot = (x: Float64Array, y: Float64Array): number => x.reduce((total, value, i) => total + value * y[i]!, 0)
  return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v))
}
