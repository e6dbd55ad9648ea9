import { createRandom, type Interval, normalQuantile } from '@safety-portfolio/stats'
import { divergenceNats } from './jensen-shannon.js'
import { requireBase, type LogBase } from './log-base.js'
import { normalised } from './internal/distribution-pair.js'
import { drawShares } from './internal/multinomial.js'

/** Options of {@link samplingCeiling}. At least one of the sample sizes is needed. */
export interface CeilingOptions {
  /** Samples that the model's distribution was counted from. Default none: the model's probabilities are exact. */
  readonly modelSamples?: number
  /** People that the survey asked (divided by the design effect). Default none: the survey's shares are exact. */
  readonly surveySamples?: number
  /** Base of the distance. Default 2. */
  readonly base?: LogBase
  /** Any safe integer. Default 1. */
  readonly seed?: number
  /** Simulated samples where the exact sum would be too long. Default 4000. */
  readonly replicates?: number
}

/** What a perfect model would score. */
export interface SamplingCeiling {
  /** Expected similarity. */
  readonly ceiling: number
  /** Standard deviation of the similarity from sample to sample. */
  readonly deviation: number
  /** Of the simulation; `null` where the sum is exact. */
  readonly interval: Interval | null
  /** `'exact'` or `'simulation'`. */
  readonly method: 'exact' | 'simulation'
}

const exactLimit = 20_000

/**
 * The similarity that a perfect model reaches on average when it, or the survey, is known from a sample only: E[1 - d(sample, truth)], or of two
 * samples. It is well below 1: 15 samples of a four-point scale give about 0.81 in base 2. Exact (all possible samples, weighted by their
 * multinomial probability) where there are at most 20,000 of them, else simulated. The common formula 1 - sqrt((k - 1) / (2 n ln 2)) is biased
 * low, because it takes the root of a mean for the mean of a root, and one constant for two samples and for one.
 *
 * @param truth - the distribution that both would have without sampling
 * @param options - sample sizes, base, seed
 * @throws RangeError if no sample size is given or one is not a whole number of at least 1, or the distribution is bad.
 *
 * @example
 * ```ts
 * import { samplingCeiling } from '@safety-portfolio/global-opinions'
 *
 * samplingCeiling([0.2, 0.3, 0.3, 0.2], { modelSamples: 15 }).ceiling // => ~0.8127
 * samplingCeiling([0.5, 0.5], { modelSamples: 100, surveySamples: 100 }).ceiling // => ~0.952
 * ```
 */
export function samplingCeiling(truth: ArrayLike<number>, options: CeilingOptions): SamplingCeiling {
  const { modelSamples, surveySamples, base = 2, seed = 1, replicates = 4000 } = options
  const logBase = requireBase('samplingCeiling', base)
  const p = normalised('samplingCeiling', 'truth', truth)
  for (const [name, size] of [
    ['modelSamples', modelSamples],
    ['surveySamples', surveySamples],
  ] as const) {
    if (size !== undefined && !(Number.isSafeInteger(size) && size >= 1)) {
      throw new RangeError(`samplingCeiling: ${name} must be an integer >= 1, got ${size}`)
    }
  }
  const sizes = [modelSamples, surveySamples].filter((size) => size !== undefined)
  if (sizes.length === 0) throw new RangeError('samplingCeiling: give modelSamples, surveySamples or both')
  const similar = (a: Float64Array, b: Float64Array): number =>
    1 - Math.sqrt(divergenceNats(a, 0, b, 0, p.length) / logBase)
  const positive = p.filter((share) => share > 0)
  const ways = sizes.reduce((product, size) => product * compositions(size, positive.length), 1)
  if (ways <= exactLimit) {
    const [first, second] = sizes.map((size) => samples(positive, size))
    let mean = 0
    let square = 0
    const partners = second ?? [{ shares: positive, probability: 1 }]
    for (const a of first!) {
      for (const b of partners) {
        const s = 1 - Math.sqrt(divergenceNats(a.shares, 0, b.shares, 0, positive.length) / logBase)
        mean += a.probability * b.probability * s
        square += a.probability * b.probability * s * s
      }
    }
    return { ceiling: mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)), interval: null, method: 'exact' }
  }
  const a = new Float64Array(p.length)
  const b = new Float64Array(p.length)
  let [mean, squares] = [0, 0]
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const random = createRandom(seed, replicate)
    drawShares(random, sizes[0]!, p, 0, p.length, a)
    if (sizes.length > 1) drawShares(random, sizes[1]!, p, 0, p.length, b)
    const s = similar(a, sizes.length > 1 ? b : p)
    const delta = s - mean
    mean += delta / (replicate + 1)
    squares += delta * (s - mean)
  }
  const deviation = Math.sqrt(squares / (replicates - 1))
  const margin = (normalQuantile(0.975) * deviation) / Math.sqrt(replicates)
  return {
    ceiling: mean,
    deviation,
    interval: { lower: mean - margin, upper: mean + margin, level: 0.95, method: 'normal, of the simulation' },
    method: 'simulation',
  }
}

/** Number of ways to put n into k cells. */
function compositions(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i < k; i += 1) ways = (ways * (n + i)) / i
  return ways
}

interface Sample {
  readonly shares: Float64Array
  readonly probability: number
}

/** All samples of size n with their multinomial probabilities. */
function samples(p: Float64Array, n: number): readonly Sample[] {
  const found: Sample[] = []
  const counts = new Float64Array(p.length)
  const logFactorial = new Float64Array(n + 1)
  for (let i = 2; i <= n; i += 1) logFactorial[i] = logFactorial[i - 1]! + Math.log(i)
  const visit = (option: number, left: number, log: number): void => {
    if (option === p.length - 1) {
      counts[option] = left
      const probability = Math.exp(log - logFactorial[left]! + left * Math.log(p[option]!) + logFactorial[n]!)
      found.push({ shares: counts.map((count) => count / n), probability })
      return
    }
    for (let count = 0; count <= left; count += 1) {
      counts[option] = count
      visit(option + 1, left - count, log - logFactorial[count]! + count * Math.log(p[option]!))
    }
  }
  visit(0, n, 0)
  return found
}
