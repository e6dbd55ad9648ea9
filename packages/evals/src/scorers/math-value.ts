/**
 * The value of a mathematical answer, without running code: integers, decimals, thousands separators, percentages, fractions (`3/4`, `\frac{3}{4}`),
 * mixed numbers, powers, roots, `\pi`, products and sums in plain or LaTeX notation. `null` where the text is none.
 *
 * @example
 * ```ts
 * import { mathValue } from '@safety-portfolio/evals'
 *
 * mathValue('1,234.5') // => 1234.5
 * mathValue('\\frac{3}{4}') // => 0.75
 * mathValue('2\\sqrt{2}') // => ~2.8284
 * mathValue('$18') // => 18
 * mathValue('many') // => null
 * ```
 */
export function mathValue(text: string): number | null {
  const tokens = tokenize(normalize(text))
  if (tokens === null || tokens.length === 0) return null
  try {
    const reader = createReader(tokens)
    const value = reader.sum()
    return reader.done() && Number.isFinite(value) ? value : null
  } catch {
    return null
  }
}

function normalize(text: string): string {
  return text
    .replaceAll(/\\(?:left|right|displaystyle|,|;|!| )/g, '')
    .replaceAll(/\\(?:dfrac|tfrac)/g, '\\frac')
    .replaceAll(/\\(?:text|mathrm|mbox)\{[^}]*\}/g, '')
    .replaceAll(/\\(?:cdot|times)/g, '*')
    .replaceAll(/\\div/g, '/')
    .replaceAll(/\\frac(\d)(\d)/g, '($1)/($2)')
    .replaceAll(/\\sqrt(\d)/g, '\\sqrt{$1}')
    .replaceAll(/\\?[$€£]|\\\(|\\\)|\\\[|\\\]/g, '')
    .replaceAll(/\^\{?\\circ\}?|°/g, '')
    .replaceAll('\\%', '%')
    .replaceAll(/[−–]/g, '-')
    .replaceAll('×', '*')
    .replaceAll('÷', '/')
    .replaceAll('π', '\\pi')
    .replaceAll(/(\d),(?=\d{3}(?:\D|$))/g, '$1')
    .replaceAll(/^\s*[a-zA-Z]\s*=/g, '')
    .trim()
}

function tokenize(text: string): readonly string[] | null {
  const pattern = /\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|\\frac|\\sqrt|\\pi|[-+*/^(){}%])/y
  const tokens: string[] = []
  let at = 0
  while (at < text.length) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) return text.slice(at).trim() === '' ? tokens : null
    tokens.push(found[1]!)
    at = pattern.lastIndex
  }
  return tokens
}

interface Reader {
  sum(): number
  done(): boolean
}

/** Recursive descent over the tokens; a syntax error throws. */
function createReader(tokens: readonly string[]): Reader {
  let at = 0
  let depth = 0
  const peek = (): string | undefined => tokens[at]
  const expect = (token: string): void => {
    if (tokens[at] !== token) throw new SyntaxError(`${token} expected`)
    at += 1
  }
  const group = (open: string, close: string): number => {
    expect(open)
    const value = sum()
    expect(close)
    return value
  }
  const primary = (): number => {
    const token = tokens[at]
    if (token === '(') return group('(', ')')
    if (token === '{') return group('{', '}')
    at += 1
    if (token === '\\pi') return Math.PI
    if (token === '\\frac') return group('{', '}') / group('{', '}')
    if (token === '\\sqrt') return Math.sqrt(primary())
    if (token === undefined || !/^[\d.]/.test(token)) throw new SyntaxError('a number expected')
    return Number(token)
  }
  const power = (): number => {
    let base = primary()
    if (peek() === '^') {
      at += 1
      base **= unary()
    }
    while (peek() === '%') {
      at += 1
      base /= 100
    }
    return base
  }
  const unary = (): number => {
    if (peek() === '-' || peek() === '+') {
      const negative = peek() === '-'
      at += 1
      return negative ? -unary() : unary()
    }
    return power()
  }
  const product = (): number => {
    let value = unary()
    for (;;) {
      const token = peek()
      if (token === '*' || token === '/') {
        at += 1
        const right = unary()
        value = token === '*' ? value * right : value / right
      } else if (token !== undefined && /^[\d.]/.test(token)) {
        // A number beside a number is mixed: 1 3/4.
        const whole = value
        const numerator = primary()
        if (peek() !== '/') throw new SyntaxError('two numbers')
        at += 1
        value = whole + Math.sign(whole || 1) * (numerator / primary())
      } else if (token === '\\frac' && Number.isInteger(value) && /^\d+$/.test(tokens[at - 1]!)) {
        value += Math.sign(value || 1) * power()
      } else if (token === '(' || token === '\\sqrt' || token === '\\pi' || token === '\\frac') {
        value *= power()
      } else return value
    }
  }
  const sum = (): number => {
    depth += 1
    if (depth > 100) throw new SyntaxError('nested too deeply')
    let value = product()
    while (peek() === '+' || peek() === '-') {
      const sign = peek() === '+' ? 1 : -1
      at += 1
      value += sign * product()
    }
    depth -= 1
    return value
  }
  return { sum, done: () => at === tokens.length }
}
