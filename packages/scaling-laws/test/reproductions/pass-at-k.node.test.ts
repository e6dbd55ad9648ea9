import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { numberCell, parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { fitBetaBinomialPassAtK, fitPassAtKPowerLaw, meanPassAtK, passAtK } from '../../src/index.js'

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

    it.each([100, 300, 1000])('forecast 10,000 attempts from %s, with intervals that hold', (attempts) => {
      const cases = scipy.flatMap(([model]) =>
        [0, 1, 2, 3, 4].map((replicate) => {
          const random = createRandom(7, replicate)
          const whole = rows.filter((row) => row.model === model)
          // A random subset of the 10,000 attempts: hypergeometric counts.
          const subset = whole.map(({ successes }) => {
            let drawn = 0
            for (let i = 0; i < attempts; i += 1) if (random.uniform() * (10_000 - i) < successes - drawn) drawn += 1
            return { attempts, successes: drawn }
          })
          const truth = meanPassAtK(whole, [10_000]).curve[0]!.passAtK.estimate!
          const { estimate, interval } = fitBetaBinomialPassAtK(subset, { ks: [10_000] }).forecasts[0]!.passAtK
          const curve = meanPassAtK(
            subset,
            [1, 2, 5, 10, 20, 50, 100].filter((k) => k <= attempts),
          ).curve
          const law = fitPassAtKPowerLaw(curve.map(({ k, passAtK }) => ({ k, pass: passAtK.estimate! })))
          return {
            covered: interval!.lower <= truth && truth <= interval!.upper,
            density: Math.abs(Math.log10(Math.log(estimate!) / Math.log(truth))),
            curve: Math.abs(Math.log10((law.coefficient! * 10_000 ** -law.exponent!) / -Math.log(truth))),
          }
        }),
      )
      // 95 % of 35 is 33; 30 would be 2.5 standard deviations below.
      expect(cases.filter(({ covered }) => covered).length).toBeGreaterThan(30)
      const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[17]!
      expect(median(cases.map(({ density }) => density))).toBeLessThan(0.13)
      expect(median(cases.map(({ curve }) => curve))).toBeLessThan(0.13)
    })

    it('larger models have larger exponents', () => {
      const exponents = scipy.map(
        ([model]) => fitBetaBinomialPassAtK(rows.filter((row) => row.model === model)).exponent.estimate!,
      )
      expect(exponents).toEqual(exponents.toSorted((a, b) => a - b))
    })
  })
})
