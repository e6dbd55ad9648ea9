import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import {
  approximateTrainingFlop,
  betaBinomialPassAtK,
  effectiveCompute,
  effectiveComputeGrowth,
  fitBetaBinomialPassAtK,
  fitPassAtKPowerLaw,
  forecastGumbelTail,
  growthRate,
  hoffmannFlops,
  kaplanFlops,
  metricValues,
  passAtK,
  tokenSuccess,
  triggerCadence,
} from '../../src/index.js'

const file = 'oracles/scaling/misc_oracles.json'

interface Oracles {
  readonly flops_hoffmann_tableA4: readonly {
    readonly layers: number
    readonly d: number
    readonly ff: number
    readonly heads: number
    readonly kv: number
    readonly fwd_per_seq: number
    readonly train_per_seq: number
  }[]
  readonly flops_kaplan: Readonly<Record<string, { readonly N: number; readonly fwd_per_token: number }>>
  readonly flops_6ND: Readonly<Record<string, number>>
  readonly pass_at_k: Readonly<Record<string, number>>
  readonly beta_binomial_pass_at_k: Readonly<Record<string, number>>
  readonly neglog_pass_power_law_asymptote: Readonly<Record<string, { readonly coef: number }>>
  readonly neglog_pass_loglog_ols: {
    readonly k: readonly number[]
    readonly neglogpass: readonly number[]
    readonly b: number
    readonly log_a: number
  }
  readonly mirage: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly growth: Readonly<Record<string, unknown>>
  readonly effective_compute: Readonly<Record<string, number>>
  readonly gumbel_tail: {
    readonly m: number
    readonly top10_psi: readonly number[]
    readonly slope: number
    readonly intercept: number
    readonly Q_psi: Readonly<Record<string, number>>
    readonly worst_query_p: Readonly<Record<string, number>>
  }
}

const relative = 1e-10

