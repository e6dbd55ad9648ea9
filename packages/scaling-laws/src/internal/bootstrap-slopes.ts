import { createRandom, resampleCounts } from '@safety-portfolio/stats'

/** Slopes of the resampled line, replicate k drawn from stream k; replicates whose points share one date are left out. */
export function bootstrapSlopes(t: Float64Array, y: Float64Array, replicates: number, seed: number): Float64Array {
  const counts = new Float64Array(t.length)
  const slopes: number[] = []
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    resampleCounts(createRandom(seed, replicate), t.length, counts)
    const slope = weightedSlope(t, y, counts)
    if (slope !== null) slopes.push(slope)
  }
  return Float64Array.from(slopes)
}

/** Slope of the weighted line through centred moments; `null` when all the weight lies on one date. */
function weightedSlope(t: Float64Array, y: Float64Array, weights: Float64Array): number | null {
  let [total, meanT, meanY] = [0, 0, 0]
  for (const [i, w] of weights.entries()) {
    total += w
    meanT += w * t[i]!
    meanY += w * y[i]!
  }
  meanT /= total
  meanY /= total
  let [sxx, sxy] = [0, 0]
  for (const [i, w] of weights.entries()) {
    const x = t[i]! - meanT
    sxx += w * x * x
    sxy += w * x * (y[i]! - meanY)
  }
  return sxx > 0 ? sxy / sxx : null
}
