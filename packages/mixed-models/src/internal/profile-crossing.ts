/** What {@link crossing} needs to know of a profile. */
export interface ProfileSide {
  /** The minimised deviance with the parameter held at a value; `fresh` starts a new side. */
  readonly rise: (value: number, fresh: boolean) => number
  readonly minimum: number
  readonly limit: number
  readonly estimate: number
  /** About one standard error, with the sign of the side. */
  readonly step: number
  /** A natural lower end of the parameter. */
  readonly floor?: number
  /** How far from 0 to look. Default: 10,000 steps from the estimate. */
  readonly reach?: number
}

const relativeTolerance = 1e-7

/**
 * Where the deviance has risen by `limit`. The signed root of the rise is nearly linear in the parameter, so secant steps on it converge in
 * a few evaluations; they are kept inside a bracket. Returns the floor when the profile stays below the limit down to it, and null when no
 * crossing is found.
 */
export function crossing({ rise, minimum, limit, estimate, step, floor, reach }: ProfileSide): number | null {
  const target = Math.sqrt(limit)
  let fresh = true
  const root = (value: number): number => {
    const height = rise(value, fresh) - minimum
    fresh = false
    return Number.isNaN(height) ? Infinity : Math.sqrt(Math.max(0, height))
  }
  let inside = { at: estimate, root: 0 }
  let outside: { at: number; root: number } | null = null
  let next = estimate + target * step
  for (let trial = 0; trial < 60; trial += 1) {
    if (floor !== undefined && next <= floor) {
      // Approach the floor in the ratio of a tenth; without a crossing well below any meaningful size the end is the floor.
      if (inside.at - floor < 1e-3 * (estimate - floor)) return floor
      next = floor + (inside.at - floor) / 10
    }
    const reached = root(next)
    if (reached < target) inside = { at: next, root: reached }
    else outside = { at: next, root: reached }
    if (Math.abs(reached - target) < relativeTolerance * target) return next
    if (outside === null) {
      const slope = inside.root / (inside.at - estimate)
      const secant = Math.abs(slope) > 0 ? estimate + (target * 1.02) / slope : NaN
      const doubled = inside.at + (inside.at - estimate)
      next = Number.isFinite(secant) && Math.abs(secant - estimate) < Math.abs(doubled - estimate) ? secant : doubled
      if (Math.abs(next - estimate) > 1e4 * Math.abs(step) || Math.abs(next) > (reach ?? Infinity)) return null
      continue
    }
    const span = outside.at - inside.at
    if (Math.abs(span) < 1e-10 * Math.max(Math.abs(outside.at), Math.abs(step))) return inside.at
    const share = (target - inside.root) / (outside.root - inside.root)
    next = inside.at + span * (Number.isFinite(outside.root) ? Math.min(Math.max(share, 0.02), 0.98) : 0.5)
  }
  return null
}
