// The package brings no types; this way they are also found by those who compile these sources from outside.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./logic-solver.d.ts" />
import Logic from 'logic-solver'
import { compilePolicy, type CompiledPolicy } from './compile-policy.js'
import { atomsOf, evaluateNode, type ConditionNode } from './compiled-condition.js'
import type { Activity, Policy } from './policy.js'

/** The proof that a policy fails closed for one activity, or what speaks against it. */
export interface FailClosed {
  readonly activity: Activity
  /** Whether the policy has any rule for it. Without rules nothing is promised, and nothing is asked. */
  readonly rules: number
  readonly atoms: number
  /** Whether no case in which everything is unknown permits. */
  readonly allUnknownHolds: boolean
  /** Whether no unknown is read as safe: a permission with unknowns stays one however they turn out. */
  readonly unknownNeverPermits: boolean
  /** A case against it: values of the atoms. */
  readonly witness: Readonly<Record<string, 'true' | 'false' | 'unknown'>> | null
  readonly method: 'exhaustive' | 'satisfiability'
  /** Assignments looked at; `null` where a solver did. */
  readonly assignments: number | null
}

/** Up to so many atoms every assignment of true, false and unknown is tried. */
const exhaustiveAtoms = 12

/**
 * Proves for one activity that what is unknown never permits. Up to twelve atoms by trying every assignment of true, false and unknown;
 * beyond, by showing that no assignment permits of which a completion does not, with a satisfiability solver.
 *
 * @example
 * ```ts
 * import { proveFailClosed, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const { allUnknownHolds, unknownNeverPermits } = proveFailClosed(shippedPolicy('openai-pf', '2'), 'deploy-general')
 * allUnknownHolds && unknownNeverPermits // => true
 * ```
 */
export function proveFailClosed(policy: Policy, activity: Activity): FailClosed {
  const compiled = compilePolicy(policy, activity)
  const used = [
    ...new Set(
      compiled.rules.flatMap(({ when, require }) => [...(when === null ? [] : atomsOf(when)), ...atomsOf(require)]),
    ),
  ]
  const unknown = new Uint8Array(compiled.table.atoms.length).fill(1)
  const base = {
    activity,
    rules: compiled.rules.length,
    atoms: used.length,
    allUnknownHolds: compiled.rules.length === 0 || !permitted(compiled, unknown),
  }
  return used.length <= exhaustiveAtoms
    ? { ...base, method: 'exhaustive', ...sweep(compiled, used) }
    : { ...base, method: 'satisfiability', assignments: null, ...solve(compiled, used) }
}

/** Whether every rule is known to be kept. */
function permitted({ rules }: CompiledPolicy, values: ArrayLike<number>): boolean {
  for (const { when, require } of rules) {
    if (evaluateNode(require, values) !== 2 && (when === null || evaluateNode(when, values) !== 0)) return false
  }
  return true
}

function sweep(
  compiled: CompiledPolicy,
  used: readonly number[],
): Pick<FailClosed, 'unknownNeverPermits' | 'witness' | 'assignments'> {
  const count = 3 ** used.length
  const permits = new Uint8Array(count)
  const values = new Uint8Array(compiled.table.atoms.length)
  for (let code = 0; code < count; code += 1) {
    decode(code, used, values)
    permits[code] = permitted(compiled, values) ? 1 : 0
  }
  // A permission must survive each single unknown turning out true or false; by induction it survives them all.
  for (let code = 0; code < count; code += 1) {
    if (permits[code] === 0) continue
    for (let power = 1, rest = code; power < count; power *= 3, rest = Math.floor(rest / 3)) {
      if (rest % 3 === 1 && (permits[code - power] === 0 || permits[code + power] === 0)) {
        decode(code, used, values)
        return { unknownNeverPermits: false, witness: named(compiled, used, values), assignments: count }
      }
    }
  }
  return { unknownNeverPermits: true, witness: null, assignments: count }
}

function decode(code: number, used: readonly number[], values: Uint8Array): void {
  let rest = code
  for (const atom of used) {
    values[atom] = rest % 3
    rest = Math.floor(rest / 3)
  }
}

/** Two worlds: one with unknowns that permits, one that completes it and does not. If there is none, unknown never permits. */
function solve(compiled: CompiledPolicy, used: readonly number[]): Pick<FailClosed, 'unknownNeverPermits' | 'witness'> {
  const solver = new Logic.Solver()
  for (const atom of used) {
    solver.require(Logic.not(Logic.and(isTrue('a', atom), isFalse('a', atom))))
    solver.require(Logic.exactlyOne(isTrue('b', atom), isFalse('b', atom)))
    solver.require(Logic.implies(isTrue('a', atom), isTrue('b', atom)))
    solver.require(Logic.implies(isFalse('a', atom), isFalse('b', atom)))
  }
  solver.require(kept(compiled, 'a'))
  solver.require(Logic.not(kept(compiled, 'b')))
  const solution = solver.solve()
  if (solution === null) return { unknownNeverPermits: true, witness: null }
  const found = new Set(solution.getTrueVars())
  const values = new Uint8Array(compiled.table.atoms.length)
  for (const atom of used) values[atom] = found.has(isTrue('a', atom)) ? 2 : found.has(isFalse('a', atom)) ? 0 : 1
  return { unknownNeverPermits: false, witness: named(compiled, used, values) }
}

function kept({ rules }: CompiledPolicy, world: string): Logic.Formula {
  return Logic.and(
    ...rules.map(({ when, require }) =>
      Logic.or(known(require, world, true), when === null ? Logic.FALSE : known(when, world, false)),
    ),
  )
}

/** The condition that a node is known to be true, or known to be false. */
function known(node: ConditionNode, world: string, value: boolean): Logic.Formula {
  switch (node.op) {
    case 'atom':
      return value ? isTrue(world, node.atom) : isFalse(world, node.atom)
    case 'not':
      return known(node.of[0], world, !value)
    case 'all':
    case 'any': {
      const parts = node.of.map((child) => known(child, world, value))
      return (node.op === 'all') === value ? Logic.and(...parts) : Logic.or(...parts)
    }
    case 'atLeast': {
      // At least k are true; or so many are false that fewer than k are left.
      const need = value ? node.count : node.of.length - node.count + 1
      if (need <= 0) return Logic.TRUE
      const parts = node.of.map((child) => known(child, world, value))
      return Logic.greaterThanOrEqual(Logic.sum(...parts.map((part) => Logic.or(part))), Logic.constantBits(need))
    }
  }
}

function isTrue(world: string, atom: number): string {
  return `${world}t${atom}`
}

function isFalse(world: string, atom: number): string {
  return `${world}f${atom}`
}

function named(
  { table }: CompiledPolicy,
  used: readonly number[],
  values: ArrayLike<number>,
): Readonly<Record<string, 'true' | 'false' | 'unknown'>> {
  const names = ['false', 'unknown', 'true'] as const
  return Object.fromEntries(used.map((atom) => [table.atoms[atom]!.key, names[values[atom] as 0 | 1 | 2]]))
}
