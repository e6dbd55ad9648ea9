import { Command, Option } from 'commander'
import { selfCheck } from '@safety-portfolio/discrimination'
import { powerAnswer, type Pilot } from '../answers/discrimination-power.js'
import { levelFlag, positiveFlag, wholeFlag } from '../flags.js'
import { anyRow } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readDecisions, withDecisionOptions, type DecisionFlags } from './decision-options.js'
import { rowFilters, tableFormats } from './table-options.js'

const help = `
The standard deviation over questions comes from decisions of a pilot, one for each score, or from --deviation.

Examples:
  safety-portfolio discrimination power --deviation 0.42 --questions 70
  safety-portfolio discrimination power pilot.csv --effect 0.15 --margin 0.2 --tests 8 --json`

interface PowerFlags extends CommonOptions, DecisionFlags {
  readonly deviation?: number
  readonly questions?: number
  readonly effect?: number
  readonly margin?: number
  readonly power: number
  readonly alpha: number
  readonly tests: number
}

/** `safety-portfolio discrimination power`: how many questions a finding needs, and the smallest that can be found. */
export function discriminationPowerCommand(io: Io, exit: Exit): Command {
  const command = withDecisionOptions(
    new Command('power').description('How many questions it takes to find a score, or to show that there is none.'),
  )
    .argument('[pilot]', tableFormats)
    .addOption(new Option('--deviation <sd>', 'standard deviation of the score over questions').argParser(positiveFlag))
    .addOption(
      new Option('--questions <n>', 'number of questions (default: as many as the pilot has, or 70)').argParser(
        wholeFlag(2),
      ),
    )
    .addOption(new Option('--effect <logits>', 'score that should be found').argParser(positiveFlag))
    .addOption(new Option('--margin <logits>', 'largest score that would not matter').argParser(positiveFlag))
    .addOption(new Option('--power <p>', 'wanted power').argParser(levelFlag).default(0.8))
    .addOption(new Option('--alpha <p>', 'level of the tests').argParser(levelFlag).default(0.05))
    .addOption(new Option('--tests <k>', 'scores that share the level (Bonferroni)').argParser(wholeFlag(1)).default(1))
    .addHelpText('after', help)
  return answering<PowerFlags>(command, io, exit, async (file, options, { progress, read }) => {
    const { deviation, questions, effect, margin, power, alpha, tests } = options
    if ((file === undefined) === (deviation === undefined)) {
      throw new UsageError('Give either a pilot or --deviation: one of them says how much scores vary over questions.')
    }
    let pilots: readonly Pilot[] = [{ term: 'any', deviation: deviation ?? Number.NaN, questions: null }]
    if (file !== undefined) {
      const request = { file, schema: anyRow, columns: undefined, where: rowFilters(options) }
      const { rows, source } = await readTable(request, io, progress)
      read(source)
      const check = selfCheck(readDecisions(rows, options, source.name))
      pilots = check.scores.flatMap(({ term, twoStage }) =>
        twoStage === null || !(twoStage.se > 0)
          ? []
          : [{ term, deviation: twoStage.se * Math.sqrt(check.questions), questions: check.questions }],
      )
      if (pilots.length === 0) {
        throw new UsageError(
          `${source.name}: no score varies over questions here, so the pilot tells nothing about power.`,
        )
      }
    }
    return powerAnswer(pilots, {
      questions: questions ?? pilots[0]!.questions ?? 70,
      power,
      alpha,
      tests,
      ...(effect === undefined ? {} : { effect }),
      ...(margin === undefined ? {} : { margin }),
    })
  })
}
