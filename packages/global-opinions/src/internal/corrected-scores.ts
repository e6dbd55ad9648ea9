import { correctedDivergence } from '../bias-correction.js'
import type { CompareSettings } from '../compare-options.js'
import type { OpinionTable } from '../opinion-table.js'

/** Similarities with the leading bias of both samples taken out; NaN where no sample size is known. A sample of one has no correction. */
export function correctedScores(
  table: OpinionTable,
  model: number,
  { base, surveyN, modelSamples, designEffect }: CompareSettings,
): Float64Array {
  const { mass, samples } = table.models[model]!
  return table.answerN.map((asked, answer) => {
    const question = table.answerQuestion[answer]!
    const people = Math.round((asked > 0 ? asked : (surveyN ?? 0)) / designEffect)
    const drawn = samples[question]! > 0 ? samples[question]! : (modelSamples ?? 0)
    if (people < 2 && drawn < 2) return NaN
    const { size } = table.questions[question]!
    const from = table.questionOffsets[question]!
    const start = table.answerOffsets[answer]!
    const ours = mass.subarray(from, from + size)
    if (!ours.some((share) => share > 0)) return NaN
    const theirs = table.mass.subarray(start, start + size)
    // What was not sampled counts as known from very many.
    const known = 2 ** 50
    return correctedDivergence(ours, theirs, {
      base,
      modelSamples: drawn < 2 ? known : drawn,
      surveySamples: people < 2 ? known : people,
    }).similarity
  })
}
