const twoOverSqrtPi = 1.1283791670955126

/** erf(x) for |x| < 1/2 by its Maclaurin series (DLMF 7.6.1). */
export function erfSeries(x: number): number {
  const s = x * x
  const w = s * s
  let even = coefficients[12]!
  let odd = coefficients[11]!
  for (let n = 10; n > 0; n -= 2) {
    even = even * w + coefficients[n]!
    odd = odd * w + coefficients[n - 1]!
  }
  return x * (coefficients[0]! + s * (odd + s * even))
}

const coefficients: Float64Array = /* @__PURE__ */ maclaurin()

function maclaurin(): Float64Array {
  const c = new Float64Array(13)
  let factorial = 1
  for (let n = 0; n < 13; n++) {
    if (n > 0) factorial *= -n
    c[n] = twoOverSqrtPi / (factorial * (2 * n + 1))
  }
  return c
}
