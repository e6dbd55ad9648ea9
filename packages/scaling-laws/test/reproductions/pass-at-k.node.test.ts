import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { numberCell, parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { fitBetaBinomialPassAtK, meanPassAtK, passAtK } from '../../src/index.js'

const published = 'data/rare-behaviors/llmonkeys_math_pythia_pass_at_k.csv.gz'
const counts = 'data/rare-behaviors/llmonkeys_math_pythia_counts.csv'

// scipy: beta-binomial maximum likelihood by Nelder-Mead to xatol 1e-11 on the same counts (alpha, beta, log likelihood).
const scipy: readonly (readonly [string, number, number, number])[] = [
  ['Pythia 70M', 0.0650368334998922, 100.07816948833457, -4779.860337774709],
  ['Pythia 160M', 0.17550881932311152, 65.57529140133343, -19553.563493382404],
  ['Pythia 410M', 0.18039372965434847, 28.747703283885983, -36705.70794188547],
  ['Pythia 1B', 0.21555510182115173, 25.48908777072591, -46826.4897881955],
  ['Pythia 2.8B', 0.24601982067254857, 11.704067080197499, -93546.90452921124],
  ['Pythia 6.9B', 0.26980290294959464, 14.162979518677925, -90435.62667340616],
  ['Pythia 12B', 0.2955071556088067, 12.364788988115857, -108024.98517983535],
]

describeWithShared('Large Language Monkeys, MATH, Pythia (Schaeffer 2025)', [published, counts], () => {
  it('gives every published pass@k of 90,496 rows', () => {
    const schema = rowSchema({ k: numberCell(), attempts: numberCell(), successes: numberCell(), score: numberCell() })
    const columns = {
      k: 'Scaling Parameter',
      attempts: 'Num. Samples Total',
      successes: 'Num. Samples Correct',
      score: 'Score',
    }
    const rows = parseCsv(gunzipSync(readFileSync(sharedPath(published))).toString('utf8'), { schema, columns })
    expect(rows).toHaveLength(90_496)
    let worst = 0
    for (const { k, attempts, successes, score } of rows)
      worst = Math.max(worst, Math.abs(passAtK(attempts, successes, k) - score))
    // The published table carries errors of its own product of up to 10,000 factors, 6e-11.
    expect(worst).toBeLessThan(1e-10)
  })

  describe('beta-binomial fits', () => {
    const schema = rowSchema({ model: textCell(), attempts: numberCell(), successes: numberCell() })
    const columns = { model: 'Model', attempts: 'Num. Samples Total', successes: 'Num. Samples Correct' }
    const rows = parseCsv(readFileSync(sharedPath(counts), 'utf8'), { schema, columns })

    it.each(scipy)('%s', (model, alpha, beta, logLikelihood) => {
      const problems = rows.filter((row) => row.model === model)
      const fit = fitBetaBinomialPassAtK(problems, { ks: [1, 100] })
      expect(fit).toMatchObject({ n: 128, converged: true })
      // Nelder-Mead on a sum of 1e5 knows the optimum to the square root of its rounding.
      expect(Math.abs(fit.parameters!.alpha / alpha - 1)).toBeLessThan(1e-5)
      expect(Math.abs(fit.parameters!.beta / beta - 1)).toBeLessThan(1e-5)
      expect(fit.logLikelihood).toBeCloseTo(logLikelihood, 5)
      // The law stays near the unbiased curve it was not fitted to.
      const { curve } = meanPassAtK(problems, [1, 100])
      for (const [i, point] of curve.entries())
        expect(Math.abs(fit.forecasts[i]!.passAtK.estimate! - point.passAtK.estimate!)).toBeLessThan(0.06)
    })

    it('larger models have larger exponents', () => {
      const exponents = scipy.map(
        ([model]) => fitBetaBinomialPassAtK(rows.filter((row) => row.model === model)).exponent.estimate!,
      )
      expect(exponents).toEqual(exponents.toSorted((a, b) => a - b))
    })
  })
})
