import { scorerOf, type Scorer, unscored } from '@safety-portfolio/evals'

/** Scores nothing but whether there is an answer to read: the analysis of a suite is its own. */
export const answered: Scorer = scorerOf('answered', ({ output }) =>
  output.completion.trim() === '' ? unscored('the answer is empty') : { value: 1, answer: output.completion },
)
