import { brentMinimum, choleskyFactor, choleskySolve } from '@safety-portfolio/stats'
import type { CountryQuestionScores } from '../adjusted-scores.js'

/** The optimum. */
export interface CellMeansFit {
  /** Place of each country among those with scores; -1 for the others. */
  readonly placeOf: Int32Array
  readonly means: Float64Array
  readonly standardErrors: Float64Array
  readonly sigma: number
  /** Standard deviation between questions over sigma. */
  readonly theta: number
  readonly minusTwoLogLik: number
}

/**
 * The restricted likelihood of y = country mean + question effect + residual, profiled to one number, the variance ratio. With W = I - k 1 1' within a
 * question of n scores, k = ratio / (1 + n ratio), X'WX is the diagonal of counts minus sparse outer products that depend on the ratio only through
 * k: they are added up once per n, so that an evaluation costs as much as there are pairs of countries, not rows times columns squared.
 */
export function cellMeansCriterion(data: CountryQuestionScores): {
  readonly fit: () => CellMeansFit | { readonly reason: string }
} {
  const { placeOf, places } = placesOf(data)
  const questions = questionLists(data)
  const n = data.scores.length
  const p = places
  const centre = meanOf(data.scores)
  const y = Float64Array.from(data.scores, (score) => score - centre)
  const counts = new Float64Array(p)
  const totals = new Float64Array(p)
  let squares = 0
  for (let i = 0; i < n; i += 1) {
    const place = placeOf[data.countries[i]!]!
    counts[place]! += 1
    totals[place]! += y[i]!
    squares += y[i]! ** 2
  }
  const sums = questions.map((rows) => rows.reduce((sum, i) => sum + y[i]!, 0))

  const matrix = new Float64Array(p * p)
  const factor = new Float64Array(p * p)
  const evaluate = (ratio: number): { value: number; means: Float64Array; variance: number } | null => {
    matrix.fill(0)
    const right = totals.slice()
    for (let c = 0; c < p; c += 1) matrix[c * p + c] = counts[c]!
    let quadratic = squares
    let logDet = 0
    for (const [question, rows] of questions.entries()) {
      const size = rows.length
      const k = ratio / (1 + size * ratio)
      const sum = sums[question]!
      logDet += Math.log1p(size * ratio)
      quadratic -= k * sum * sum
      for (const i of rows) {
        const a = placeOf[data.countries[i]!]!
        right[a]! -= k * sum
        for (const j of rows) matrix[a * p + placeOf[data.countries[j]!]!]! -= k
      }
    }
    if (choleskyFactor(matrix, p, factor) === null) return null
    const means = choleskySolve(factor, p, right)
    let residual = quadratic
    for (let c = 0; c < p; c += 1) residual -= means[c]! * right[c]!
    if (!(residual > 1e-14 * squares)) return null
    let logCross = 0
    for (let c = 0; c < p; c += 1) logCross += 2 * Math.log(factor[c * p + c]!)
    const variance = residual / (n - p)
    return { value: logDet + logCross + (n - p) * (1 + Math.log(2 * Math.PI * variance)), means, variance }
  }

  return {
    fit: () => {
      if (n <= p || p === 0) return { reason: `${n} scores are too few for ${p} countries` }
      if (questions.length < 2) return { reason: 'there is but one question' }
      if (questions.every((rows) => rows.length < 2)) return { reason: 'no question was asked in two countries' }
      const at0 = evaluate(0)
      if (at0 === null) return { reason: 'the country means fit the scores exactly' }
      const search = brentMinimum((log) => evaluate(Math.exp(log))?.value ?? Infinity, Math.log(1e-8), Math.log(1e8), {
        relativeTolerance: 1e-9,
      })
      const inside = Math.exp(search.x)
      // A minimum at the low end is the boundary: no variance between questions.
      const ratio = search.value !== null && search.value < at0.value ? inside : 0
      const best = evaluate(ratio)
      if (best === null) return { reason: 'country and question effects fit the scores exactly' }
      const unit = new Float64Array(p)
      const column = new Float64Array(p)
      const standardErrors = new Float64Array(p)
      for (let c = 0; c < p; c += 1) {
        unit.fill(0)
        unit[c] = 1
        choleskySolve(factor, p, unit, column)
        standardErrors[c] = Math.sqrt(best.variance * column[c]!)
      }
      return {
        placeOf,
        means: best.means.map((mean) => mean + centre),
        standardErrors,
        sigma: Math.sqrt(best.variance),
        theta: Math.sqrt(ratio),
        minusTwoLogLik: best.value,
      }
    },
  }
}

function placesOf({ countries, countryCount }: CountryQuestionScores): { placeOf: Int32Array; places: number } {
  const placeOf = new Int32Array(countryCount).fill(-1)
  for (const country of Array.from(countries)) placeOf[country] = 0
  let places = 0
  for (let c = 0; c < countryCount; c += 1) {
    if (placeOf[c] === 0) {
      placeOf[c] = places
      places += 1
    }
  }
  return { placeOf, places }
}

function questionLists({ questions, questionCount }: CountryQuestionScores): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length: questionCount }, () => [])
  for (let i = 0; i < questions.length; i += 1) lists[questions[i]!]!.push(i)
  return lists.filter((list) => list.length > 0)
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (const value of Array.from(values)) sum += value
  return values.length === 0 ? 0 : sum / values.length
}
