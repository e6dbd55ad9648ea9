import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { streamState } from './internal/stream-state.js'
import { requireInteger } from './internal/require.js'

/** A seeded source of random numbers. Each call advances it; two generators made from the same (seed, stream) agree for ever. */
export interface Random {
  /** The next 32 bits as an integer in [0, 2^32). The lowest bit alone is a linear sequence; take few-valued draws from `integer`. */
  readonly uint32: () => number
  /** Uniform on [0, 1): a multiple of 2^-53, every multiple equally likely. */
  readonly uniform: () => number
  /**
   * Uniform on the integers 0 to `bound - 1`, without bias (by rejection).
   * @throws RangeError unless `bound` is an integer from 1 to 2^53 - 1.
   */
  readonly integer: (bound: number) => number
  /** Standard normal, by Marsaglia's polar method (two per pair of uniforms; the second is kept for the next call). */
  readonly normal: () => number
}

const two32 = 2 ** 32
const two53 = 2 ** 53

/**
 * A seeded generator: xoroshiro128+ (Blackman and Vigna 2018, constants 24, 16, 37), one stream per (seed, stream).
 *
 * The 128-bit state is a bijective mix of the four 32-bit halves of `seed` and `stream` (see `streamState`), so
 * different pairs never share a starting state and neighbouring seeds or streams are unrelated. Replicate k of a
 * simulation takes stream k: its numbers do not depend on how many workers run or in which order.
 * Integers and uniforms are the same on every engine; `normal` may differ in its last digits where `Math.log` does.
 * Not for cryptography.
 *
 * @param seed - any safe integer, negative ones included
 * @param stream - a safe integer from 0; default 0
 * @throws RangeError if `seed` or `stream` is not such an integer.
 *
 * @example
 * ```ts
 * import { createRandom } from '@safety-portfolio/stats'
 *
 * const random = createRandom(42)
 * random.uniform() // => ~0.2114
 * createRandom(42, 7).integer(1000) === createRandom(42, 7).integer(1000) // => true
 * ```
 */
export function createRandom(seed: number, stream = 0): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`createRandom: seed must be a safe integer, got ${seed}`)
  requireInteger('createRandom', 'stream', stream, 0)
  const generator = xoroshiro128plusFromState(streamState(seed, stream))
  let spare = NaN

  const uint32 = (): number => generator.next() >>> 0
  // The low bits of xoroshiro128+ are its weak ones: 27 + 26 high bits of two draws.
  const bits53 = (): number => (generator.next() >>> 5) * 67108864 + (generator.next() >>> 6)
  const uniform = (): number => bits53() / two53

  return {
    uint32,
    uniform,
    integer(bound) {
      if (!Number.isSafeInteger(bound) || bound < 1) {
        throw new RangeError(`integer: bound must be an integer from 1 to 2^53 - 1, got ${bound}`)
      }
      if (bound > two32) {
        const accepted = two53 - (two53 % bound)
        let draw = bits53()
        while (draw >= accepted) draw = bits53()
        return draw % bound
      }
      const cell = Math.floor(two32 / bound)
      let index = Math.floor(uint32() / cell)
      while (index >= bound) index = Math.floor(uint32() / cell)
      return index
    },
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare
        spare = NaN
        return kept
      }
      for (;;) {
        const u = 2 * uniform() - 1
        const v = 2 * uniform() - 1
        const square = u * u + v * v
        if (square >= 1 || square === 0) continue
        const factor = Math.sqrt((-2 * Math.log(square)) / square)
        spare = v * factor
        return u * factor
      }
    },
  }
}
