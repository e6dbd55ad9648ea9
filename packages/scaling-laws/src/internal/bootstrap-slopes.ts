import { createRandom } from '@safety-portfolio/stats'

/**
 * Slopes of the line through resampled points, replicate k drawn from stream k; replicates whose points share one date are
 * left out.
 */
export function bootstrapSlopes(t: Float64Array, y: Float64Array, replicates: number, seed: number): Float64Array {
  const n = t.length
  // About their means, so that the sums of squares below cancel no digits.
  const [x, z] = [centred(t), centred(y)]
  const slopes: number[] = []
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const random = createRandom(seed, replicate)
    let sx = 0
    let sz = 0
    let sxx = 0
    let sxz = 0
    let lowest = Infinity
    let highest = -Infinity
    for (let draw = 0; draw < n; draw += 1) {
      const i = random.integer(n)
      const dx = x[i]!
      const dz = z[i]!
      sx += dx
      sz += dz
      sxx += dx * dx
      sxz += dx * dz
      if (dx < lowest) lowest = dx
      if (dx > highest) highest = dx
    }
    if (highest > lowest) slopes.push((sxz - (sx * sz) / n) / (sxx - (sx * sx) / n))
  }
  return Float64Array.from(slopes)
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}
