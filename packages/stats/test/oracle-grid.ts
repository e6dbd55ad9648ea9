/**
 * What is claimed of every function value: far above the rounding of the arithmetic (a few 1e-16 per step, some tens of
 * steps), far below what any use can notice.
 */
export const RELATIVE = 1e-13

/** Rounding of the inputs of a quantile, amplified by its condition number p / (f(x) x), cannot be undone by any method. */
const ROUNDINGS = 8

/** Rows of an oracle file by regime; null where the value is not a normal double. */
export type Grid = Readonly<Record<string, readonly (readonly (number | null)[])[]>>

/** The eight faces of a distribution, in the order of the columns of its oracle. */
export type Faces = readonly ((x: number, ...parameters: number[]) => number)[]

/** Relative error of `actual`, absolute where the truth is 0. */
export function relativeError(actual: number, truth: number): number {
  if (actual === truth) return 0
  const error = Math.abs(actual - truth) / (truth === 0 ? 1 : Math.abs(truth))
  return Number.isNaN(error) ? Infinity : error
}

/** Rows of the grid whose error exceeds the claim, as readable strings; and how many values were compared. */
export function disagreements(
  grid: readonly (readonly (number | null)[])[],
  parameters: number,
  faces: Faces,
): { compared: number; wrong: string[] } {
  let compared = 0
  const wrong: string[] = []
  for (const row of grid) {
    const x = row[0]!
    const rest = row.slice(1, 1 + parameters) as number[]
    const values = row.slice(1 + parameters)
    const density = values[0] ?? 0
    for (const [i, face] of faces.entries()) {
      const truth = values[i]
      if (truth === null || truth === undefined) continue
      const at = i < 6 ? x : values[i - 4]!
      const condition = i < 6 ? 0 : at / (density * Math.abs(truth))
      if (!Number.isFinite(condition)) continue
      const allowed = Math.max(RELATIVE, ROUNDINGS * Number.EPSILON * condition)
      const actual = face(at, ...rest)
      compared += 1
      if (!(relativeError(actual, truth) <= allowed)) {
        wrong.push(`face ${i} at ${at} (${rest.join(', ')}): ${actual}, oracle ${truth}`)
      }
    }
  }
  return { compared, wrong }
}
