import { Command, Option } from 'commander'
import type { PilotVariances, PowerDesign } from '@safety-portfolio/evals'
import { openRuns } from '../evals/open-runs.js'
import { levelFlag, positiveFlag, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { formatNumber } from '../text/format-number.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalPowerOptions extends CommonOptions {
  readonly delta?: number
  readonly questions?: number
  readonly between?: number
  readonly within?: number
  readonly epochs: number
  readonly alpha: number
  readonly power: number
  readonly designEffect: number
  readonly pilot?: readonly string[]
  readonly scorer?: string
}

/** `safety-portfolio eval power`: how many questions a difference needs, and which difference so many questions find. */
export function evalPowerCommand(io: Io, exit: Exit): Command {
  const command = new Command('power')
    .description(
      'Questions that a paired comparison needs to find a difference, or the smallest difference that so many find.',
    )
    .addOption(new Option('--delta <d>', 'the difference to be found').argParser(positiveFlag))
    .addOption(new Option('--questions <n>', 'the questions there are').argParser(wholeFlag(1)))
    .addOption(
      new Option('--between <v>', 'variance over questions of the difference of mean scores').argParser(positiveFlag),
    )
    .addOption(
      new Option('--within <v>', 'variance of a score on the same question (default: 0)').argParser(positiveFlag),
    )
    .addOption(new Option('--epochs <k>', 'attempts at each question').argParser(wholeFlag(1)).default(1))
    .addOption(new Option('--alpha <p>', 'two-sided significance level').argParser(levelFlag).default(0.05))
    .addOption(new Option('--power <p>', 'chance of finding it').argParser(levelFlag).default(0.8))
    .addOption(
      new Option('--design-effect <x>', 'variance of the mean over that of independent questions')
        .argParser(positiveFlag)
        .default(1),
    )
    .option('--pilot <logs...>', 'two logs on the same questions to take the variances from')
    .option('--scorer <name>', 'score of the pilot logs (default: their first)')
  return answering<EvalPowerOptions>(command, io, exit, async (_file, options, { progress, read }) => {
    const { minimalDetectableEffect, pilotVariances, sampleSize } = await import('@safety-portfolio/evals')
    const { delta, questions, epochs, alpha, power, designEffect } = options
    if (delta === undefined && questions === undefined) throw new UsageError('Say --delta, --questions, or both.')
    let pilot: PilotVariances | null = null
    if (options.pilot !== undefined) {
      if (options.pilot.length !== 2) throw new UsageError(`--pilot needs two logs, got ${options.pilot.length}.`)
      const [a, b] = await openRuns(options.pilot, {}, io, progress, read)
      const scorer = options.scorer ?? [...a!.scores.keys()].find((name) => b!.scores.has(name))
      const [one, other] = [a!.scores.get(scorer ?? ''), b!.scores.get(scorer ?? '')]
      if (one === undefined || other === undefined) throw new UsageError('The pilot logs do not share that score.')
      pilot = pilotVariances(one, other)
    }
    const between = options.between ?? pilot?.betweenVariance
    if (between === undefined) throw new UsageError('Say --between, or --pilot with two logs to take it from.')
    const design: PowerDesign = {
      betweenVariance: between,
      withinA: options.within ?? pilot?.withinA ?? 0,
      withinB: options.within ?? pilot?.withinB ?? 0,
      epochsA: epochs,
      alpha,
      power,
      designEffect,
    }
    const n = delta === undefined ? null : sampleSize(delta, design)
    const effect = questions === undefined ? null : minimalDetectableEffect(questions, design)
    const ladder = [1, 2, 4, 8, 16].map((k) => {
      const at = { ...design, epochsA: k }
      return {
        epochs: k,
        questions: delta === undefined ? null : Math.ceil(sampleSize(delta, at)),
        effect: questions === undefined ? null : minimalDetectableEffect(questions, at),
      }
    })
    return {
      title: 'Power of a paired comparison',
      lead: [
        ...(n === null ? [] : [`${Math.ceil(n)} questions find a difference of ${delta!} with a chance of ${power}.`]),
        ...(effect === null
          ? []
          : [`${questions!} questions find a difference of ${formatNumber(effect, 3)} with that chance.`]),
      ].join(' '),
      tables: [
        {
          caption: 'Attempts at each question against questions',
          header: [
            'attempts',
            ...(n === null ? [] : ['questions', 'answers of each model']),
            ...(effect === null ? [] : ['smallest difference']),
          ],
          rows: ladder.map((step) => [
            String(step.epochs),
            ...(step.questions === null ? [] : [String(step.questions), String(step.questions * step.epochs)]),
            ...(step.effect === null ? [] : [formatNumber(step.effect, 3)]),
          ]),
        },
      ],
      basis: {
        method: 'n = (z(α/2) + z(β))² (ω² + σA²/K + σB²/K) / δ² (Miller 2024, eq. 9), times the design effect',
        assumptions: [
          'both models are asked the same questions',
          `ω² = ${formatNumber(between)}, σA² = ${formatNumber(design.withinA!)}, σB² = ${formatNumber(design.withinB!)}`,
        ],
        warnings:
          pilot === null || pilot.separated
            ? []
            : [
                {
                  code: 'one-epoch-pilot',
                  message:
                    'The pilot asked each question once: variance within questions cannot be told from that between them, so more attempts seem to gain nothing.',
                },
              ],
      },
      result: { questions: n, minimalDetectableEffect: effect, design, pilot, ladder },
      fine: true,
    }
  })
}
