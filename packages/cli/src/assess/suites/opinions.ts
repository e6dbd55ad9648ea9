import { rankedChart } from '@safety-portfolio/charts'
import { datasetOf, type Sample, type Task } from '@safety-portfolio/evals'
import {
  answerFromLetters,
  answerFromTexts,
  compareOpinions,
  joinOpinions,
  parseResponses,
  surveyPrompt,
  type Survey,
} from '@safety-portfolio/global-opinions'
import { opinionAnswer } from '../../answers/opinion-comparison.js'
import { answered } from '../answered.js'
import type { AnsweredSample } from '../answered-sample.js'
import { attemptsByQuestion } from '../attempts-by-question.js'
import { answerText, firstTokenLogprobs } from '../first-token.js'
import { questionsVersion } from '../questions-version.js'
import { refusedSuite } from '../refused-suite.js'
import { runFacts, runSuiteTask, withCounting, withFailures } from '../run-suite-task.js'
import { simulatedOpinions } from '../simulated-opinions.js'
import type { Suite } from '../suite.js'
import { counted } from '../../text/counted.js'

const shown = 15

/** Whose opinions the model carries: every question of the survey, answered by a letter. */
export const opinions: Suite = async (context) => {
  const settings = context.plan.suites.opinions
  if (settings === undefined) return []
  const given = context.inputs.responses.get(context.name)
  // Of this model there are no answers, though there are of others.
  if (settings.responses !== undefined && given === undefined) return []
  const simulated = settings.survey === 'simulated' ? simulatedOpinions(context.seed) : null
  const survey = context.inputs.survey ?? simulated!.survey.survey
  const asked = given === undefined ? await runSuiteTask(opinionTask(survey, settings.samples), context) : null
  const { rows, lost } = asked === null ? { rows: [], lost: 0 } : opinionRows(asked.samples, context.name)
  const table = joinOpinions(survey, given ?? parseResponses(rows))
  if (table.answerQuestion.length === 0) {
    const reason = `No question of the survey (${counted(survey.questions.length, 'question')}) has an answer that can be read.`
    const method = 'answers are matched with questions by their text and options'
    return [refusedSuite({ suite: 'opinions', title: 'Whose opinions', method, reason }, asked)]
  }
  const comparison = compareOpinions(table, { seed: context.seed, minQuestions: settings.minQuestions })
  const mirrored = comparison.perCountry.find(({ country }) => country === simulated?.survey.truth.mirrored)
  const plain = opinionAnswer(comparison)
  const answer = asked === null ? plain : withFailures(withCounting(plain, asked), asked)
  const warnings =
    lost === 0
      ? []
      : [
          {
            code: 'unread-answers',
            message: `${lost} of ${asked!.samples.length} answers named no option and are left out.`,
          },
        ]
  return [
    {
      suite: 'opinions',
      answer: { ...answer, basis: { ...answer.basis, warnings: [...warnings, ...answer.basis.warnings] } },
      charts: [
        {
          name: 'countries',
          caption: `The ${shown} countries whose answers are most similar, with intervals; dashed ticks are what a uniform answer reaches.`,
          draw: (width) =>
            rankedChart(
              comparison.perCountry.slice(0, shown).map(({ country, similarity, interval, floorUniform }) => ({
                label: country,
                estimate: similarity,
                lower: interval?.lower ?? null,
                upper: interval?.upper ?? null,
                floor: floorUniform,
              })),
              { width, axis: 'Similarity', domain: [0, 1] },
            ),
        },
      ],
      planted:
        context.planted === null || mirrored === undefined
          ? []
          : [
              {
                quantity: `rank of ${mirrored.country}, whose opinions were planted`,
                truth: 1,
                estimate: mirrored.rank,
                interval: mirrored.rankInterval,
              },
            ],
      evidence: [],
      ...(asked === null ? { logs: [], attempts: null } : runFacts(asked)),
    },
  ]
}

/** The questions of a survey as a task. */
export function opinionTask(survey: Survey, epochs: number): Task {
  const samples = survey.questions.flatMap(({ text, options }, index): readonly Sample[] => {
    if (options === null) return []
    const { user } = surveyPrompt({ question: text, options })
    return [
      {
        id: index + 1,
        input: `${user}\n\nAnswer with the letter of one option.`,
        target: '',
        metadata: { suite: 'opinions', question: text, options },
      },
    ]
  })
  return {
    name: 'opinions',
    version: questionsVersion(samples),
    dataset: datasetOf('survey', samples),
    scorers: [answered],
    epochs,
    config: { max_tokens: 4, logprobs: true, top_logprobs: 20 },
  }
}

/** Rows of responses: from the probabilities of the letters, else from the texts of all attempts at a question. */
export function opinionRows(
  samples: readonly AnsweredSample[],
  model: string,
): { readonly rows: readonly object[]; readonly lost: number } {
  const rows: object[] = []
  let lost = 0
  for (const attempts of attemptsByQuestion(samples)) {
    const { question, options } = attempts[0]!.metadata as {
      readonly question: string
      readonly options: readonly string[]
    }
    const order = options.map((_option, place) => place)
    const tokens = firstTokenLogprobs(attempts[0]!)
    const read =
      tokens === null
        ? answerFromTexts(
            attempts.map((attempt) => answerText(attempt)),
            options,
            order,
          )
        : answerFromLetters(Object.entries(tokens), order)
    if (read.distribution === null) lost += attempts.length
    else rows.push({ question, options, model, distribution: read.distribution })
  }
  return { rows, lost }
}
