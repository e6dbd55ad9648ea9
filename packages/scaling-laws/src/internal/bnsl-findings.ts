import type { Finding } from '@safety-portfolio/stats'
import type { BnslBreakName, BnslParameters } from '../bnsl-law.js'
import type { CurvePoint } from '../curve-point.js'
import type { LawFit, Optimum } from '../fit-result.js'

type Fit = LawFit<'bnsl', BnslParameters>

/** What the reader must know of the breaks of a fit; `fewer` is the objective with a break less. */
export function bnslFindings(
  points: readonly CurvePoint[],
  breaks: number,
  fit: Fit,
  fewer: number | null,
): readonly Finding[] {
  const { parameters } = fit
  if (parameters === null) return []
  const found: Finding[] = []
  const warn = (code: string, message: string): void => void found.push({ code, message })
  const x = points.map((point) => point.x).toSorted((left, right) => left - right)
  for (let i = 1; i <= breaks; i += 1) {
    const d = parameters[`d${i}` as BnslBreakName]!
    const f = parameters[`f${i}` as BnslBreakName]!
    if (!(d >= x[0]! && d <= x.at(-1)!)) {
      warn(
        'break-outside-data',
        `Break ${i} lies at x = ${d.toPrecision(4)}, outside the data: it is a way to bend the curve near their edge, not a break that was seen.`,
      )
      continue
    }
    // A bend fades over a few times its width, here to less than one per cent of its width at the nearest point.
    const nearest = x.reduce((least, value) => Math.min(least, Math.abs(Math.log(value / d))), Infinity)
    if (nearest > 5 * f) {
      warn(
        'sharp-break',
        `Break ${i} is sharper (f${i} = ${f.toPrecision(2)}) than the points around it can show: they only bound f${i} from above. Add points around x = ${d.toPrecision(4)}.`,
      )
    }
  }
  const size = 3 + 3 * breaks
  if (breaks > 0 && fit.n < 2 * size) {
    warn(
      'few-points-per-constant',
      `${fit.n} points for ${size} constants: standard errors and extrapolations rest on ${fit.n - size} degrees of freedom.`,
    )
  }
  if (fewer !== null && !supported(fit, fewer, size)) {
    warn(
      'break-not-supported',
      `A law with ${breaks - 1 === 0 ? 'no break' : `${breaks - 1} of these breaks`} describes the points as well for its number of constants (corrected Akaike criterion): prefer it.`,
    )
  }
  return found
}

/** Whether the corrected Akaike criterion, for a sum of squares, is better than that with a break less. */
function supported(fit: Fit, fewer: number, size: number): boolean {
  const { n } = fit
  const criterion = (objective: number, constants: number): number => {
    const k = constants + 1
    return n * Math.log(objective / n) + (n - k - 1 > 0 ? (2 * k * n) / (n - k - 1) : Infinity)
  }
  // Below this a fit is perfect, and its logarithm is that of rounding errors.
  const least = 1e-24 * n
  const value = criterion(Math.max(fit.objective!, least), size)
  return value < criterion(Math.max(fewer, least), size - 3)
}

/** Optima that differ only in which break is called the first are one. */
export function withoutRelabelling(fit: Fit): Fit {
  if (fit.basins === null) return fit
  const optima: Optimum[] = []
  for (const optimum of fit.basins.optima) {
    const known = optima.findIndex(({ objective }) => Math.abs(objective / optimum.objective - 1) < 1e-9)
    if (known === -1) optima.push(optimum)
    else
      optima[known] = {
        objective: optima[known]!.objective,
        starts: optima[known]!.starts + optimum.starts,
        gridShare: optima[known]!.gridShare + optimum.gridShare,
      }
  }
  const rival = optima[1]
  const decided = rival === undefined || rival.objective > 1.01 * optima[0]!.objective
  return {
    ...fit,
    basins: { ...fit.basins, optima },
    warnings: decided ? fit.warnings.filter(({ code }) => code !== 'competing-optimum') : fit.warnings,
  }
}
