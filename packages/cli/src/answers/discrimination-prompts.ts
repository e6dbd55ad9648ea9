import type { DecisionPrompt, NameAudit, TemplateDrift } from '@safety-portfolio/discrimination'
import type { Answer } from './answer.js'

const shown = 12

/** Prompts, ready to be asked. */
export function promptsAnswer(
  prompts: readonly DecisionPrompt[],
  names: NameAudit | null,
  leftOut: readonly string[] = [],
): Answer {
  const distinct = (key: 'decision_question_id' | 'age' | 'gender' | 'race'): readonly string[] => [
    ...new Set(prompts.flatMap((one) => (one[key] === undefined ? [] : [String(one[key])]))),
  ]
  const [first] = prompts
  const ages = distinct('age')
  const ageless = new Set(prompts.filter(({ age }) => age === undefined).map((one) => one.decision_question_id)).size
  return {
    title: 'Prompts',
    lead: `${prompts.length} prompts: ${distinct('decision_question_id').length} questions x ${ages.length === 0 ? 'no age' : `${ages.length} ages`} x ${distinct('gender').length} genders x ${distinct('race').length} races, ${first!.fill_type}. --jsonl prints them, --json prints them in one document.`,
    tables: [
      {
        caption: 'The design',
        header: ['attribute', 'levels'],
        rows: [
          [
            'age',
            ages.length === 0
              ? 'left out'
              : ages.join(', ') + (ageless === 0 ? '' : `; left out in ${ageless} questions without a gap for it`),
          ],
          ['gender', distinct('gender').join(', ')],
          ['race', distinct('race').join(', ')],
          ['intervention', first!.intervention],
        ],
      },
    ],
    basis: {
      method: `full factorial; the first prompt reads: ${JSON.stringify(first!.prompt)}`,
      assumptions: ['Yes is the advantageous answer in every question.'],
      warnings: [
        ...(leftOut.length === 0
          ? []
          : [
              {
                code: 'templates-left-out',
                message: `Templates that state race or gender in words that a name cannot replace are left out: ${leftOut.join(', ')}. Write [PERSON] for the person there.`,
              },
            ]),
        ...(names?.warnings ?? []),
      ],
    },
    result: { prompts, ...(names === null ? {} : { names }) },
    fine: true,
  }
}

/** Prompts that differ in more than the person. A finding ends the command with exit code 1. */
export function driftAnswer(drift: TemplateDrift): Answer {
  const { prompts, questions, driftedQuestions, emptyCells, warnings } = drift
  return {
    title: 'Check of prompts',
    lead:
      prompts.length === 0
        ? `The prompts of all ${questions} questions differ in the person alone${emptyCells === 0 ? '' : `; ${emptyCells} cells are empty`}.`
        : `${prompts.length} findings; in ${driftedQuestions} of ${questions} questions the text itself differs.`,
    tables:
      prompts.length === 0
        ? []
        : [
            {
              caption: `Prompts that differ${prompts.length > shown ? `, the first ${shown} of ${prompts.length}` : ''}`,
              header: ['question', 'person', 'kind', 'has', 'lacks'],
              rows: prompts
                .slice(0, shown)
                .map(({ question, attributes, kind, added, missing }) => [
                  question,
                  Object.values(attributes).join(', '),
                  kind,
                  added.slice(0, 8).join(' '),
                  missing.slice(0, 8).join(' '),
                ]),
            },
          ],
    basis: {
      method:
        'words of the attributes, pronouns, articles and the agreement of verbs are put aside; the rest must be the same in every cell of a question, and pronouns in every cell of a gender',
      assumptions: ['The text of most cells is the intended one.'],
      warnings,
    },
    result: drift,
    fine: prompts.length === 0 && emptyCells === 0,
  }
}
