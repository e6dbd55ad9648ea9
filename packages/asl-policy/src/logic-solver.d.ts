/** The part of logic-solver that is used here; the package brings no types. */
declare module 'logic-solver' {
  namespace Logic {
    type Formula = string | { readonly __formula: never }
    interface Bits {
      readonly __bits: never
    }
    const TRUE: Formula
    const FALSE: Formula
    function and(...parts: readonly Formula[]): Formula
    function or(...parts: readonly Formula[]): Formula
    function not(part: Formula): Formula
    function implies(premise: Formula, conclusion: Formula): Formula
    function exactlyOne(...parts: readonly Formula[]): Formula
    function sum(...parts: readonly (Formula | Bits)[]): Bits
    function greaterThanOrEqual(a: Bits, b: Bits): Formula
    function constantBits(value: number): Bits
    class Solver {
      require(formula: Formula): void
      solve(): { getTrueVars(): string[] } | null
    }
  }
  export default Logic
}
