import { numberCell, rowSchema, type RowSchema } from '@safety-portfolio/records'
import { curvePointSchema, type LawName, type LawPoint, type TrainingStepPoint } from '@safety-portfolio/scaling-laws'
import { mappedRunSchema, runFields } from './run-fields.js'

/** Laws of training runs that can be compared and predicted from. */
export const runLawNames: readonly LawName[] = ['chinchilla', 'kaplan', 'over-training']

/** Laws of one quantity that can be. */
export const curveLawNames: readonly LawName[] = [
  'power-offset',
  'power',
  'm1',
  'm2',
  'm3',
  'm4',
  'bnsl',
  'bnsl-2',
  'bnsl-3',
  'bnsl-4',
  'bnsl-5',
  'bnsl-6',
]

/** Laws of training steps that can be. */
export const stepLawNames: readonly LawName[] = ['kaplan-steps']

/** All of them. */
export const inferableLawNames: readonly LawName[] = [...runLawNames, ...curveLawNames, ...stepLawNames]

/** Losses after training steps. */
export const stepSchema: RowSchema<TrainingStepPoint> = rowSchema({
  params: numberCell({ positive: true }),
  steps: numberCell({ positive: true }),
  loss: numberCell({ positive: true }),
})

/** What the data of a law are: laws of one kind can be compared. */
export function lawKind(law: LawName): 'runs' | 'curve' | 'steps' {
  return curveLawNames.includes(law) ? 'curve' : stepLawNames.includes(law) ? 'steps' : 'runs'
}

/** The fields of the data of a law. */
function lawFields(law: LawName): readonly string[] {
  const kind = lawKind(law)
  if (kind === 'runs') return runFields.map(({ name }) => name)
  return kind === 'curve' ? curvePointSchema.fields : stepSchema.fields
}

/** The schema of the data of a law. */
function lawSchema(law: LawName, mapped: ReadonlySet<string>): RowSchema<LawPoint<LawName>> {
  const kind = lawKind(law)
  if (kind === 'runs') return mappedRunSchema(mapped)
  return kind === 'curve' ? curvePointSchema : stepSchema
}

/** The data of a law, as commands read them. */
export function lawRows(law: LawName): {
  readonly of: string
  readonly fields: readonly string[]
  readonly schema: (mapped: ReadonlySet<string>) => RowSchema<LawPoint<LawName>>
} {
  return { of: `the ${law} law`, fields: lawFields(law), schema: (mapped) => lawSchema(law, mapped) }
}
