// The one class this package calls. @types/papaparse would bring in the types of Node, which pure packages must not see.
declare module 'papaparse' {
  namespace Papa {
    interface ParseError {
      readonly code: string
      readonly row: number
      /** Index of the character after the opening quote. */
      readonly index: number
    }
    interface ParseResult {
      readonly data: string[][]
      readonly errors: readonly ParseError[]
      /** `cursor`: index of the first character that belongs to no row yet. */
      readonly meta: { readonly cursor: number }
    }
    interface ParserOptions {
      readonly delimiter: string
      readonly newline: string
      /** Called with each row instead of collecting them. */
      readonly step?: (result: ParseResult) => void
    }
    class Parser {
      constructor(options: ParserOptions)
      parse(input: string, baseIndex: number, ignoreLastRow: boolean): ParseResult
    }
  }
  export default Papa
}
