const space = /[ \t\n\r]*/y
const numberToken = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const word = /true|false|null|NaN|-?Infinity/y
// eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y
const deepest = 2000

const words: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** JSON with the number constants of Python's `json`, integers beyond 2^53 as `bigint`, and an error that names the place. */
export function parseTolerant(text: string): unknown {
  let at = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) at = pattern.lastIndex
    return found
  }
  const fail = (expected: string): never => {
    const place = at >= text.length ? `cut off at character ${at}` : `${expected} expected at character ${at}`
    throw new SyntaxError(place)
  }
  const take = (character: string): boolean => {
    match(space)
    if (text[at] !== character) return false
    at += 1
    return true
  }
  const string = (): string => {
    const found = match(stringToken) ?? fail('a string')
    try {
      return JSON.parse(found[0]) as string
    } catch {
      at -= found[0].length
      return fail('a string with valid escapes')
    }
  }
  const value = (depth: number): unknown => {
    if (depth > deepest) throw new SyntaxError(`nested deeper than ${deepest} levels at character ${at}`)
    if (take('{')) return object(depth)
    if (take('[')) return array(depth)
    if (text[at] === '"') return string()
    const constant = match(word)
    if (constant !== null) return words[constant[0]]
    const found = match(numberToken) ?? fail('a value')
    const number = Number(found[0])
    const whole = found[1] === undefined && found[2] === undefined
    return whole && !Number.isSafeInteger(number) ? BigInt(found[0]) : number
  }
  const object = (depth: number): unknown => {
    const members: Record<string, unknown> = {}
    if (take('}')) return members
    do {
      match(space)
      const key = string()
      if (!take(':')) fail("':'")
      // A plain assignment to __proto__ would change the prototype.
      Object.defineProperty(members, key, {
        value: value(depth + 1),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    } while (take(','))
    if (!take('}')) fail("',' or '}'")
    return members
  }
  const array = (depth: number): unknown => {
    const items: unknown[] = []
    if (take(']')) return items
    do items.push(value(depth + 1))
    while (take(','))
    if (!take(']')) fail("',' or ']'")
    return items
  }
  const result = value(0)
  match(space)
  if (at < text.length) fail('the end')
  return result
}
