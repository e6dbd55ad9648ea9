import { nonSubstantiveKind } from './option-kind.js'

/** What was found about the order of a question's options. */
export interface OptionOrder {
  /** Whether the options that are opinions lie on one scale. */
  readonly ordinal: boolean
  /** Places of these options in ascending order of the scale; empty where there is no scale. */
  readonly order: readonly number[]
  /** Whether they already stand in that order, up or down. */
  readonly ordered: boolean
  /** Places of options that are no opinion (don't know, refused). */
  readonly nonSubstantive: readonly number[]
  /** What the decision rests on: `'numbers'`, `'words'`, `'two options'`, or why there is no scale. */
  readonly basis: string
}

/**
 * Finds out whether the options of a question lie on a scale, and in which order, from their labels: numbers (with words at the ends), or words of
 * degree (very, somewhat, not too, not at all) and direction (favorable, unfavorable). Published tables hold scales out of order (0, 9, 10, don't
 * know, 1, 2), which every ordinal measure would misread. Two opinions are always a scale. Labels that are not understood make no scale.
 *
 * @param labels - the options
 *
 * @example
 * ```ts
 * import { optionOrder } from '@safety-portfolio/global-opinions'
 *
 * optionOrder(['0', '10', "Don't know", '5']).order // => [0, 3, 1]
 * optionOrder(['Very bad', 'Somewhat good', 'Very good', 'Somewhat bad']).order // => [0, 3, 1, 2]
 * optionOrder(['China', 'India', 'Brazil']).ordinal // => false
 * ```
 */
export function optionOrder(labels: readonly string[]): OptionOrder {
  const nonSubstantive = labels.flatMap((label, place) => (nonSubstantiveKind(label) === null ? [] : [place]))
  const places = labels.map((_, place) => place).filter((place) => !nonSubstantive.includes(place))
  const none = (basis: string): OptionOrder => ({ ordinal: false, order: [], ordered: false, nonSubstantive, basis })
  if (places.length < 2) return none('fewer than two options are opinions')
  const texts = places.map((place) => plain(labels[place]!))
  const numbers = numberScores(texts)
  const scores = numbers ?? texts.map(wordScore)
  if (scores.some((score) => score === null)) {
    if (places.length > 2) return none('the labels are no scale that is known here')
    return { ordinal: true, order: places, ordered: true, nonSubstantive, basis: 'two options' }
  }
  const known = scores as readonly number[]
  if (new Set(known).size < known.length) {
    if (places.length > 2) return none('two labels have the same place on the scale')
    return { ordinal: true, order: places, ordered: true, nonSubstantive, basis: 'two options' }
  }
  const ascending = known.map((_, index) => index).sort((a, b) => known[a]! - known[b]!)
  const steps = known.slice(1).map((score, index) => Math.sign(score - known[index]!))
  return {
    ordinal: true,
    order: ascending.map((index) => places[index]!),
    ordered: steps.every((step) => step === steps[0]),
    nonSubstantive,
    basis: numbers === null ? 'words' : 'numbers',
  }
}

function plain(label: string): string {
  return label
    .replaceAll(/\([^()]*\)/g, ' ')
    .replaceAll(/[’‘`]/g, "'")
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Numbers, or numbers between two words that stand for the ends of the scale. `null` where most labels are no numbers. */
function numberScores(texts: readonly string[]): readonly number[] | null {
  const numbers = texts.map((text) =>
    /^[+-]?\d+(?:\.\d+)?(?=$|[^\d.])/.exec(text) === null ? NaN : Number.parseFloat(text),
  )
  const known = numbers.filter((value) => !Number.isNaN(value))
  const words = numbers.length - known.length
  if (known.length < 2 || words > 2 || new Set(known).size < known.length) return null
  if (words === 0) return numbers
  const [low, high] = [Math.min(...known), Math.max(...known)]
  if (known.length !== high - low + 1) return null
  // The words are the ends, whichever way the numbers run between them.
  const [before, after] = known[0]! < known[known.length - 1]! ? [low - 1, high + 1] : [high + 1, low - 1]
  const scores = numbers.map((value, index) => {
    if (!Number.isNaN(value)) return value
    return index === 0 ? before : index === numbers.length - 1 ? after : null
  })
  return scores.every((score) => score !== null) ? scores : null
}

const opposites: readonly (readonly [negative: RegExp, positive: RegExp])[] = [
  [/\bunfavou?rable\b/, /\bfavou?rable\b/],
  [/\bdisagree\b/, /\bagree\b/],
  [/\bdisapproves?\b/, /\bapproves?\b/],
  [/\bdissatisfied\b/, /\bsatisfied\b/],
  [/\bunlikely\b/, /\blikely\b/],
  [/\bopposes?\b/, /\b(?:supports?|favou?rs?)\b/],
  [/\bbad(?:ly)?\b/, /\b(?:good|well)\b/],
  [/\bnegative\b/, /\bpositive\b/],
  [/\b(?:worse|worst)\b/, /\b(?:better|best)\b/],
  [/\bdecreased?s?\b/, /\bincreased?s?\b/],
  [/\bweaker\b/, /\bstronger\b/],
  [/\b(?:less|fewer|too little)\b/, /\b(?:more|too much)\b/],
  [/\bunacceptable\b/, /\bacceptable\b/],
  [/\bpessimistic\b/, /\boptimistic\b/],
  [/\bunimportant\b/, /\bimportant\b/],
  [/\bharm(?:ful)?\b/, /\bhelp(?:ful)?\b/],
]
const middle =
  /\b(?:neither|both|about the same|stay(?:ed)? (?:about )?the same|not changed?|no change|no difference|difference either way|not much difference|about right|right amount|neutral|makes no difference|does not make a difference|average)\b/
const offScale = /\bnever heard\b/
const degrees: readonly (readonly [RegExp, number])[] = [
  [/\b(?:most important|extremely)\b/, 4],
  [
    /\b(?:not at all|none at all|not .* at all|no .* at all|nothing at all|never|not a (?:problem|threat|priority)|no (?:confidence|threat|influence|impact)|none|nothing|would never)\b|^not (?!too\b|very\b|much\b|often\b)/,
    0,
  ],
  [/\b(?:not too|not very|not much|not often|only a little|a little|slightly|small|minor|hardly|rarely|lower)\b/, 1],
  [/\b(?:somewhat|fairly|rather|quite|mostly|moderate(?:ly)?|fair|sometimes|some)\b/, 2],
  [/\b(?:very|strongly|completely|totally|great|a lot|big|major|always|definitely|all|top|much)\b/, 3.5],
]

/** Place of a label on a scale from its direction and degree; `null` where neither is understood. */
function wordScore(text: string): number | null {
  if (offScale.test(text)) return null
  const degree = degrees.find(([pattern]) => pattern.test(text))?.[1] ?? null
  if (middle.test(text)) return 0
  for (const [negative, positive] of opposites) {
    const sign = negative.test(text) ? -1 : positive.test(text) ? 1 : 0
    if (sign === 0) continue
    // "Not too good" is on the way from good to nothing, not on the side of bad.
    if (degree !== null && degree <= 1 && /\bno[tn]\b/.test(text)) return degree
    return sign * (degree ?? 3)
  }
  return degree
}
