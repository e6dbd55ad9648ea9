import { Command, Option } from 'commander'
import {
  analyzeDecisions,
  publishedFile,
  type AnalysisOptions,
  type DiscriminationAnalysis,
} from '@safety-portfolio/discrimination'
import type { InferenceName } from '@safety-portfolio/mixed-models'
import { discriminationAnswer, discriminationByAnswer } from '../answers/discrimination-analysis.js'
import { levelFlag, positiveFlag, wholeFlag } from '../flags.js'
import { anyRow, rowsBy, type AnyRow } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readDecisions, withDecisionOptions, type DecisionFlags } from './decision-options.js'
import { rowFilters, tableFormats } from './table-options.js'

const help = `
A row is one decision: a question, a person's attributes, and what the model said. Columns named as in the published layouts are found without
flags: decision_question_id, age, gender, race with yes_logit and no_logit, logit, p_yes and p_no, yes and no counts, or top_logprobs. Others:
  --map yesLogit=COLUMN --map noLogit=COLUMN     log-probabilities or logits of the two answers
  --map logit=COLUMN                             their difference
  --map p=COLUMN [--map pNo=COLUMN]              probability of yes
  --map yes=COLUMN --map n=COLUMN                counts of sampled answers (or --map no=COLUMN)
  --map topLogprobs=COLUMN                       JSON of the top tokens; an answer that is missing there is a bound
  --map decision=COLUMN                          yes or no

Examples:
  safety-portfolio discrimination analyze decisions.csv --baseline "age=60,gender=male,race=white"
  safety-portfolio discrimination analyze logits.csv --where prompt_format=default --margin 0.2 --interactions --json
  safety-portfolio discrimination analyze logits.csv --by prompt_format --out report`

interface AnalyzeOptions extends CommonOptions, DecisionFlags {
  readonly reml?: true
  readonly ml?: true
  readonly twoStage?: true
  readonly card?: true
  readonly by?: string
  readonly inference?: InferenceName
  readonly replicates: number
  readonly level: number
  readonly margin?: number
  readonly interactions?: true
}

/** `safety-portfolio discrimination analyze`: decisions in, discrimination scores out. */
export function discriminationAnalyzeCommand(io: Io, exit: Exit): Command {
  const command = withDecisionOptions(
    new Command('analyze').description('Whether yes/no decisions depend on who is asked about: scores with intervals.'),
  )
    .argument('[decisions]', tableFormats)
    .option('--reml', 'mixed model with random slopes over questions by REML (default)')
    .option('--ml', 'the same by maximum likelihood')
    .option('--two-stage', "mean over questions of each question's own coefficients")
    .option('--card', "the dataset card's differences of mean logits, in both readings of the baseline")
    .option('--by <column>', 'one analysis for each value of this column')
    .addOption(
      new Option('--inference <name>', 'of the scores (default: satterthwaite, or wald for counts)').choices([
        'wald',
        'satterthwaite',
        'kr',
        'profile',
        'bootstrap',
        'cluster-bootstrap',
      ]),
    )
    .addOption(new Option('--replicates <b>', 'of a bootstrap').argParser(wholeFlag(2)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addOption(
      new Option('--margin <logits>', 'largest effect that would not matter: test of equivalence').argParser(
        positiveFlag,
      ),
    )
    .option('--interactions', 'interactions of attributes and scores of intersections')
    .addHelpText('after', help)
  return answering<AnalyzeOptions>(command, io, exit, async (file, options, { progress, read }) => {
    const settings = analysisOptions(options)
    const request = { file, schema: anyRow, columns: undefined, where: rowFilters(options) }
    const { rows, source } = await readTable(request, io, progress)
    read(source)
    const analyse = (part: readonly AnyRow[], name: string): DiscriminationAnalysis =>
      analyzeDecisions(readDecisions(part, options, name), settings)
    progress.step(`Analysing ${counted(rows.length, 'decision')}`)
    if (options.by === undefined) {
      const analysis = analyse(rows, source.name)
      if (analysis.refusal !== null)
        throw new Refusal(`${source.name}, ${counted(rows.length, 'row')}: ${analysis.refusal.message}`)
      return discriminationAnswer(analysis, publishedFile(source.sha256))
    }
    const column = options.by
    const parts = [...rowsBy(rows, column, source.name, '--by')]
    const analyses = parts.map(([value, part]) => ({
      value,
      analysis: analyse(part, `${source.name}, ${column}=${value}`),
    }))
    return discriminationByAnswer(column, analyses)
  })
}

function analysisOptions(options: AnalyzeOptions): AnalysisOptions {
  const { reml, ml, twoStage, card, inference, replicates, level, margin, interactions, seed } = options
  const methods = [reml && 'reml', ml && 'ml', twoStage && 'two-stage', card && 'card'].filter(
    (name) => name !== undefined,
  ) as readonly NonNullable<AnalysisOptions['method']>[]
  if (methods.length > 1) throw new UsageError(`--${methods.join(' and --')} exclude each other. Name one.`)
  const [method = 'reml'] = methods
  if (inference !== undefined && (method === 'two-stage' || method === 'card')) {
    throw new UsageError('--inference belongs to the mixed model. Leave it out.')
  }
  return {
    method,
    level,
    replicates,
    seed,
    interactions: interactions === true,
    ...(inference === undefined ? {} : { inference }),
    ...(margin === undefined ? {} : { margin }),
  }
}
