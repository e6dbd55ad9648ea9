import { Option, type Command } from 'commander'
import {
  isOrdinalMeasure,
  measures,
  type CompareOptions,
  type LogBase,
  type Measure,
  type MissingPolicy,
  type UnitKind,
} from '@safety-portfolio/global-opinions'
import { levelFlag, numberFlag, wholeFlag } from '../flags.js'
import { UsageError } from '../usage-error.js'

/** What every verb of `opinions` that compares a survey with responses accepts. */
export interface OpinionOptions {
  readonly base: '2' | 'e'
  readonly missing: MissingPolicy
  readonly minQuestions: number
  readonly bootstrap: number
  readonly level: number
  readonly resample: UnitKind | 'auto'
  readonly model?: string
  readonly countries: 'labels' | 'merged'
  readonly nationalOnly?: true
  readonly excludeMerged?: true
}

/** What the verbs that score accept besides. */
export interface ScoringOptions extends OpinionOptions {
  readonly measure: Measure
  readonly surveyN?: number
  readonly samples?: number
  readonly designEffect: number
}

/** Adds the flags that all share. */
export function withOpinionOptions(command: Command): Command {
  return command
    .addOption(new Option('--base <base>', 'of the logarithm in the distance').choices(['2', 'e']).default('2'))
    .addOption(
      new Option('--missing <policy>', "don't know, refused: options like others, left out, or left out and reported")
        .choices(['keep', 'drop', 'apart'])
        .default('keep'),
    )
    .addOption(
      new Option('--min-questions <n>', 'fewest questions for a country to be scored')
        .argParser(wholeFlag(1))
        .default(20),
    )
    .addOption(new Option('--bootstrap <b>', 'replicates; 0 for none').argParser(wholeFlag(0)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addOption(
      new Option('--resample <units>', 'what is drawn as a whole; auto: topics, or batteries of questions')
        .choices(['auto', 'question', 'topic', 'battery'])
        .default('auto'),
    )
    .option('--model <name>', 'name of the model, where the responses do not say')
    .addOption(
      new Option('--countries <names>', 'labels as published, or aliases merged under one name')
        .choices(['labels', 'merged'])
        .default('labels'),
    )
    .option('--national-only', 'leave out samples that say they are not current national ones')
    .option('--exclude-merged', 'leave out questions that are known to mix different things')
}

/** Adds the flags of scores as well. */
export function withScoringOptions(command: Command): Command {
  return withOpinionOptions(command)
    .addOption(new Option('--measure <name>', 'of similarity').choices(measures).default('jensen-shannon'))
    .addOption(new Option('--survey-n <n>', 'people asked, where the survey does not say').argParser(wholeFlag(1)))
    .addOption(new Option('--samples <n>', 'samples behind the answers, where they do not say').argParser(wholeFlag(1)))
    .addOption(new Option('--design-effect <d>', 'by what n is divided').argParser(numberFlag).default(1))
}

/** The base that a flag names. */
export function baseOf({ base }: OpinionOptions): LogBase {
  return base === 'e' ? 'e' : 2
}

/** The flags as options of the package. */
export function compareOptions(options: ScoringOptions, seed: number): CompareOptions {
  const { measure, missing, minQuestions, bootstrap, level, resample, surveyN, samples, designEffect } = options
  if (isOrdinalMeasure(measure) && missing === 'keep') {
    throw new UsageError(
      `--measure ${measure} needs a scale, on which don't know has no place. Add --missing drop or --missing apart.`,
    )
  }
  return {
    base: baseOf(options),
    measure,
    minQuestions,
    replicates: bootstrap,
    seed,
    level,
    resample,
    surveyN,
    modelSamples: samples,
    designEffect,
  }
}
