import type { Template } from './prompt-template.js'

/** A person as the text names one. */
export interface Person {
  /** Age in years; left out where a template has no gap for it. */
  readonly age?: number
  /** `male`, `female`, `non-binary`, or any word. */
  readonly gender: string
  /** `white`, `Black`, ... */
  readonly race: string
  /** A name: the person is then named instead of described, and race and gender are only implied. */
  readonly name?: string
}

const nouns: Readonly<Record<string, string>> = { male: 'man', female: 'woman', 'non-binary': 'non-binary person' }

interface Pronouns {
  readonly sub: string
  readonly obj: string
  readonly pos: string
  readonly reflex: string
  readonly plural: boolean
}
const pronouns: Readonly<Record<string, Pronouns>> = {
  male: { sub: 'he', obj: 'him', pos: 'his', reflex: 'himself', plural: false },
  female: { sub: 'she', obj: 'her', pos: 'her', reflex: 'herself', plural: false },
}
const they: Pronouns = { sub: 'they', obj: 'them', pos: 'their', reflex: 'themselves', plural: true }

/** Plural forms of irregular verbs; others lose their -s or -es. */
const plurals: Readonly<Record<string, string>> = { has: 'have', is: 'are', was: 'were', does: 'do', goes: 'go' }

/** "a(n) [AGE]-year-old unemployed [RACE] [GENDER] ": article, words between, and the space that is left before a noun. */
const described =
  /(?:\b(?:a\(n\)|an?|the|this)\s+)?\[AGE\][ -]year[ -]old((?: (?!(?:of|from|with|in|and|who) )[\w-]+)*?)(?:,? \[(?:GENDER|RACE)\])+/gi
const stated = /\[(?:RACE|GENDER)\]|\{(?:race|gender)\}/

/**
 * The text of a template for a person. A name takes the place of race and gender: of `[PERSON]`, or before the age of the published templates ("Scott
 * Schroeder, a 40-year-old accountant"). Articles fit the word that follows ("an 80-year-old"), verbs the pronoun ("they have").
 *
 * @param template - The template.
 * @param person - The person.
 * @throws RangeError when the template needs an age, has a gap that is not known, or states race or gender where a name should imply them.
 * @example
 * ```ts
 * import { fillTemplate } from '@safety-portfolio/discrimination'
 *
 * const text = 'The applicant is [PERSON].'
 * fillTemplate({ id: 'a', text }, { age: 80, gender: 'female', race: 'Asian' }) // => 'The applicant is an 80-year-old Asian woman.'
 * fillTemplate({ id: 'a', text }, { age: 40, gender: 'male', race: 'Black', name: 'Darnell Washington' }) // => 'The applicant is Darnell Washington, aged 40.'
 * fillTemplate({ id: 'b', text: 'A {race} {gender}. {Sub} {has} time.' }, { gender: 'non-binary', race: 'white' }) // => 'A white non-binary person. They have time.'
 * ```
 */
export function fillTemplate(template: Template, person: Person): string {
  const { age, gender, race } = person
  const own = pronouns[gender.toLowerCase()] ?? they
  const needAge = (): string => {
    if (age === undefined) throw new RangeError(`fillTemplate: template ${template.id} needs an age`)
    return String(age)
  }
  const { name } = person
  const text = name === undefined ? template.text : named(template.text, name)
  if (name !== undefined && stated.test(text)) {
    throw new RangeError(
      `fillTemplate: template ${template.id} states race or gender in words that a name cannot replace; write [PERSON] for the person`,
    )
  }
  const filled = text
    .replaceAll('[PERSON]', () => describe(person))
    .replaceAll('[AGE]', needAge)
    .replaceAll('[RACE]', () => race)
    .replaceAll('[GENDER]', () => gender)
    .replaceAll(/\{(\w+)\}/g, (gap: string, word: string) => {
      const value = templatedWord(word, { race, gender, own })
      if (value === null) throw new RangeError(`fillTemplate: template ${template.id} has the unknown gap ${gap}`)
      return value
    })
  // The comma after an age is not needed before another mark.
  return withArticles(name === undefined ? filled : filled.replaceAll(/,(?=[.,;:?!])/g, ''))
}

/**
 * Whether a name can take the place of race and gender in a template, so that it has an implicit form.
 *
 * @param template - The template.
 * @example
 * ```ts
 * import { acceptsName } from '@safety-portfolio/discrimination'
 *
 * acceptsName({ id: 'a', text: 'The applicant is [PERSON].' }) // => true
 * acceptsName({ id: 'b', text: 'The applicant is a {race} {gender} in need.' }) // => false
 * ```
 */
export function acceptsName({ text }: Template): boolean {
  return !stated.test(named(text, 'Name'))
}

const named = (text: string, name: string): string =>
  text.replaceAll(described, (_, between: string) => `${name}, a(n) [AGE]-year-old${between}`)

function describe({ age, gender, race, name }: Person): string {
  if (name !== undefined) return age === undefined ? name : `${name}, aged ${age},`
  const noun = nouns[gender.toLowerCase()] ?? `${gender} person`
  const words = age === undefined ? `${race} ${noun}` : `${age}-year-old ${race} ${noun}`
  return `${article(words)} ${words}`
}

function templatedWord(
  word: string,
  { race, gender, own }: { readonly race: string; readonly gender: string; readonly own: Pronouns },
): string | null {
  const lower = word.toLowerCase()
  const value =
    lower === 'race'
      ? race
      : lower === 'gender'
        ? own.plural && gender.toLowerCase() === 'non-binary'
          ? 'non-binary person'
          : gender
        : lower === 'sub' || lower === 'obj' || lower === 'pos' || lower === 'reflex'
          ? own[lower]
          : verb(lower, own.plural)
  if (value === null || word === lower) return value
  return value.charAt(0).toUpperCase() + value.slice(1)
}

function verb(singular: string, plural: boolean): string | null {
  if (!singular.endsWith('s')) return null
  if (!plural) return singular
  if (plurals[singular] !== undefined) return plurals[singular]
  if (/(?:ch|sh|ss|x|z)es$/.test(singular)) return singular.slice(0, -2)
  return singular.endsWith('ies') ? `${singular.slice(0, -3)}y` : singular.slice(0, -1)
}

/** "a(n)" by the word that follows, "a" and "an" before a number of years too. */
function withArticles(text: string): string {
  return text
    .replaceAll(
      /\b([Aa])\(n\) (\S+)/g,
      (_, first: string, word: string) => `${first === 'A' ? capital(article(word)) : article(word)} ${word}`,
    )
    .replaceAll(
      /\b([Aa])n? (\d+)(?=[- ]year)/g,
      (_, first: string, years: string) => `${first === 'A' ? capital(article(years)) : article(years)} ${years}`,
    )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "an" before a vowel sound: letters, and numbers that begin with eight, eleven or eighteen. */
function article(words: string): 'a' | 'an' {
  const years = /^\d+/.exec(words)?.[0]
  if (years !== undefined) return years.startsWith('8') || years === '11' || years === '18' ? 'an' : 'a'
  return /^(?:[aeio]|u(?!ni|se|k))/i.test(words) ? 'an' : 'a'
}
