import type { Model, ModelError, ModelOutput, ModelRequest } from '@safety-portfolio/evals'
import { printable } from '../text/printable.js'

/** A model that is asked without log-probabilities where its server refuses them. */
export interface LogprobModel extends Model {
  /** Why it is asked for none; `null` while it is asked for them. */
  readonly withoutLogprobs: () => string | null
}

/** The most alternatives that a server is asked for after it has refused more; enough for yes, no and letters. */
const fewAlternatives = 5

/**
 * Asks for log-probabilities as the request says, for fewer alternatives where the server says that they are too many, and for none where it refuses them: answers can still be counted.
 *
 * @param options - `wanted`: `false` where the plan says that they are not to be asked for; `hide` takes keys out of what a server says.
 */
export function logprobModel(
  model: Model,
  { wanted, hide }: { readonly wanted: boolean; readonly hide: (text: string) => string },
): LogprobModel {
  let most = Number.POSITIVE_INFINITY
  let reason: string | null = wanted ? null : 'the plan says logprobs: false'

  async function generate(request: ModelRequest): Promise<ModelOutput> {
    const { logprobs, top_logprobs: alternatives = 0, ...plain } = request.config
    if (logprobs !== true) return model.generate(request)
    if (reason !== null) return model.generate({ ...request, config: plain })
    const asked = Math.min(most, alternatives)
    try {
      return await model.generate(
        asked === alternatives ? request : { ...request, config: { ...request.config, top_logprobs: asked } },
      )
    } catch (error) {
      if (!refusesLogprobs(error)) throw error
      if (asked > fewAlternatives && /top_?logprobs/i.test(error.message)) most = Math.min(most, fewAlternatives)
      else reason = `its server refuses them: ${printable(hide(error.message), 200)}`
      return generate(request)
    }
  }

  return {
    name: model.name,
    ...(model.identity === undefined ? {} : { identity: model.identity }),
    generate,
    withoutLogprobs: () => reason,
  }
}

/** Servers say so with a bad request that names the parameter. */
function refusesLogprobs(error: unknown): error is Error {
  if (!(error instanceof Error && error.name === 'ModelError')) return false
  const { status } = error as Error & Pick<ModelError, 'status'>
  return status !== null && [400, 403, 404, 422, 501].includes(status) && /log_?\s?prob/i.test(error.message)
}
