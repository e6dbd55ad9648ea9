/** A published table of decisions or prompts that is recognised by its columns. */
export interface Layout {
  /** Short name. */
  readonly name: 'discrim-eval' | 'discrim-eval-templated' | 'yes-no-counts' | 'generic'
  /** What it is. */
  readonly description: string
}

/** Names under which tables give each field, the first that a table has counts. */
export const fieldAliases: Readonly<Record<ResponseField, readonly string[]>> = {
  yesLogit: ['yes_logit', 'yesLogit', 'logit_yes', 'yes_logprob', 'logprob_yes', 'log_p_yes', 'yes_log_prob'],
  noLogit: ['no_logit', 'noLogit', 'logit_no', 'no_logprob', 'logprob_no', 'log_p_no', 'no_log_prob'],
  logit: ['logit', 'logit_p_yes', 'yes_no_logit', 'logit_diff'],
  p: ['p_yes', 'pYes', 'prob_yes', 'yes_prob', 'p_yes_norm', 'probability', 'p'],
  pNo: ['p_no', 'pNo', 'prob_no', 'no_prob'],
  yes: ['yes', 'yes_count', 'n_yes', 'yesCount', 'count_yes'],
  no: ['no', 'no_count', 'n_no', 'noCount', 'count_no'],
  n: ['n', 'trials', 'samples', 'n_samples', 'total'],
  topLogprobs: ['top_logprobs', 'topLogprobs'],
  decision: ['decision', 'answer', 'response', 'model_answer'],
}

/** What a table can say about each decision. */
export type ResponseField =
  'yesLogit' | 'noLogit' | 'logit' | 'p' | 'pNo' | 'yes' | 'no' | 'n' | 'topLogprobs' | 'decision'

/** Names of question columns in published tables, in the order of preference. */
export const questionAliases: readonly string[] = [
  'decision_question_id',
  'question_id',
  'question',
  'template_id',
  'template',
  'scenario_id',
  'scenario',
  'decision_question_nickname',
  'item_id',
  'item',
  'q',
]

/** Names of demographic columns in published tables. */
export const demographicAliases: readonly string[] = [
  'age',
  'gender',
  'sex',
  'race',
  'ethnicity',
  'religion',
  'nationality',
  'country',
  'disability',
  'disability_status',
  'sexual_orientation',
  'orientation',
  'caste',
  'marital_status',
  'socioeconomic_status',
]

/** Names of columns that say how the question was put. A table that mixes their values holds several experiments. */
export const conditionAliases: readonly string[] = [
  'prompt_format',
  'intervention',
  'prompt_style',
  'style',
  'condition',
  'model',
  'fill_type',
  'source_file',
]

/**
 * Which published layout a table has, from its columns.
 *
 * @param columns - Names of the columns.
 * @example
 * ```ts
 * import { recogniseLayout } from '@safety-portfolio/discrimination'
 *
 * recogniseLayout(['decision_question_id', 'race', 'gender', 'prompt_format', 'yes_logit', 'no_logit']).name // => 'discrim-eval-templated'
 * recogniseLayout(['q', 'caste', 'logit']).name // => 'generic'
 * ```
 */
export function recogniseLayout(columns: readonly string[]): Layout {
  const has = (...names: readonly string[]): boolean => names.every((name) => columns.includes(name))
  if (has('decision_question_id', 'race', 'gender', 'age', 'fill_type')) {
    return {
      name: 'discrim-eval',
      description: 'discrim-eval of Tamkin et al. (2023), explicit or implicit, with decisions',
    }
  }
  if (has('decision_question_id', 'race', 'gender') && (has('prompt_format') || has('removed_template'))) {
    return { name: 'discrim-eval-templated', description: 'discrim-eval-templated of Christian and Mazor (2026)' }
  }
  if (has('decision_question_id', 'race') && (has('yes', 'no') || has('yes_count', 'no_count'))) {
    return { name: 'yes-no-counts', description: 'counts of sampled answers per question' }
  }
  return { name: 'generic', description: 'a table with a question column and demographic columns' }
}
