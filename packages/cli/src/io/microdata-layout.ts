import type { MicrodataLayout, MicrodataQuestion } from '@safety-portfolio/global-opinions'
import { UsageError } from '../usage-error.js'

/** Checks a document that says which columns of a file of individual answers hold what. */
export function microdataLayout(value: unknown, name: string): MicrodataLayout {
  const fail = (message: string): never => {
    throw new UsageError(`${name}: ${message}`)
  }
  if (typeof value !== 'object' || value === null) return fail('the layout is no document with country and questions.')
  const { country, weight, notAsked, questions } = value as Readonly<Record<string, unknown>>
  if (typeof country !== 'string') return fail('"country" must name the column of the country.')
  if (weight !== undefined && typeof weight !== 'string') return fail('"weight" must name a column.')
  if (notAsked !== undefined && !(Array.isArray(notAsked) && notAsked.every(isCode))) {
    return fail('"notAsked" must be a list of codes.')
  }
  if (!Array.isArray(questions) || questions.length === 0) return fail('"questions" must be a list.')
  return {
    country,
    ...(weight === undefined ? {} : { weight }),
    ...(notAsked === undefined ? {} : { notAsked: notAsked }),
    questions: (questions as readonly unknown[]).map(
      (question, index) =>
        questionOf(question) ??
        fail(`question ${index + 1} must have column, question and options [[code, label], ...].`),
    ),
  }
}

function questionOf(value: unknown): MicrodataQuestion | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { column, question, options, topic } = value as Readonly<Record<string, unknown>>
  if (typeof column !== 'string' || typeof question !== 'string' || !Array.isArray(options)) return undefined
  const read = (options as readonly unknown[]).map((option) =>
    Array.isArray(option) ? (option as readonly unknown[]) : [],
  )
  if (read.length === 0 || !read.every(([code, label]) => isCode(code) && typeof label === 'string')) return undefined
  return {
    column,
    question,
    options: read as unknown as MicrodataQuestion['options'],
    ...(typeof topic === 'string' ? { topic } : {}),
  }
}

function isCode(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
