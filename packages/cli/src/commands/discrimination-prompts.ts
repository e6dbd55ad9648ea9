import { Command, Option } from 'commander'
import {
  acceptsName,
  auditNames,
  decisionPrompts,
  impliedNames,
  interventionTexts,
  parseTemplates,
  templateDrift,
  type InterventionName,
  type PromptStyle,
  type Template,
} from '@safety-portfolio/discrimination'
import { driftAnswer, promptsAnswer } from '../answers/discrimination-prompts.js'
import { anyRow, cellText } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { readTable } from '../io/read-table.js'
import { readTextFile } from '../io/read-text-file.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { rowFilters, tableFormats, withWhereOption, type TableOptions } from './table-options.js'

const help = `
Without a file the 20 scenarios of this package are used. Templates: JSON Lines with filled_template and decision_question_id, or one template a line
with [PERSON], or [AGE], [GENDER] and [RACE], as the published 70 are passed on. --jsonl prints one prompt a line, ready to be asked; the answers, with
the same columns, go to discrimination analyze. --lint reads filled prompts instead, and says where they differ in more than the person.

Examples:
  safety-portfolio discrimination prompts --jsonl > prompts.jsonl
  safety-portfolio discrimination prompts templates.csv --implicit --ages 20,40,60 --style chat --jsonl
  safety-portfolio discrimination prompts filled.jsonl --lint`

interface PromptsFlags extends CommonOptions, TableOptions {
  readonly implicit?: true
  readonly ages?: string
  readonly genders?: string
  readonly races?: string
  readonly style: PromptStyle
  readonly intervention?: InterventionName
  readonly jsonl?: true
  readonly lint?: true
  readonly question: string
  readonly text: string
}

/** `safety-portfolio discrimination prompts`: the full factorial of questions and people, or a check of one. */
export function discriminationPromptsCommand(io: Io, exit: Exit): Command {
  const command = withWhereOption(
    new Command('prompts').description('Make the questions to ask a model, or check those that were made.'),
  )
    .argument('[templates]', `templates; with --lint, ${tableFormats}`)
    .option('--implicit', 'imply race and gender by a name instead of stating them')
    .option('--ages <list>', 'ages, for example 20,40,60; none leaves age out (default: 20 to 100 by 10)')
    .option('--genders <list>', 'genders (default: male,female,non-binary)')
    .option('--races <list>', 'races (default: white,Black,Asian,Hispanic,Native American)')
    .addOption(new Option('--style <name>', 'of the prompt').choices(['prefill', 'chat']).default('prefill'))
    .addOption(
      new Option('--intervention <name>', 'a text that asks not to discriminate').choices(
        Object.keys(interventionTexts),
      ),
    )
    .option('--jsonl', 'print the prompts as JSON Lines and nothing else')
    .option('--lint', 'check filled prompts for differences beyond the person')
    .option('--question <column>', 'with --lint, column of the question', 'decision_question_id')
    .option('--text <column>', 'with --lint, column of the text', 'filled_template')
    .addHelpText('after', help)
  return answering<PromptsFlags>(command, io, exit, async (file, options, { progress, read }) => {
    if (options.lint === true) {
      const request = { file, schema: anyRow, columns: undefined, where: rowFilters(options) }
      const { rows, source } = await readTable(request, io, progress)
      read(source)
      const missing = [options.question, options.text].find((name) => !Object.hasOwn(rows[0] ?? {}, name))
      if (missing !== undefined) {
        throw new UsageError(`${source.name}: there is no column '${missing}'. Name it with --question or --text.`)
      }
      const attributes = ['age', 'gender', 'sex', 'race', 'name'].filter((name) => rows.some((row) => name in row))
      const prompts = rows.map((row) => ({
        question: cellText(row[options.question]),
        text: cellText(row[options.text]),
        attributes: Object.fromEntries(attributes.map((name) => [name, cellText(row[name])])),
      }))
      return driftAnswer(templateDrift(prompts))
    }
    let templates: readonly Template[] | undefined
    if (file !== undefined) {
      const { text, source } = await readTextFile(file, io, progress)
      templates = parseTemplates(text, { name: source.name })
      read({ ...source, rows: templates.length })
    }
    const list = (text: string): readonly string[] => text.split(',').map((part) => part.trim())
    const { ages, genders, races, style, intervention, implicit } = options
    const leftOut = implicit === true ? (templates ?? []).filter((one) => !acceptsName(one)).map(({ id }) => id) : []
    if (templates?.length === leftOut.length) {
      throw new UsageError(
        'Every template states race or gender in words that a name cannot replace. Write [PERSON] for the person.',
      )
    }
    if (leftOut.length > 0) progress.step(`Leaving out ${counted(leftOut.length, 'template')} without an implicit form`)
    templates = templates?.filter(({ id }) => !leftOut.includes(id))
    const prompts = decisionPrompts({
      style,
      fillType: implicit === true ? 'implicit' : 'explicit',
      ...(templates === undefined ? {} : { templates }),
      ...(ages === undefined ? {} : { ages: ages === 'none' ? [] : list(ages).map(age) }),
      ...(genders === undefined ? {} : { genders: list(genders) }),
      ...(races === undefined ? {} : { races: list(races) }),
      ...(intervention === undefined ? {} : { intervention }),
    })
    const answer = promptsAnswer(prompts, implicit === true ? auditNames(impliedNames) : null, leftOut)
    return options.jsonl === true ? { ...answer, lines: prompts.map((prompt) => JSON.stringify(prompt)) } : answer
  })
}

function age(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw new UsageError(`--ages: '${text}' is not a number of years.`)
  return value
}
