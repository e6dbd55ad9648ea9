import type { RowSchema } from '@safety-portfolio/records'
import { curvePointSchema, type LawName, type LawPoint } from '@safety-portfolio/scaling-laws'
import { mappedRunSchema, runFields } from './run-fields.js'

/** Laws of training runs that can be compared and predicted from. */
export const runLawNames: readonly LawName[] = ['chinchilla', 'kaplan', 'over-training']

/** Laws of one quantity that can be. */
export const curveLawNames: readonly LawName[] = ['power-offset', 'power', 'm1', 'm3', 'm4']

/** Whether a law is one of one quantity. */
export function isCurveLaw(law: LawName): boolean {
  return curveLawNames.includes(law)
}

/** The fields of the data of a law. */
export function lawFields(law: LawName): readonly string[] {
  return isCurveLaw(law) ? curvePointSchema.fields : runFields.map(({ name }) => name)
}

/** The schema of the data of a law. */
export function lawSchema(law: LawName, mapped: ReadonlySet<string>): RowSchema<LawPoint<LawName>> {
  return isCurveLaw(law) ? curvePointSchema : mappedRunSchema(mapped)
}
