import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import {
  adjustedScores,
  bootstrapGroupMeans,
  joinOpinions,
  lastDigitTruncated,
  mergedItemOf,
  parseResponses,
  parseSurvey,
  samplingCeiling,
  scorePairs,
  similarity,
  uniformFloor,
} from '../src/index.js'

const lines = (file: string): readonly Record<string, unknown>[] =>
  gunzipSync(readFileSync(sharedPath(file)))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const pairsFile = 'data/global-opinions/pairs_verified.jsonl.gz'
const modelsFile = 'data/global-opinions/question_model_probs.jsonl.gz'
/** Published similarities were printed in full; ours start from shares that a mirror printed. */
const published = 1e-6

describeWithShared('published similarities', [pairsFile, modelsFile], () => {
  const pairs = lines(pairsFile)
  const models = lines(modelsFile)

  it('of every exact pair and model are reproduced, and those of truncated pairs by the published error alone', () => {
    const table = joinOpinions(parseSurvey(pairs), parseResponses(models))
    const scores = new Map(table.models.map(({ name, mass }) => [name, scorePairs(table, mass, { base: 'e' })]))
    const rows = new Map(
      [...table.answerQuestion.keys()].map((answer) => [
        `${table.questions[table.answerQuestion[answer]!]!.text}\u0000${table.countries[table.answerCountry[answer]!]!}`,
        answer,
      ]),
    )
    const probabilities = new Map(
      models.map((row) => [row['question'] as string, row['model_probs'] as Record<string, number[]>]),
    )
    const off = { exact: 0, truncatedByDefault: 0, truncatedByError: 0 }
    const n = { exact: 0, truncated: 0 }
    for (const pair of pairs) {
      const answer = rows.get(`${pair['question'] as string}\u0000${pair['country'] as string}`)
      for (const [model, value] of Object.entries(pair['published_similarity'] as Record<string, number>)) {
        if (pair['status'] === 'exact') {
          n.exact += 1
          if (!(Math.abs(scores.get(model)![answer!]! - value) <= published)) off.exact += 1
        } else if (pair['status'] === 'last-digit-truncated') {
          n.truncated += 1
          const wrong = lastDigitTruncated(pair['distribution'] as number[])
          const ours = probabilities.get(pair['question'] as string)![model]!
          if (!(Math.abs(similarity(ours, wrong, { base: 'e' }) - value) <= published)) off.truncatedByError += 1
          if (!(Math.abs(scores.get(model)![answer!]! - value) <= published)) off.truncatedByDefault += 1
        }
      }
    }
    expect(n).toEqual({ exact: 64400, truncated: 17096 })
    expect(off.exact).toBe(0)
    expect(off.truncatedByError).toBe(0)
    expect(off.truncatedByDefault).toBeGreaterThan(17000)
  })

  it('merged items are found by hash', () => {
    expect(models.filter((row) => mergedItemOf(row['question'] as string) !== undefined).length).toBeGreaterThan(2)
  })

  it('adjusted scores stand where the general engine puts them', () => {
    // fitMixed('y ~ 0 + country + (1 | q)') of mixed-models on the 8,050 exact pairs and the published values of qwen1.5.
    const exact = pairs.filter((pair) => pair['status'] === 'exact')
    const index = (key: string): { readonly of: number[]; readonly count: number; readonly labels: string[] } => {
      const places = new Map<string, number>()
      const of = exact.map((pair) => {
        const label = pair[key] as string
        if (!places.has(label)) places.set(label, places.size)
        return places.get(label)!
      })
      return { of, count: places.size, labels: [...places.keys()] }
    }
    const [countries, questions] = [index('country'), index('question')]
    const found = adjustedScores({
      scores: exact.map((pair) => (pair['published_similarity'] as Record<string, number>)['qwen1.5']!),
      countries: countries.of,
      countryCount: countries.count,
      questions: questions.of,
      questionCount: questions.count,
    })
    expect(found.residualDeviation).toBeCloseTo(0.07373672053300973, 6)
    expect(found.questionDeviation! / found.residualDeviation!).toBeCloseTo(1.3765566458334029, 5)
    const angola = found.countries[countries.labels.indexOf('Angola (Non-national sample)')]!
    expect(angola.estimate).toBeCloseTo(0.7542058972713686, 6)
    expect(angola.standardError).toBeCloseTo(0.013773794578362456, 6)
  })
})

const smallFile = 'data/global-opinions/modular_pluralism_globalopinionqa_small.json.gz'
const baselines = 'oracles/opinions/baselines_modular_pluralism_small.json'
describeWithShared('uniform floors of 5,752 real pairs', [smallFile, baselines], () => {
  it('are those of the reference, country by country', () => {
    const rows = JSON.parse(gunzipSync(readFileSync(sharedPath(smallFile))).toString()) as readonly {
      readonly question: string
      readonly attribute: string
      readonly gold_distribution: readonly number[]
    }[]
    const survey = parseSurvey(
      rows.map(({ question, attribute, gold_distribution }) => ({
        question,
        country: attribute,
        distribution: gold_distribution,
      })),
    )
    const responses = parseResponses(
      rows.map(({ question, gold_distribution }) => ({ question, distribution: gold_distribution })),
    )
    const table = joinOpinions(survey, responses)
    const reference = JSON.parse(readFileSync(sharedPath(baselines), 'utf8')) as Record<
      string,
      { readonly n: number; readonly uniform_be: number; readonly uniform_b2: number }
    >
    for (const [base, key] of [
      ['e', 'uniform_be'],
      [2, 'uniform_b2'],
    ] as const) {
      const floors = uniformFloor(table, { base })
      for (const [place, country] of table.countries.entries()) {
        const values = [...floors].filter((_, answer) => table.answerCountry[answer] === place)
        expect(values.length, country).toBe(reference[country]!.n)
        expect(values.reduce((sum, value) => sum + value, 0) / values.length, country).toBeCloseTo(
          reference[country]![key],
          9,
        )
      }
    }
  })
})

