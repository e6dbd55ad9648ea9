import { Command, Option } from 'commander'
import { qualityReport } from '@safety-portfolio/global-opinions'
import { qualityAnswer, responsesAnswer } from '../answers/survey-quality.js'
import type { Io } from '../io/io.js'
import { readResponses, readSurvey, surveyFormats } from '../io/read-opinions.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const help = `
Reports every bad row with its number, and what else is odd: scales out of order, questions that were merged although countries were asked about
different things, totals among the options, countries under several names, samples that are not national. Exit code 1 when rows were bad.

Examples:
  safety-portfolio opinions validate global_opinions.csv
  safety-portfolio opinions validate responses.jsonl --kind responses --json`

interface ValidateFlags extends CommonOptions {
  readonly kind: 'survey' | 'responses'
}

/** `safety-portfolio opinions validate`: what is wrong with a file of a survey or of responses. */
export function opinionsValidateCommand(io: Io, exit: Exit): Command {
  const command = new Command('validate')
    .description('Check a survey or responses: every bad row, and what else is odd.')
    .argument('[file]', surveyFormats)
    .addOption(new Option('--kind <kind>', 'of the file').choices(['survey', 'responses']).default('survey'))
    .addHelpText('after', help)
  return answering<ValidateFlags>(command, io, exit, async (file, options, work) =>
    options.kind === 'survey'
      ? qualityAnswer(qualityReport(await readSurvey(file, work)))
      : responsesAnswer(await readResponses(file ?? '-', undefined, work)),
  )
}
