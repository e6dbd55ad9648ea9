/** Marks that stand before a final answer, the last of which counts: `ANSWER: x`, `#### x`, `A: x` on a line of its own, `\boxed{x}`. */
const marks: readonly RegExp[] = [
  /\bANSWER\s*:[ \t]*(.*)$/gim,
  /####[ \t]*(.*)$/gm,
  /^[ \t]*(?:\*\*)?A\s*:(?:\*\*)?[ \t]*(.*)$/gm,
  /\bfinal answer(?: is)?\s*:?[ \t]*(.*)$/gim,
]

/**
 * The final answer of a text that ends its reasoning with one: what follows the last `ANSWER:`, `####`, `A:` or stands in the last `\boxed{}`;
 * `null` where there is no such mark.
 *
 * @example
 * ```ts
 * import { extractAnswer } from '@safety-portfolio/evals'
 *
 * extractAnswer('9 eggs at $2 make 18.\n#### 18') // => '18'
 * extractAnswer('so x = \\boxed{\\frac{1}{2}}') // => '\\frac{1}{2}'
 * extractAnswer('I do not know.') // => null
 * ```
 */
export function extractAnswer(text: string): string | null {
  let found: { readonly at: number; readonly answer: string } | null = null
  for (const mark of marks) {
    for (const match of text.matchAll(mark)) {
      if (found === null || match.index > found.at) found = { at: match.index, answer: match[1]! }
    }
  }
  const boxed = lastBoxed(text)
  if (boxed !== null && (found === null || boxed.at > found.at)) found = boxed
  return found === null ? null : tidy(found.answer)
}

/** Content of the last `\boxed{...}`, braces balanced. */
function lastBoxed(text: string): { readonly at: number; readonly answer: string } | null {
  const at = text.lastIndexOf('\\boxed{')
  if (at === -1) return null
  const start = at + '\\boxed{'.length
  let depth = 1
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === '{') depth += 1
    else if (text[i] === '}') depth -= 1
    if (depth === 0) return { at, answer: text.slice(start, i) }
  }
  return null
}

function tidy(answer: string): string {
  const inner = lastBoxed(answer)
  return (inner?.answer ?? answer).replaceAll('**', '').trim().replace(/\.$/, '')
}
