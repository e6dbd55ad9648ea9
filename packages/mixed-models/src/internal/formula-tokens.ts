/** A piece of formula text and where it starts, counted in characters from 1. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'symbol' | 'end'
  readonly text: string
  readonly position: number
}

const pattern =
  /\s*(?:(`[^`]+`)|("[^"]*"|'[^']*')|((?:\p{L}|\.(?!\d))[\p{L}\p{N}._]*)|(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(\|\||%in%|[<>=!]=|[~+\-*/:^|(),<>=]))/uy

/** Splits a formula into tokens; a character that belongs to no token is an error with its position. */
export function formulaTokens(text: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  let position = 0
  while (text.slice(position).trim() !== '') {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match === null) {
      const at = position + (text.slice(position).length - text.slice(position).trimStart().length)
      throw new RangeError(
        `parseFormula: unexpected character ${JSON.stringify(text[at])} at position ${at + 1} of ${JSON.stringify(text)}`,
      )
    }
    const [whole, quoted, literal, name, number, symbol] = match
    const content = quoted ?? literal ?? name ?? number ?? symbol ?? ''
    const bare = symbol !== undefined ? 'symbol' : number !== undefined ? 'number' : 'name'
    tokens.push({
      kind: literal === undefined ? bare : 'text',
      text: quoted === undefined && literal === undefined ? content : content.slice(1, -1),
      position: position + whole.length - content.length + 1,
    })
    position += whole.length
  }
  tokens.push({ kind: 'end', text: '', position: text.length + 1 })
  return tokens
}
