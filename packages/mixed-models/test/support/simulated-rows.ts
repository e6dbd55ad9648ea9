import { createRandom } from '@safety-portfolio/stats'

/** A row of the simulated trial: unbalanced groups crossed with sites, three arms, weights, counts and a binary outcome. */
export interface TrialRow {
  [column: string]: unknown
  g: string
  site: string
  arm: string
  x: number
  w: number
  o: number
  y: number
  yes: number
  no: number
  bit: number
}

const round = (value: number, digits = 6): number => Number(value.toFixed(digits))

/**
 * Planted truth: y = 1 + 0.5 x + arm effect (0, 0.4, -0.3) + b0[g] + b1[g] x + s[site] + e, sd 0.8, 0.4, 0.5 and 1. Values are rounded, so
 * that every engine makes the same table.
 */
export function trialRows(seed: number, groups = 24, sites = 5): TrialRow[] {
  const random = createRandom(seed)
  const siteEffects = Array.from({ length: sites }, () => 0.5 * random.normal())
  const arms = ['control', 'high', 'low']
  const armEffects = [0, 0.4, -0.3]
  const rows: TrialRow[] = []
  for (let g = 0; g < groups; g += 1) {
    const intercept = 0.8 * random.normal()
    const slope = 0.4 * random.normal()
    const size = 3 + random.integer(7)
    for (let i = 0; i < size; i += 1) {
      const site = random.integer(sites)
      const arm = random.integer(3)
      const x = round(random.normal())
      const linear = 1 + 0.5 * x + armEffects[arm]! + intercept + slope * x + siteEffects[site]!
      const w = 1 + random.integer(4)
      const probability = 1 / (1 + Math.exp(1 - linear))
      const trials = 2 + random.integer(8)
      let yes = 0
      for (let k = 0; k < trials; k += 1) if (random.uniform() < probability) yes += 1
      rows.push({
        g: `g${String(g + 1).padStart(2, '0')}`,
        site: `s${String(site + 1)}`,
        arm: arms[arm]!,
        x,
        w,
        o: round(random.uniform()),
        y: round(linear + random.normal() / Math.sqrt(w)),
        yes,
        no: trials - yes,
        bit: random.uniform() < probability ? 1 : 0,
      })
    }
  }
  return rows
}

/** A row whose response is known, or known to lie below, above or between bounds. */
export interface CensoredRow {
  [column: string]: unknown
  g: string
  x: number
  y: number
  kind: 'known' | 'below' | 'above' | 'within'
  low: number | null
  high: number | null
}

/** Planted truth: y = 0.3 + 0.8 x + b[g] + e, sd 1 and 0.7; below -0.5 and above 1.8 only the bound is kept, every fifth other row to half units. */
export function censoredRows(seed: number, groups = 20, size = 6): CensoredRow[] {
  const random = createRandom(seed)
  const rows: CensoredRow[] = []
  for (let g = 0; g < groups; g += 1) {
    const effect = random.normal()
    for (let i = 0; i < size; i += 1) {
      const x = round(random.normal(), 4)
      const y = round(0.3 + 0.8 * x + effect + 0.7 * random.normal(), 5)
      const half = Math.floor(2 * y) / 2
      const base = { g: `g${String(g + 1)}`, x, y }
      if (y < -0.5) rows.push({ ...base, kind: 'below', low: null, high: -0.5 })
      else if (y > 1.8) rows.push({ ...base, kind: 'above', low: 1.8, high: null })
      else if (rows.length % 5 === 0) rows.push({ ...base, kind: 'within', low: half, high: half + 0.5 })
      else rows.push({ ...base, kind: 'known', low: y, high: y })
    }
  }
  return rows
}

/** 70 questions by 135 people; each question has its own intercept and own slopes of these standard deviations, a part of them in common. */
export function decisionRows(seed: number, slopes: readonly number[]): Record<string, number | string>[] {
  const [genders, races] = [
    ['male', 'female', 'non-binary'],
    ['white', 'Black', 'Asian', 'Hispanic', 'Native American'],
  ] as const
  const means = [-0.15, 0.2, 0.35, 0.6, 0.15, 0.25, 0.4]
  return Array.from({ length: 70 }, (_, question) => {
    const random = createRandom(seed, question)
    const shared = random.normal()
    const intercept = 1.5 * random.normal()
    const own = slopes.map((sd) => sd * (0.5 * shared + Math.sqrt(0.75) * random.normal()))
    return Array.from({ length: 135 }, (__, person) => {
      const [age, gender, race] = [Math.floor(person / 15), Math.floor(person / 5) % 3, person % 5]
      const x = [
        (age - 4) / 2.58213,
        ...[1, 2].map((k) => Number(gender === k)),
        ...[1, 2, 3, 4].map((k) => Number(race === k)),
      ]
      const mean = x.reduce((sum, value, k) => sum + value * (means[k]! + own[k]!), intercept)
      return { question, age: x[0]!, gender: genders[gender]!, race: races[race]!, logit: mean + 0.4 * random.normal() }
    })
  }).flat()
}

/** 70 x 135 decisions whose eight random effects are combinations of four, and whose noise is a hundredth of them and less. */
export function lowRankRows(seed: number, sigma = 0.01, rank = 4): Record<string, number | string>[] {
  const random = createRandom(seed)
  const deviations = [1.5, 0.25, 0.25, 0.3, 0.4, 0.25, 0.25, 0.35]
  const loadings = deviations.map(() => Array.from({ length: rank }, () => random.normal() / Math.sqrt(rank)))
  return Array.from({ length: 70 }, (_, question) => {
    const draws = Array.from({ length: rank }, () => random.normal())
    const own = deviations.map((sd, k) => sd * loadings[k]!.reduce((sum, weight, j) => sum + weight * draws[j]!, 0))
    return Array.from({ length: 135 }, (__, person) => {
      const gender = ['male', 'female', 'non-binary'][Math.floor(person / 5) % 3]!
      const race = ['white', 'Black', 'Asian', 'Hispanic', 'Native American'][person % 5]!
      const age = (Math.floor(person / 15) - 4) / 2.58213
      const dummies = [
        gender === 'female',
        gender === 'non-binary',
        ...['Black', 'Asian', 'Hispanic', 'Native American'].map((one) => one === race),
      ]
      const x = [1, age, ...dummies.map(Number)]
      const mean = x.reduce((sum, value, k) => sum + value * (0.2 + own[k]!), 0)
      return { question, age, gender, race, logit: mean + sigma * random.normal() }
    })
  }).flat()
}
