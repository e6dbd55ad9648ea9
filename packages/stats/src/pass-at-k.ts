import { requireInteger } from './internal/require.js'

/**
 * Unbiased estimate of pass@k, the probability that at least one of k attempts succeeds, from c successes in n attempts:
 * 1 - C(n - c, k) / C(n, k) (Chen 2021, arXiv 2107.03374, equation 1), as 1 minus a product of the fewer of c and k factors
 * in logarithms, so that values near 0 and n of millions keep their digits.
 *
 * It is unbiased when n was fixed in advance. Where attempts stopped at a success, it is biased upwards.
 *
 * @param attempts - n, an integer >= 1
 * @param successes - c, an integer from 0 to n
 * @param k - an integer from 1 to n: beyond n there is no unbiased estimate
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { passAtK } from '@safety-portfolio/stats'
 *
 * passAtK(10, 3, 1) // => ~0.3
 * passAtK(10000, 7, 1000) // => ~0.5218147406528
 * passAtK(10, 3, 11) // throws RangeError
 * ```
 */
export function passAtK(attempts: number, successes: number, k: number): number {
  requireInteger('passAtK', 'attempts', attempts, 1)
  requireInteger('passAtK', 'successes', successes, 0)
  requireInteger('passAtK', 'k', k, 1)
  if (successes > attempts)
    throw new RangeError(`passAtK: successes must be <= attempts (${attempts}), got ${successes}`)
  if (k > attempts) throw new RangeError(`passAtK: k must be <= attempts (${attempts}), got ${k}`)
  if (attempts - successes < k) return 1
  // C(n - c, k) / C(n, k) is symmetric in c and k.
  const [factors, drawn] = successes < k ? [successes, k] : [k, successes]
  let logFailure = 0
  for (let i = attempts - factors + 1; i <= attempts; i += 1) logFailure += Math.log1p(-drawn / i)
  return 0 - Math.expm1(logFailure)
}
