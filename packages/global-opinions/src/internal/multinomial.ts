import { logGamma, type Random } from '@safety-portfolio/stats'

/** One draw of Binomial(n, p): inversion where the mean is small, the transformed rejection BTRS of Hoermann (1993) elsewhere. */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p)
  return n * p < 10 ? byInversion(random, n, p) : byRejection(random, n, p)
}

function byInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p)
  let mass = (1 - p) ** n
  let rest = random.uniform()
  let count = 0
  while (rest > mass && count < n) {
    rest -= mass
    count += 1
    mass *= (odds * (n - count + 1)) / count
  }
  return count
}

function byRejection(random: Random, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const c = n * p + 0.5
  const alpha = (2.83 + 5.1 / b) * spread
  const squeeze = 0.92 - 4.2 / b
  const mode = Math.floor((n + 1) * p)
  const logOdds = Math.log(p / (1 - p))
  const atMode = logGamma(mode + 1) + logGamma(n - mode + 1)
  for (;;) {
    const u = random.uniform() - 0.5
    const v = random.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + c)
    if (k < 0 || k > n) continue
    if (us >= 0.07 && v <= squeeze) return k
    const accepted = Math.log((v * alpha) / (a / (us * us) + b))
    if (accepted <= atMode - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * logOdds) return k
  }
}

/** Shares of a multinomial sample of size n, written into `out`: binomials one option after the other. */
export function drawShares(
  random: Random,
  n: number,
  p: Float64Array,
  start: number,
  length: number,
  out: Float64Array,
): void {
  let left = n
  let mass = 1
  for (let option = 0; option < length; option += 1) {
    const share = p[start + option]!
    const count = option === length - 1 ? left : mass > 0 ? drawBinomial(random, left, Math.min(1, share / mass)) : 0
    out[option] = count / n
    left -= count
    mass -= share
  }
}
