import type { OpinionTable } from '../opinion-table.js'

/** The pairs of answers that a model's scores are made of. */
export interface CountryPairs {
  /** Indices of the answers with a finite score. */
  readonly answers: Int32Array
  readonly countries: Int32Array
  readonly questions: Int32Array
}

/** The pairs at which every one of these scores is finite. */
export function finitePairs(
  table: OpinionTable,
  scores: readonly Float64Array[],
  answered: Uint8Array | null,
): CountryPairs {
  const answers: number[] = []
  for (let answer = 0; answer < table.answerQuestion.length; answer += 1) {
    if (answered?.[table.answerQuestion[answer]!] === 0) continue
    if (scores.every((score) => Number.isFinite(score[answer]))) answers.push(answer)
  }
  return {
    answers: Int32Array.from(answers),
    countries: Int32Array.from(answers, (answer) => table.answerCountry[answer]!),
    questions: Int32Array.from(answers, (answer) => table.answerQuestion[answer]!),
  }
}

/** The values at some answers. */
export function at(values: Float64Array, answers: Int32Array): Float64Array {
  return Float64Array.from(answers, (answer) => values[answer]!)
}

/** Per country the mean of those values that are finite, and their number. */
export function countryMeans(
  values: Float64Array,
  pairs: CountryPairs,
  countries: number,
): { readonly means: Float64Array; readonly n: Int32Array } {
  const means = new Float64Array(countries)
  const n = new Int32Array(countries)
  for (const [index, answer] of pairs.answers.entries()) {
    const value = values[answer]!
    if (!Number.isFinite(value)) continue
    const country = pairs.countries[index]!
    n[country]! += 1
    means[country]! += value
  }
  return { means: means.map((sum, country) => sum / n[country]!), n }
}
