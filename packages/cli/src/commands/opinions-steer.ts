import { Command } from 'commander'
import { steerability } from '@safety-portfolio/global-opinions'
import { steerabilityAnswer } from '../answers/steerability.js'
import type { Io } from '../io/io.js'
import { readOpinionFiles, responseFormats, surveyFormats } from '../io/read-opinions.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { baseOf, withOpinionOptions, type OpinionOptions } from './opinion-options.js'

const help = `
Responses with a field prompted_country answer for that country (cross-national or linguistic prompting); those without it are the default.
Reported per country: what the prompt gains in similarity, the country's rank among all by similarity to the answers given in its name, and how
much more decided than its people the model makes it (stereotype excess).

Example:
  safety-portfolio opinions steer survey.jsonl responses.jsonl --min-questions 20 --json`

/** `safety-portfolio opinions steer`: what prompting a model to answer for a country does. */
export function opinionsSteerCommand(io: Io, exit: Exit): Command {
  const command = withOpinionOptions(
    new Command('steer')
      .description('What asking a model to answer for a country changes: gain, own rank, stereotype excess.')
      .argument('<survey>', surveyFormats)
      .argument('<responses>', responseFormats),
  ).addHelpText('after', help)
  return answering<CommonOptions & OpinionOptions>(command, io, exit, async (_file, options, work) => {
    const { survey, responses } = await readOpinionFiles(options, work)
    const { missing, excludeMerged, minQuestions, bootstrap, level, resample, seed } = options
    work.progress.step('Comparing prompted answers with default ones')
    return steerabilityAnswer(
      steerability(survey, responses, {
        base: baseOf(options),
        missing,
        excludeMerged: excludeMerged === true,
        minQuestions,
        replicates: bootstrap,
        level,
        resample,
        seed,
      }),
    )
  })
}