const bootstrapFile = 'oracles/opinions/bootstrap.json'
interface BootstrapReference {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly clusters: readonly number[]
  readonly mean_x: Reference
  readonly mean_paired_difference: Reference
  readonly cluster_bootstrap_x: Reference
}
interface Reference {
  readonly estimate: number
  readonly sd_of_replicates_ddof1: number
  readonly quantiles_type7: Readonly<Record<string, number>>
  readonly first5_replicates: readonly number[]
}
describeWithShared('bootstraps of another program', [bootstrapFile], () => {
  const reference = JSON.parse(readFileSync(sharedPath(bootstrapFile), 'utf8')) as BootstrapReference

  /** mulberry32, as the reference defines it: one generator for all replicates. */
  function mulberry32(seed: number): () => number {
    let state = seed >>> 0
    return () => {
      state = (state + 0x6d2b79f5) >>> 0
      let t = state
      t = Math.imul(t ^ (t >>> 15), t | 1)
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296
    }
  }

  it.each<readonly [keyof BootstrapReference & `${string}${'x' | 'e'}`, boolean, boolean]>([
    ['mean_x', false, false],
    ['mean_paired_difference', true, false],
    ['cluster_bootstrap_x', false, true],
  ])('%s is reproduced with its random numbers', (name, paired, clustered) => {
    const want = reference[name] as unknown as Reference
    const n = reference.x.length
    const units = clustered ? reference.clusters : reference.x.map((_, index) => index)
    const unitCount = new Set(units).size
    const next = mulberry32(42)
    const found = bootstrapGroupMeans(
      {
        scores: [paired ? reference.x.map((x, i) => x - reference.y[i]!) : reference.x],
        groups: new Int32Array(n),
        groupCount: 1,
        units,
        unitCount,
      },
      {
        replicates: 1000,
        resample: (_, counts) => {
          counts.fill(0)
          for (let draw = 0; draw < unitCount; draw += 1) counts[Math.floor(next() * unitCount)]! += 1
        },
      },
    )
    const draws = found.draws[0]!
    expect(found.means[0]![0]).toBeCloseTo(want.estimate, 12)
    for (const [k, value] of want.first5_replicates.entries()) expect(draws[k]).toBeCloseTo(value, 12)
    const mean = draws.reduce((sum, value) => sum + value, 0) / 1000
    expect(Math.sqrt(draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 999)).toBeCloseTo(
      want.sd_of_replicates_ddof1,
      12,
    )
    const sorted = draws.slice().sort()
    for (const [p, value] of Object.entries(want.quantiles_type7)) {
      const at = 999 * Number(p)
      const below = Math.floor(at)
      expect(sorted[below]! + (at - below) * (sorted[below + 1]! - sorted[below]!)).toBeCloseTo(value, 12)
    }
  })
})

const noiseFile = 'oracles/opinions/noise_floor.json'
const ceilingFile = 'oracles/opinions/sampling_ceiling.json'
/** Their 4,000 simulated samples leave an error of sd / sqrt(4000); five of those, and as much of ours where it is simulated too. */
const simulationErrors = 5 * Math.SQRT2
describeWithShared('sampling floors and ceilings', [noiseFile, ceilingFile], () => {
  const read = (file: string): readonly Record<string, unknown>[] =>
    JSON.parse(readFileSync(sharedPath(file), 'utf8')) as Record<string, unknown>[]

  it('of a sample and the truth', () => {
    for (const row of read(ceilingFile)) {
      const found = samplingCeiling(row['p'] as number[], { modelSamples: row['n_model_samples'] as number })
      const error = (row['sd'] as number) / Math.sqrt(4000)
      expect(Math.abs(found.ceiling - (row['mean_similarity_of_a_PERFECT_model_base2'] as number))).toBeLessThan(
        simulationErrors * error,
      )
      expect(Math.abs(found.deviation / (row['sd'] as number) - 1)).toBeLessThan(0.08)
    }
  })

  it('of two samples, where the common formula is too low', () => {
    for (const row of read(noiseFile)) {
      const n = row['n'] as number
      const found = samplingCeiling(row['p'] as number[], { modelSamples: n, surveySamples: n })
      const error = (row['sd'] as number) / Math.sqrt(4000)
      expect(Math.abs(found.ceiling - (row['mean_similarity_base2'] as number))).toBeLessThan(simulationErrors * error)
      expect(row['dtef_formula_1_minus_sqrt_km1_over_2n_ln2'] as number).toBeLessThan(found.ceiling - 0.008)
    }
  })
})
