/** Which limit ended an attempt, by Inspect's names. */
export type LimitType = 'time' | 'working' | 'message' | 'token' | 'turn' | 'cost' | 'context' | 'operator' | 'custom'

/** An attempt that reached one of its limits. It is no failure: what there is by then is scored. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  readonly type: LimitType
  readonly limit: number

  constructor(type: LimitType, limit: number) {
    super(`the limit of ${limit} for ${type} was reached`)
    this.type = type
    this.limit = limit
  }
}
