/** Nodes and weights for integrals of exp(-x^2) f(x). */
export interface QuadratureRule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** Gauss-Hermite rule by Newton's method on the orthonormal Hermite functions (Press et al. 2007, section 4.6). */
export function gaussHermite(points: number): QuadratureRule {
  const nodes = new Float64Array(points)
  const weights = new Float64Array(points)
  let z = 0
  for (let i = 0; i < Math.ceil(points / 2); i += 1) {
    if (i === 0) z = Math.sqrt(2 * points + 1) - 1.85575 * (2 * points + 1) ** -0.16667
    else if (i === 1) z -= (1.14 * points ** 0.426) / z
    else if (i === 2) z = 1.86 * z - 0.86 * nodes[0]!
    else if (i === 3) z = 1.91 * z - 0.91 * nodes[1]!
    else z = 2 * z - nodes[i - 2]!
    let derivative = 1
    for (let iteration = 0; iteration < 100; iteration += 1) {
      let current = Math.PI ** -0.25
      let before = 0
      for (let j = 0; j < points; j += 1) {
        const older = before
        before = current
        current = z * Math.sqrt(2 / (j + 1)) * before - Math.sqrt(j / (j + 1)) * older
      }
      derivative = Math.sqrt(2 * points) * before
      const step = current / derivative
      z -= step
      if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(z))) break
    }
    nodes[i] = z
    nodes[points - 1 - i] = -z
    weights[i] = 2 / derivative ** 2
    weights[points - 1 - i] = weights[i]!
  }
  if (points % 2 === 1) nodes[(points - 1) / 2] = 0
  return { nodes, weights }
}
