import { Command } from 'commander'
import { tabulateMicrodata } from '@safety-portfolio/global-opinions'
import { tabulationAnswer } from '../answers/tabulation.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import { anyRow } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { microdataLayout } from '../io/microdata-layout.js'
import { readDocument } from '../io/read-document.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'
import { tableFormats } from './table-options.js'

const help = `
The layout is a YAML or JSON document that says which columns hold what:
  country: B_COUNTRY_ALPHA
  weight: W_WEIGHT
  notAsked: [-4, -5]
  questions:
    - column: Q1
      question: How important is family in your life?
      topic: values
      options: [[1, Very important], [2, Rather important], [3, Not very important], [4, Not at all important], [-1, Don't know]]

Example:
  safety-portfolio opinions tabulate wave7.csv --layout layout.yaml --survey survey.jsonl`

interface TabulateFlags extends CommonOptions {
  readonly layout: string
  readonly survey?: string
}

/** `safety-portfolio opinions tabulate`: individual answers with weights in, a survey out. */
export function opinionsTabulateCommand(io: Io, exit: Exit): Command {
  const command = new Command('tabulate')
    .description('Weighted shares per country from a file with one row per person.')
    .argument('[microdata]', tableFormats)
    .requiredOption('--layout <file>', 'YAML or JSON: columns of country, weight and questions, with their codes')
    .option('--survey <file>', 'write the shares as JSON Lines, as opinions compare reads them')
    .addHelpText('after', help)
  return answering<TabulateFlags>(command, io, exit, async (file, options, { progress, read }) => {
    const { value, source: layoutSource } = await readDocument(options.layout, io, progress)
    const layout = microdataLayout(value, layoutSource.name)
    const { rows, source } = await readTable({ file, schema: anyRow, columns: undefined, where: [] }, io, progress)
    read(source)
    read(layoutSource)
    const answers = tabulateMicrodata(rows, layout)
    if (options.survey !== undefined) {
      const text = answers.map((answer) => `${JSON.stringify(answer)}\n`).join('')
      await writeFileWhole(resolvePath(io, options.survey), text)
    }
    return tabulationAnswer(answers, rows.length, layout.weight !== undefined)
  })
}