describeWithShared('the miscellaneous reference numbers', [file], () => {
  const oracle = JSON.parse(readFileSync(sharedPath(file), 'utf8')) as Oracles
  const close = (actual: number, expected: number, label: string) => {
    expect(Math.abs(actual - expected), label).toBeLessThanOrEqual(relative * Math.abs(expected))
  }
  const numbers = (key: string): readonly number[] => key.split(',').map((part) => Number(part.split('=').at(-1)))

  it('FLOP counters', () => {
    for (const row of oracle.flops_hoffmann_tableA4) {
      const { layers, d, ff, heads, kv } = row
      const flops = hoffmannFlops({ layers, width: d, feedForwardWidth: ff, heads, headWidth: kv })
      expect(flops.forwardPerSequence).toBe(row.fwd_per_seq)
      expect(flops.trainingPerSequence).toBe(row.train_per_seq)
    }
    for (const [key, want] of Object.entries(oracle.flops_kaplan)) {
      const [width, layers, contextLength] = [...key.matchAll(/_[dlctx]+(\d+)/g)].map((match) => Number(match[1]))
      const flops = kaplanFlops({ layers: layers!, width: width!, contextLength: contextLength! })
      expect([flops.nonEmbeddingParams, flops.forwardPerToken]).toEqual([want.N, want.fwd_per_token])
    }
    close(approximateTrainingFlop(175e9, 300e9), oracle.flops_6ND['gpt3_175e9_300e9']!, 'GPT-3')
    close(approximateTrainingFlop(70e9, 1.4e12), oracle.flops_6ND['chinchilla']!, 'Chinchilla')
    close(approximateTrainingFlop(280e9, 300e9), oracle.flops_6ND['gopher']!, 'Gopher')
  })

  it('repeated sampling', () => {
    for (const [key, want] of Object.entries(oracle.pass_at_k)) {
      const [n, c, k] = numbers(key) as readonly [number, number, number]
      close(passAtK(n, c, k), want, key)
    }
    for (const [key, want] of Object.entries(oracle.beta_binomial_pass_at_k)) {
      const [alpha, beta, k] = numbers(key) as readonly [number, number, number]
      close(betaBinomialPassAtK({ alpha, beta }, k), want, key)
    }
    const { k, neglogpass, b, log_a } = oracle.neglog_pass_loglog_ols
    const law = fitPassAtKPowerLaw(k.map((value, i) => ({ k: value, pass: Math.exp(-neglogpass[i]!) })))
    close(law.exponent!, b, 'exponent')
    close(Math.log(law.coefficient!), log_a, 'coefficient')
    const { coef } = oracle.neglog_pass_power_law_asymptote['alpha=.3,beta=5']!
    // The coefficient at the asymptote, from the closed form the fit reports.
    const far = 1e12
    expect(-Math.log(betaBinomialPassAtK({ alpha: 0.3, beta: 5 }, far)) * far ** 0.3).toBeCloseTo(coef, 3)
    expect(fitBetaBinomialPassAtK([]).coefficient).toBeNull()
  })

  it('gumbel_tail: the line through the ten largest of a thousand, and the worst of many queries', () => {
    const { m, top10_psi, slope, intercept, Q_psi, worst_query_p } = oracle.gumbel_tail
    const rest = Array.from({ length: m - 10 }, () => 1e-9)
    const probabilities = [...top10_psi.map((psi) => Math.exp(-Math.exp(-psi))), ...rest]
    const queries = Object.keys(Q_psi).map(Number)
    const tail = forecastGumbelTail(probabilities, { top: 10, queries })
    close(tail.slope!, slope, 'slope')
    close(tail.intercept!, intercept, 'intercept')
    Object.values(Q_psi).forEach((psi, k) => {
      close(tail.forecasts[k]!.psi!, psi, `psi of ${queries[k]}`)
    })
    Object.values(worst_query_p).forEach((worst, k) => {
      close(tail.forecasts[k]!.probability.estimate!, worst, `worst of ${queries[k]}`)
    })
  })

  it('metrics of one ability', () => {
    for (const [key, want] of Object.entries(oracle.mirage)) {
      const p = tokenSuccess(numbers(key)[0]!, { scale: 1e8, exponent: -0.4 })
      close(p, want['p_token']!, key)
      close(metricValues(p, 5).exactMatch, want['exact_match_L5']!, key)
      close(metricValues(p, 10).exactMatch, want['exact_match_L10']!, key)
      close(metricValues(p, 5).tokenEditDistance, want['edit_distance_L5']!, key)
      close(metricValues(p, 5).brier, want['brier']!, key)
    }
  })

  it('growth', () => {
    for (const [key, want] of Object.entries(oracle.growth)) {
      if (typeof want !== 'object' || want === null) continue
      const { oom_per_year, doubling_months, log2_per_year } = want as Record<string, number>
      const rate = growthRate(Number(key), 'x-per-year')
      close(rate.oomPerYear, oom_per_year!, key)
      close(rate.doublingMonths!, doubling_months!, key)
      close(rate.doublingsPerYear, log2_per_year!, key)
    }
    close(growthRate(3.4, 'doubling-months').perYear, oracle.growth['doubling_3.4_months'] as number, '3.4 months')
    close(growthRate(24 / 7, 'doubling-months').perYear, oracle.growth['moore_24m/7 -> x per year'] as number, 'Moore')
  })

  it('effective compute', () => {
    const want = oracle.effective_compute
    close(effectiveCompute(1, { years: 1, doublingMonths: 8.4 }), want['8.4mo_1yr']!, '8.4 months')
    const growth = effectiveComputeGrowth({ physicalPerYear: 4.1, algorithmicDoublingMonths: 8.4 })
    close(growth.growthPerYear.estimate!, want['8.4mo_and_4.1x']!, 'with 4.1x')
    close(triggerCadence(10).estimate!, want['days_to_4x_at_10x/yr']!, 'at 10x')
    close(triggerCadence(12.3).estimate!, want['days_to_4x_at_12.3x/yr']!, 'at 12.3x')
  })
})
