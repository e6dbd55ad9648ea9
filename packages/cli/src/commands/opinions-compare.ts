import { Command } from 'commander'
import { compareOpinions, opinionExplorer, scorePairs, type OpinionTable } from '@safety-portfolio/global-opinions'
import { toCsv } from '@safety-portfolio/records'
import { opinionAnswer } from '../answers/opinion-comparison.js'
import type { Io } from '../io/io.js'
import { joinedTable, readOpinionFiles, readWeights, responseFormats, surveyFormats } from '../io/read-opinions.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'
import { baseOf, compareOptions, withScoringOptions, type ScoringOptions } from './opinion-options.js'

const help = `
Questions are matched by their text, and by their options where both files name them; options in another order are brought into the
order of the survey. Bad rows are left out and reported with their numbers; the rest is computed. Every similarity comes with the floor
that a uniform answer reaches on the same questions.

Examples:
  safety-portfolio opinions compare global_opinions.csv responses.jsonl
  safety-portfolio opinions compare survey.jsonl responses.jsonl.gz --base e --missing keep --pairs pairs.csv --json`

interface CompareFlags extends CommonOptions, ScoringOptions {
  readonly reference?: string
  readonly pairs?: string
  readonly explorer?: true
  readonly weights?: string
}

/** `safety-portfolio opinions compare`: similarity of models to countries, with floors, ceilings and intervals. */
export function opinionsCompareCommand(io: Io, exit: Exit): Command {
  const command = withScoringOptions(
    new Command('compare')
      .description('Similarity of model answers to those of people in each country, with floors and intervals.')
      .argument('<survey>', surveyFormats)
      .argument('<responses>', responseFormats),
  )
    .option('--reference <country>', 'country that the others are compared with')
    .option('--pairs <file>', 'write model, country, question, similarity of every pair as CSV')
    .option('--explorer', 'add every question with all answers to the JSON (mind the licence of the survey)')
    .option('--weights <file>', 'table of country and weight (population), for a weighted mean')
    .addHelpText('after', help)
  return answering<CompareFlags>(command, io, exit, async (file, options, work) => {
    const countryWeights = options.weights === undefined ? undefined : await readWeights(options.weights, work)
    const settings = { ...compareOptions(options, options.seed), reference: options.reference, countryWeights }
    const table = joinedTable(await readOpinionFiles(options, work), options, work)
    const comparison = compareOpinions(table, settings)
    if (options.pairs !== undefined) {
      work.progress.step('Writing the pairs')
      await writeFileWhole(resolvePath(io, options.pairs), pairsCsv(table, options))
    }
    const answer = opinionAnswer(comparison)
    if (options.explorer !== true) return answer
    return { ...answer, result: { ...comparison, explorer: opinionExplorer(table, { base: baseOf(options) }) } }
  })
}

function pairsCsv(table: OpinionTable, options: ScoringOptions): string {
  const { answerQuestion, answerCountry, questions, countries } = table
  const rows = table.models.flatMap(({ name, mass, answered }) => {
    const scores = scorePairs(table, mass, { base: baseOf(options), measure: options.measure })
    return Array.from(scores, (similarity, answer) => ({ similarity, answer }))
      .filter(({ similarity, answer }) => Number.isFinite(similarity) && answered[answerQuestion[answer]!] === 1)
      .map(({ similarity, answer }) => ({
        model: name,
        country: countries[answerCountry[answer]!]!,
        question: questions[answerQuestion[answer]!]!.text,
        similarity,
      }))
  })
  return toCsv(rows, ['model', 'country', 'question', 'similarity'])
}
