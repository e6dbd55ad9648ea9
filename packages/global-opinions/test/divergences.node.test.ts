import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import {
  cramerDistance,
  entropy,
  hellingerDistance,
  jensenShannonDistance,
  jensenShannonDivergence,
  normalisedEntropy,
  ordinalAlignment,
  similarity,
  totalVariation,
  wassersteinDistance,
} from '../src/index.js'

interface Case {
  readonly name: string
  readonly p: readonly number[]
  readonly q: readonly number[]
  readonly exact: Readonly<Record<string, number | string | null>>
  readonly scipy: Readonly<Record<string, number | null>>
}

const file = 'oracles/opinions/divergences.json'
/** What the definition asks of a distance in doubles: a few rounding errors of numbers up to 1. */
const absolute = 1e-15
/** And of the digits of a small one. */
const relative = 1e-12
/** Sums of differences of inputs that are themselves rounded. */
const plain = 1e-14

describeWithShared('distances against 50 digits (mpmath)', [file], () => {
  const { cases } = JSON.parse(readFileSync(sharedPath(file), 'utf8')) as { readonly cases: readonly Case[] }

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { p, q, exact }) => {
    const want = (key: string): number => Number(exact[key])
    const check = (got: number, key: string): void => {
      const error = Math.abs(got - want(key))
      expect(error, `${key}, absolute`).toBeLessThanOrEqual(absolute)
      expect(error, `${key}, relative`).toBeLessThanOrEqual(relative * Math.abs(want(key)))
    }
    check(jensenShannonDistance(p, q, { base: 'e' }), 'js_distance_base_e')
    check(jensenShannonDistance(p, q), 'js_distance_base_2')
    check(jensenShannonDivergence(p, q, { base: 'e' }), 'js_divergence_nats')
    check(jensenShannonDivergence(p, q), 'js_divergence_bits')
    check(similarity(p, q, { base: 'e' }), 'similarity_base_e')
    const near = (got: number, key: string): void => {
      expect(Math.abs(got - want(key)), key).toBeLessThanOrEqual(plain * Math.max(1, Math.abs(want(key))))
    }
    near(similarity(p, q), 'similarity_base_2')
    near(totalVariation(p, q), 'total_variation')
    near(hellingerDistance(p, q), 'hellinger')
    near(wassersteinDistance(p, q), 'wasserstein1_unit_spacing')
    near(cramerDistance(p, q), 'cramer_l2_sum_sq_cdf')
    near(Math.SQRT2 * Math.sqrt(cramerDistance(p, q)), 'energy_distance_scipy_def')
    near(entropy(p, { base: 'e' }), 'entropy_p_nats')
    near(entropy(q, { base: 'e' }), 'entropy_q_nats')
    if (exact['normalised_entropy_p'] !== null) near(normalisedEntropy(p), 'normalised_entropy_p')
    if (p.length > 1) near(ordinalAlignment(p, q), 'opinionqa_alignment_1_minus_w1_over_kminus1')
  })

  it('gives a number where SciPy 1.10 gave none', () => {
    const lost = cases.filter(
      ({ scipy }) => scipy['jensenshannon_e'] === null || Number.isNaN(scipy['jensenshannon_e']),
    )
    expect(lost.length).toBeGreaterThan(0)
    for (const { p, q } of lost) expect(jensenShannonDistance(p, q)).toBeGreaterThanOrEqual(0)
  })
})
