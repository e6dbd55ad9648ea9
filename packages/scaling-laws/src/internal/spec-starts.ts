import { choleskyFactor, choleskySolve } from '@safety-portfolio/stats'
import type { ConstantSpec, LawSpec } from '../define-law.js'

/** Starts of a defined law: values of its constants with the squares of relative residuals there. */
interface Cell<Name extends string> {
  readonly constants: Readonly<Record<Name, number>>
  /** Place in the unit cube of the ranges. */
  readonly at: readonly number[]
  readonly squares: number
}

/** Cells for one, two, three and more constants that are not linear. */
const cells = [1, 64, 400, 1000, 2000]
const mostStarts = 12
/** Starts nearer than this to a better one, as a share of the ranges, are the same. */
const apart = 0.08
/** Share of the geometric mean loss at which a term starts that the squares would set to zero. */
const small = 1e-3

/**
 * Variable projection over the constants that are not linear: they run through an even sequence in the ranges of their starts, the others are solved for by
 * least squares of relative residuals, those above zero without going below it. The best cells that are not neighbours.
 *
 * Source: Golub and Pereyra 1973; Roberts 2018 for the sequence (the additive recurrence of the generalised golden ratio).
 */
export function specStarts<Name extends string, Place extends object>(
  { constants, loss }: LawSpec<Name, Place>,
  points: readonly (Place & { readonly loss: number })[],
  weights: ArrayLike<number>,
): readonly Readonly<Record<Name, number>>[] {
  const names = Object.keys(constants) as Name[]
  const linear = names.filter((name) => specOf(constants, name).linear === true)
  const others = names.filter((name) => !linear.includes(name))
  const count = others.length === 0 ? 1 : cells[Math.min(others.length, cells.length - 1)]!
  const steps = goldenSteps(others.length)
  const found: Cell<Name>[] = []
  for (let k = 0; k < count; k += 1) {
    const at = others.map((_, j) => (0.5 + (k + 1) * steps[j]!) % 1)
    const fixed = Object.fromEntries(others.map((name, j) => [name, within(specOf(constants, name), at[j]!)]))
    const cell = solveLinear(names, linear, fixed, { constants, loss }, points, weights)
    if (Number.isFinite(cell.squares)) found.push({ ...cell, at })
  }
  found.sort((left, right) => left.squares - right.squares)
  const starts: Cell<Name>[] = []
  for (const cell of found) {
    if (starts.length === mostStarts) break
    const near = starts.some(({ at }) => cell.at.every((value, j) => Math.abs(value - at[j]!) < apart))
    if (!near) starts.push(cell)
  }
  return starts.map((start) => start.constants)
}

function solveLinear<Name extends string, Place extends object>(
  names: readonly Name[],
  linear: readonly Name[],
  fixed: Readonly<Record<string, number>>,
  { constants, loss }: Pick<LawSpec<Name, Place>, 'constants' | 'loss'>,
  points: readonly (Place & { readonly loss: number })[],
  weights: ArrayLike<number>,
): Pick<Cell<Name>, 'constants' | 'squares'> {
  const size = linear.length
  const at = (values: ArrayLike<number>): Readonly<Record<Name, number>> =>
    Object.fromEntries(names.map((name) => [name, fixed[name] ?? values[linear.indexOf(name)]!])) as Record<
      Name,
      number
    >
  const none = new Float64Array(size)
  const units = linear.map((_, j) => at(none.map((_, k) => (k === j ? 1 : 0))))
  const zero = at(none)
  // Relative residuals: every row is divided by its loss.
  const rows = points.map((point) => {
    const base = size === names.length ? 0 : loss(zero, point)
    return {
      target: 1 - base / point.loss,
      columns: units.map((unit) => (loss(unit, point) - base) / point.loss),
    }
  })
  const lengths = linear.map((_, j) =>
    Math.sqrt(rows.reduce((sum, { columns }, i) => sum + weights[i]! * columns[j]! ** 2, 0)),
  )
  let active = linear.map((_, j) => j).filter((j) => lengths[j]! > 0)
  const values = new Float64Array(size)
  for (;;) {
    const m = active.length
    const normal = new Float64Array(m * m)
    const right = new Float64Array(m)
    rows.forEach(({ target, columns }, i) => {
      active.forEach((j, a) => {
        right[a]! += (weights[i]! * columns[j]! * target) / lengths[j]!
        active.forEach(
          (k, b) => (normal[a * m + b]! += (weights[i]! * columns[j]! * columns[k]!) / (lengths[j]! * lengths[k]!)),
        )
      })
    })
    for (let a = 0; a < m; a += 1) normal[a * m + a]! *= 1 + 1e-12
    const factor = choleskyFactor(normal, m)
    const solved = factor === null ? null : choleskySolve(factor, m, right)
    values.fill(0)
    active.forEach((j, a) => (values[j] = (solved?.[a] ?? 0) / lengths[j]!))
    const below = active.filter((j) => specOf(constants, linear[j]!).domain !== 'real' && values[j]! <= 0)
    if (below.length === 0 || solved === null) break
    const worst = below.reduce((least, j) => (values[j]! * lengths[j]! < values[least]! * lengths[least]! ? j : least))
    active = active.filter((j) => j !== worst)
  }
  linear.forEach((name, j) => {
    if (specOf(constants, name).domain === 'real' || values[j]! > 0) return
    values[j] = lengths[j]! > 0 ? (small * Math.sqrt(points.length)) / lengths[j]! : small
  })
  const start = at(values)
  const squares = points.reduce((sum, point, i) => sum + weights[i]! * (loss(start, point) / point.loss - 1) ** 2, 0)
  return { constants: start, squares }
}

function specOf<Name extends string>(constants: Readonly<Record<Name, ConstantSpec>>, name: Name): ConstantSpec {
  return constants[name]
}

/** A place in the range of the starts. */
function within({ domain, starts }: ConstantSpec, share: number): number {
  const [lower, upper] = starts!
  return domain === 'real' ? lower + share * (upper - lower) : lower * (upper / lower) ** share
}

/** Steps of the additive recurrence that fills a cube of so many dimensions most evenly. */
function goldenSteps(dimensions: number): readonly number[] {
  let ratio = 2
  for (let k = 0; k < 40; k += 1) ratio = (1 + ratio) ** (1 / (dimensions + 1))
  return Array.from({ length: dimensions }, (_, j) => ratio ** -(j + 1) % 1)
}
