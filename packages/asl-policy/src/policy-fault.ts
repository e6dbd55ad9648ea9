/** A policy that cannot decide because it is itself wrong: a type fault in an expression, a rule about a fact that is not declared. */
export class PolicyFault extends Error {
  /** Always `'PolicyFault'`. */
  override readonly name = 'PolicyFault'
}
