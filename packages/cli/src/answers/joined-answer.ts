import type { Answer } from './answer.js'

/** Several runs as one answer: fine where each is. */
export function joinedAnswer(answers: readonly Answer[]): Answer {
  const [first] = answers
  const several = <T>(list: readonly T[]): readonly T[] => [
    ...new Map(list.map((one) => [JSON.stringify(one), one])).values(),
  ]
  return {
    title: `${first!.title}: ${answers.length} runs`,
    lead: answers.map(({ lead }) => lead).join('\n'),
    tables: answers.flatMap(({ tables }, index) =>
      tables.map((table) => ({ ...table, caption: `${table.caption} of run ${index + 1}` })),
    ),
    basis: {
      ...first!.basis,
      assumptions: several(answers.flatMap(({ basis }) => basis.assumptions)),
      warnings: several(answers.flatMap(({ basis }) => basis.warnings)),
    },
    result: { runs: answers.map(({ result }) => result) },
    fine: answers.every(({ fine }) => fine),
  }
}
