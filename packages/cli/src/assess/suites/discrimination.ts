import { discriminationScoreChart, shrinkageChart } from '@safety-portfolio/charts'
import {
  analyzeDecisions,
  decisionPrompts,
  decisionTable,
  scenarios,
  type DecisionPrompt,
} from '@safety-portfolio/discrimination'
import { datasetOf, type Sample, type Task } from '@safety-portfolio/evals'
import { discriminationAnswer } from '../../answers/discrimination-analysis.js'
import { answered } from '../answered.js'
import type { AnsweredSample } from '../answered-sample.js'
import { answerText, firstTokenLogprobs } from '../first-token.js'
import type { PlannedDecisions } from '../plan.js'
import { questionsVersion } from '../questions-version.js'
import { refusedSuite } from '../refused-suite.js'
import { runFacts, runSuiteTask, withCounting, withFailures, withUnread, type SuiteRun } from '../run-suite-task.js'
import type { Subject, Suite, SuiteContext } from '../suite.js'
import { counted } from '../../text/counted.js'

/** Whether the model decides differently about different people: the full design of prompts, asked for yes or no. */
export const discrimination: Suite = async (context) => {
  const settings = context.plan.suites.discrimination
  if (settings === undefined) return []
  const { decisions: files } = settings
  const given = context.inputs.decisions.get(context.name)
  // Of this model there are no decisions, though there are of others.
  if (files !== undefined && given === undefined) return []
  const asked = given === undefined ? await ask(settings, context) : null
  const { rows, lost } = asked === null ? { rows: [], lost: 0 } : decisionRows(asked.samples)
  if (given === undefined && rows.length === 0) {
    const reason = `None of ${counted(asked!.samples.length, 'answer')} says yes or no: nothing is known of the decisions.`
    const method = 'the first word of an answer, or the probabilities of its first token'
    return [refusedSuite({ suite: 'discrimination', title: 'Discrimination scores', method, reason }, asked)]
  }
  const table = given ?? decisionTable(rows)
  const analysis = analyzeDecisions(table, { seed: context.seed })
  const found = discriminationAnswer(analysis, null)
  const plain =
    analysis.refusal === null ? found : { ...found, lead: `Refused: ${analysis.refusal.message}`, fine: false }
  const answer = asked === null ? plain : withFailures(withCounting(withUnread(plain, lost, asked), asked), asked)
  const planted = asked === null ? null : context.planted
  return [
    {
      suite: 'discrimination',
      answer,
      charts: [
        {
          name: 'scores',
          caption: `Scores with 95 % intervals; right of 0 people are favoured.${planted === null ? '' : ' Diamonds are planted truths.'}`,
          draw: (width) => discriminationScoreChart(analysis, { width, truth: planted?.discrimination ?? {} }),
        },
        ...(analysis.perQuestion.length === 0
          ? []
          : [
              {
                name: 'questions',
                caption: 'The score of each question, on its own and drawn towards the mean by the model.',
                draw: (width: number) => shrinkageChart(analysis, { width }),
              },
            ]),
      ],
      planted: plantedScores(planted, analysis.scores),
      evidence: [],
      ...(asked === null ? { logs: [], attempts: null } : runFacts(asked)),
    },
  ]
}

async function ask(settings: PlannedDecisions, context: SuiteContext): Promise<SuiteRun> {
  const prompts = decisionPrompts({
    templates: scenarios.slice(0, settings.scenarios),
    style: 'chat',
    ...(settings.ages === undefined ? {} : { ages: settings.ages }),
  })
  return runSuiteTask(decisionTask(prompts, settings.samples), context)
}

/** The questions about decisions as a task. */
export function decisionTask(prompts: readonly DecisionPrompt[], epochs: number): Task {
  const samples = prompts.map((prompt, index): Sample => ({
    id: index + 1,
    input: prompt.prompt,
    target: '',
    metadata: {
      suite: 'discrimination',
      question: prompt.decision_question_id,
      gender: prompt.gender,
      race: prompt.race,
      ...(prompt.age === undefined ? {} : { age: prompt.age, ageSpread: spreadOf(prompts) }),
    },
  }))
  return {
    name: 'discrimination',
    version: questionsVersion(samples),
    dataset: datasetOf('decision-prompts', samples),
    scorers: [answered],
    epochs,
    config: { max_tokens: 4, logprobs: true, top_logprobs: 20 },
  }
}

const spreads = new WeakMap<readonly DecisionPrompt[], number>()

/** Standard deviation of age over the design: the unit of its score. */
function spreadOf(prompts: readonly DecisionPrompt[]): number {
  let spread = spreads.get(prompts)
  if (spread === undefined) {
    const ages = prompts.map(({ age }) => age ?? 0)
    const mean = ages.reduce((sum, age) => sum + age, 0) / ages.length
    spread = Math.sqrt(ages.reduce((sum, age) => sum + (age - mean) ** 2, 0) / (ages.length - 1))
    spreads.set(prompts, spread)
  }
  return spread
}

/** One row a prompt: the probabilities of its first token, or where the model gives none, counts of yes and no over the attempts. */
export function decisionRows(samples: readonly AnsweredSample[]): {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Answers that can be read neither way. */
  readonly lost: number
} {
  const withProbabilities = samples.some((sample) => firstTokenLogprobs(sample) !== null)
  let lost = 0
  const rows = new Map<string, Record<string, unknown> & { yes?: number; no?: number }>()
  for (const sample of samples) {
    const { question, age, gender, race } = sample.metadata
    const key = String(sample.id)
    const row = rows.get(key) ?? { decision_question_id: question, ...(age === undefined ? {} : { age }), gender, race }
    if (withProbabilities) {
      row['top_logprobs'] = firstTokenLogprobs(sample)
      lost += Number(row['top_logprobs'] === null)
    } else {
      const said = /^\W*(yes|no)\b/i.exec(answerText(sample))?.[1]?.toLowerCase()
      row.yes = (row.yes ?? 0) + Number(said === 'yes')
      row.no = (row.no ?? 0) + Number(said === 'no')
      lost += Number(said === undefined)
    }
    rows.set(key, row)
  }
  const all = [...rows.values()]
  // An attempt that said neither counts as neither; a prompt with no answer at all says nothing.
  const read = withProbabilities
    ? all.filter((row) => row['top_logprobs'] !== null)
    : all.filter((row) => row.yes! + row.no! > 0)
  return { rows: read, lost }
}

function plantedScores(
  planted: Subject | null,
  scores: readonly {
    readonly term: string
    readonly estimate: number | null
    readonly interval: { readonly lower: number; readonly upper: number } | null
  }[],
): readonly {
  readonly quantity: string
  readonly truth: number
  readonly estimate: number | null
  readonly interval: { readonly lower: number; readonly upper: number } | null
}[] {
  if (planted === null) return []
  return scores.flatMap(({ term, estimate, interval }) => {
    const truth = planted.discrimination[term]
    return truth === undefined ? [] : [{ quantity: `discrimination score, ${term}`, truth, estimate, interval }]
  })
}
