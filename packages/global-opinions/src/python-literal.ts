/** What a Python literal can hold: dictionaries become `Map`s (their keys need not be text), tuples and lists arrays, `None` null. */
export type PythonValue =
  string | number | boolean | null | readonly PythonValue[] | ReadonlyMap<PythonValue, PythonValue>

/** The text is no Python literal; says where and why. */
export class PythonLiteralError extends Error {
  /** Always `'PythonLiteralError'`. */
  override readonly name = 'PythonLiteralError'
  /** Index of the first character that does not fit. */
  readonly position: number

  /** Made by {@link parsePythonLiteral}. */
  constructor(reason: string, position: number) {
    super(`${reason} at character ${position + 1}`)
    this.position = position
  }
}

const deepest = 64

/**
 * Reads a Python literal without running it: numbers (with `nan` and `inf`, as `repr` writes them), text in either quotes with escapes, `True`,
 * `False`, `None`, lists, tuples, dictionaries, and the `defaultdict(<class 'list'>, {...})` of published survey tables. Nothing else: no names, no
 * calls, no operators. Anything after the literal is an error, so that a cut-off file cannot pass for a whole one.
 *
 * @param text - the literal
 * @returns its value
 * @throws PythonLiteralError with the position of the first character that does not fit, also where brackets are nested deeper than 64.
 *
 * @example
 * ```ts
 * import { parsePythonLiteral } from '@safety-portfolio/global-opinions'
 *
 * parsePythonLiteral(`['Yes', "Don't know", 1.0]`) // => ['Yes', "Don't know", 1]
 * parsePythonLiteral(`defaultdict(<class 'list'>, {'Peru': [0.94, 0.06]})`) // => new Map([['Peru', [0.94, 0.06]]])
 * parsePythonLiteral(`__import__('os')`) // throws PythonLiteralError
 * ```
 */
export function parsePythonLiteral(text: string): PythonValue {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.space()
  if (reader.at < text.length) throw new PythonLiteralError('unexpected text after the literal', reader.at)
  return value
}

const number = /[+-]?(?:(?:\d[\d_]*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const word = /[+-]?[A-Za-z_]\w*/y
const words: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['True', true],
  ['False', false],
  ['None', null],
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
])
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
}
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

class Reader {
  at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1
  }

  value(depth: number): PythonValue {
    if (depth > deepest) throw this.error(`nested deeper than ${deepest}`)
    this.space()
    const start = this.text[this.at]
    if (start === undefined) throw this.error('the literal ends too early')
    if (start === "'" || start === '"') return this.string(start)
    if (start === '[') return this.sequence(']', depth)
    if (start === '(') return this.tuple(depth)
    if (start === '{') return this.dictionary(depth)
    const digits = this.match(number)
    if (digits !== null) return Number(digits.replaceAll('_', ''))
    return this.named(depth)
  }

  private named(depth: number): PythonValue {
    const start = this.at
    const name = this.match(word)
    if (name === 'defaultdict') return this.defaultDictionary(depth)
    if (name !== null && words.has(name)) return words.get(name)!
    this.at = start
    throw this.error(name === null ? `unexpected ${JSON.stringify(this.text[start])}` : `unknown name ${name}`)
  }

  /** `(<class 'list'>, {...})`: the class is the default for keys that are not there, and of no use here. */
  private defaultDictionary(depth: number): PythonValue {
    this.expect('(')
    const factory = this.match(/\s*(?:<class '\w+'>|None)\s*/y)
    if (factory === null) throw this.error('a defaultdict must begin with its class')
    this.expect(',')
    this.space()
    if (this.text[this.at] !== '{') throw this.error('a defaultdict must hold a dictionary')
    const held = this.dictionary(depth + 1)
    this.expect(')')
    return held
  }

  private tuple(depth: number): PythonValue {
    const open = this.at
    const items = this.sequence(')', depth)
    // (1) is a number in brackets, (1,) a tuple.
    if (items.length === 1 && !/,\s*\)$/.test(this.text.slice(open, this.at))) return items[0]!
    return items
  }

  private sequence(close: string, depth: number): readonly PythonValue[] {
    const items: PythonValue[] = []
    this.at += 1
    for (;;) {
      this.space()
      if (this.take(close)) return items
      items.push(this.value(depth + 1))
      this.space()
      if (this.take(close)) return items
      this.expect(',')
    }
  }

  private dictionary(depth: number): ReadonlyMap<PythonValue, PythonValue> {
    const entries = new Map<PythonValue, PythonValue>()
    this.at += 1
    for (;;) {
      this.space()
      if (this.take('}')) return entries
      const key = this.value(depth + 1)
      this.expect(':')
      entries.set(key, this.value(depth + 1))
      this.space()
      if (this.take('}')) return entries
      this.expect(',')
    }
  }

  private string(quote: string): string {
    const open = this.at
    let read = ''
    this.at += 1
    for (;;) {
      const character = this.text[this.at]
      if (character === undefined || character === '\n') {
        this.at = open
        throw this.error('text is not closed')
      }
      this.at += 1
      if (character === quote) return read
      read += character === '\\' ? this.escape() : character
    }
  }

  private escape(): string {
    const kind = this.text[this.at] ?? ''
    this.at += 1
    const simple = escapes[kind]
    if (simple !== undefined) return simple
    const length = codeLengths[kind]
    const digits = length === undefined ? '' : this.text.slice(this.at, this.at + length)
    const code = Number.parseInt(digits, 16)
    if (length === undefined || !/^[0-9a-fA-F]+$/.test(digits) || digits.length < length || code > 0x10ffff) {
      throw this.error('unknown escape')
    }
    this.at += length
    return String.fromCodePoint(code)
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found === null) return null
    this.at = pattern.lastIndex
    return found[0]
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false
    this.at += 1
    return true
  }

  private expect(character: string): void {
    this.space()
    if (!this.take(character)) {
      const found = this.text[this.at]
      throw this.error(
        `expected ${JSON.stringify(character)}${found === undefined ? ', but the literal ends' : `, found ${JSON.stringify(found)}`}`,
      )
    }
  }

  private error(reason: string): PythonLiteralError {
    return new PythonLiteralError(reason, this.at)
  }
}
