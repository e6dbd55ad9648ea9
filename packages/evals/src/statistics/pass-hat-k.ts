/**
 * Unbiased estimate of pass^k, the probability that all of k attempts succeed, from c successes in n attempts: C(c, k) / C(n, k).
 *
 * @param attempts - n, an integer >= 1
 * @param successes - c, an integer from 0 to n
 * @param k - an integer from 1 to n: beyond n there is no unbiased estimate
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { passHatK } from '@safety-portfolio/evals'
 *
 * passHatK(10, 5, 2) // => ~0.2222
 * passHatK(10, 10, 10) // => 1
 * passHatK(4, 2, 5) // throws RangeError
 * ```
 */
export function passHatK(attempts: number, successes: number, k: number): number {
  const domains: readonly (readonly [string, number, number, number])[] = [
    ['attempts', attempts, 1, Number.MAX_SAFE_INTEGER],
    ['successes', successes, 0, attempts],
    ['k', k, 1, attempts],
  ]
  for (const [argument, value, least, most] of domains) {
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      throw new RangeError(`passHatK: ${argument} must be an integer from ${least} to ${most}, got ${value}`)
    }
  }
  let share = 1
  for (let i = 0; i < k; i += 1) share *= Math.max(0, successes - i) / (attempts - i)
  return share
}
