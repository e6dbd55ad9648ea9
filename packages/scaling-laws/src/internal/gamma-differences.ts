/** From here on the asymptotic series below are exact to the last digit. */
const asymptotic = 20

/** log Gamma(x + delta) - log Gamma(x) for x > 0, x + delta > 0, without the cancellation of two logarithms of factorials. */
export function logGammaDifference(x: number, delta: number): number {
  let shifted = 0
  while (x < asymptotic || x + delta < asymptotic) {
    shifted -= Math.log1p(delta / x)
    x += 1
  }
  const end = x + delta
  return shifted + (x - 0.5) * Math.log1p(delta / x) + delta * (Math.log(end) - 1) + tail(end) - tail(x)
}

/** Stirling's series beyond the logarithms. */
function tail(z: number): number {
  const r = 1 / (z * z)
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / z
}

/** Digamma, the derivative of log Gamma, for x > 0. */
export function digamma(x: number): number {
  let shifted = 0
  while (x < asymptotic) {
    shifted -= 1 / x
    x += 1
  }
  const r = 1 / (x * x)
  return shifted + Math.log(x) - 1 / (2 * x) - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))))
}

/** Trigamma, the second derivative of log Gamma, for x > 0. */
export function trigamma(x: number): number {
  let shifted = 0
  while (x < asymptotic) {
    shifted += 1 / (x * x)
    x += 1
  }
  const r = 1 / (x * x)
  return shifted + 1 / x + r / 2 + (r / x) * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - (r * 5) / 66))))
}
