import type { ConstantSpec, LawSpec } from '../define-law.js'

type Named<Name extends string> = Readonly<Record<Name, number>>

/**
 * The coordinates in which a defined law is fitted: logarithms of constants above zero (over the geometric mean loss for those that may vanish), real
 * constants as they are.
 */
export interface SpecCoordinates<Name extends string> {
  readonly names: readonly Name[]
  /** Whether each coordinate is a logarithm. */
  readonly log: readonly boolean[]
  readonly constants: (theta: Float64Array) => Named<Name>
  readonly theta: (constants: Named<Name>) => Float64Array
  /** First step of the differences in each coordinate. */
  readonly steps: readonly number[]
}

/** Step in the logarithm of a constant, whose effect on a log loss has no scale below 1. */
const logStep = 0.03
/** Step of a real constant as a share of the range of its starts. */
const shareOfRange = 1e-3

export function specCoordinates<Name extends string>(
  { constants }: Pick<LawSpec<Name, never>, 'constants'>,
  logLossMean: number,
): SpecCoordinates<Name> {
  const names = Object.keys(constants) as Name[]
  const specs = names.map((name): ConstantSpec => constants[name])
  const log = specs.map(({ domain }) => domain !== 'real')
  const unit = specs.map(({ domain }) => (domain === 'nonnegative' ? logLossMean : 0))
  return {
    names,
    log,
    constants(theta) {
      const found = {} as Record<Name, number>
      for (let j = 0; j < names.length; j += 1) found[names[j]!] = log[j]! ? Math.exp(theta[j]! + unit[j]!) : theta[j]!
      return found
    },
    theta: (at) => Float64Array.from(names, (name, j) => (log[j]! ? Math.log(at[name]) - unit[j]! : at[name])),
    steps: specs.map(({ domain, starts }) =>
      domain !== 'real' ? logStep : starts === undefined ? shareOfRange : shareOfRange * (starts[1] - starts[0]),
    ),
  }
}
