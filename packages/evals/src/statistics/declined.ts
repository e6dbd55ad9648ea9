import { isObject } from '../log/migrate-log.js'

/** Openings of answers that decline; wordings that also open helpful answers are left out. */
const declining =
  /^(?:i'?m sorry|i am sorry|sorry|i apologi[sz]e)[,.]?\s+(?:but\s+)?i (?:can'?t|cannot|can not|won'?t|am (?:unable|not able)|'?m (?:unable|not able))|^i (?:can'?t|cannot|can not|won'?t|am unable to|'?m unable to) (?:help|assist|comply|provide|fulfil|support|do that)/i

/** Whether a model refused, by its own word or its wording, or was stopped by a content filter. */
export function declined(output: unknown): 'refusal' | 'filter' | null {
  if (!isObject(output) || !Array.isArray(output['choices'])) return null
  const choice: unknown = output['choices'][0]
  if (!isObject(choice)) return null
  const details = choice['stop_details']
  if (isObject(details) && details['type'] === 'refusal') return 'refusal'
  if (choice['stop_reason'] === 'content_filter') return 'filter'
  return typeof output['completion'] === 'string' && declining.test(output['completion'].replaceAll('’', "'"))
    ? 'refusal'
    : null
}
