import { Command } from 'commander'
import { compareOpinions } from '@safety-portfolio/global-opinions'
import { rankingAnswer } from '../answers/opinion-ranking.js'
import type { Io } from '../io/io.js'
import { joinedTable, readOpinionFiles, responseFormats, surveyFormats } from '../io/read-opinions.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { compareOptions, withScoringOptions, type ScoringOptions } from './opinion-options.js'

const help = `
Ranks the countries of each model by similarity, with intervals of the ranks, and compares every country with one reference on the questions
that both were asked, with p-values adjusted for their number.

Example:
  safety-portfolio opinions rank survey.jsonl responses.jsonl --reference "United States" --min-questions 50`

interface RankFlags extends CommonOptions, ScoringOptions {
  readonly reference?: string
}

/** `safety-portfolio opinions rank`: countries in order, and which of them can be told apart. */
export function opinionsRankCommand(io: Io, exit: Exit): Command {
  const command = withScoringOptions(
    new Command('rank')
      .description('Rank countries by similarity, with intervals of ranks and differences on common questions.')
      .argument('<survey>', surveyFormats)
      .argument('<responses>', responseFormats),
  )
    .option('--reference <country>', 'country that the others are compared with (default: the one with most questions)')
    .addHelpText('after', help)
  return answering<RankFlags>(command, io, exit, async (_file, options, work) => {
    const settings = { ...compareOptions(options, options.seed), reference: options.reference }
    const table = joinedTable(await readOpinionFiles(options, work), options, work)
    return rankingAnswer(compareOpinions(table, settings))
  })
}
