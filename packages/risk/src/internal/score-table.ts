/** Honest work and attacks counted per score, the most suspicious score first. */
export interface ScoreTable {
  readonly values: Float64Array
  readonly honest: Float64Array
  readonly attacks: Float64Array
  /** Index of the score of each item. */
  readonly honestAt: Uint32Array
  readonly attackAt: Uint32Array
}

/** Counts items per score. */
export function scoreTable(honest: ArrayLike<number>, attacks: ArrayLike<number>): ScoreTable {
  const values = Float64Array.from(new Set([...Array.from(honest), ...Array.from(attacks)]))
    .sort()
    .reverse()
  const at = new Map(Array.from(values, (value, index) => [value, index]))
  const index = (scores: ArrayLike<number>): Uint32Array => Uint32Array.from(scores, (score) => at.get(score)!)
  const count = (indices: Uint32Array): Float64Array => {
    const counts = new Float64Array(values.length)
    for (const place of indices) counts[place]! += 1
    return counts
  }
  const [honestAt, attackAt] = [index(honest), index(attacks)]
  return { values, honest: count(honestAt), attacks: count(attackAt), honestAt, attackAt }
}

/** The threshold that audits a share of the honest work, and the share of attacks it finds. */
export function detectionAt(
  { values, honest, attacks }: ScoreTable,
  budget: number,
): { readonly detection: number; readonly threshold: number; readonly tieProbability: number } {
  let [total, all] = [0, 0]
  for (let i = 0; i < values.length; i += 1) {
    total += honest[i]!
    all += attacks[i]!
  }
  // In items, with rounding taken off: 0.3 of 10 are 3.
  const wanted = budget * total
  const share = Math.abs(wanted - Math.round(wanted)) < 1e-9 * total ? Math.round(wanted) : wanted
  let [spent, found] = [0, 0]
  for (let i = 0; i < values.length; i += 1) {
    if (honest[i]! > 0 && spent + honest[i]! > share) {
      const tieProbability = (share - spent) / honest[i]!
      return { detection: (found + tieProbability * attacks[i]!) / all, threshold: values[i]!, tieProbability }
    }
    spent += honest[i]!
    found += attacks[i]!
  }
  return { detection: 1, threshold: values.at(-1)!, tieProbability: 1 }
}
