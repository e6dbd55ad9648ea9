const pronouns = new Set(
  'he she they him her them his hers their theirs himself herself themselves themself'.split(' '),
)
/** Words that name a person's gender, race or age whatever the levels are called, and articles. */
const described = new Set(
  'man woman men women male female person non binary nonbinary year old years aged age a an n'.split(' '),
)
/** Verbs that agree with "they" are put in one form with those that agree with "he". */
const agreement: Readonly<Record<string, string>> = {
  are: 'is',
  were: 'was',
  have: 'has',
  do: 'does',
  "they're": 'is',
  "he's": 'is',
  "she's": 'is',
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}'’$%]+/gu) ?? []
}

/** The words of a text without those about the person, verbs without their agreement. */
export function neutralWords(text: string, vocabulary: ReadonlySet<string>): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    if (pronouns.has(word) || described.has(word) || vocabulary.has(word)) return []
    return [withoutEnding(agreement[word] ?? word)]
  })
}

/** The pronouns of a text in order. */
export function pronounWords(text: string): readonly string[] {
  return wordsOf(text).filter((word) => pronouns.has(word))
}

/** "seeks" and "seek", "tries" and "try", "watches" and "watch" are one. */
function withoutEnding(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 4 && /(?:ch|sh|ss|x)es$/.test(word)) return word.slice(0, -2)
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1)
  return word
}
