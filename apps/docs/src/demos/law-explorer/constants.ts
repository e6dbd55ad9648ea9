import type { FittedForm } from './forms.js'

/** A constant of a form, as the page lists it and the file saves it. */
export interface FormConstant {
  readonly form: string
  readonly constant: string
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
  readonly level: number | null
  readonly method: string | null
}

/** The constants of every form that could be fitted, with their intervals. */
export function formConstants(forms: readonly FittedForm[]): readonly FormConstant[] {
  return forms.flatMap(({ name, constants, intervals }) =>
    Object.entries(constants ?? {}).map(([constant, estimate]) => {
      const { lower = null, upper = null, level = null, method = null } = intervals[constant] ?? {}
      return { form: name, constant, estimate, lower, upper, level, method }
    }),
  )
}
