import type { IsoDate } from './iso-date.js'

/** The dates a fit was asked to use, and those it found. */
export interface DateWindow {
  /** First date asked for, `null` when open. */
  readonly from: IsoDate | null
  /** Last date asked for, `null` when open. */
  readonly to: IsoDate | null
  /** First date in the data used, `null` when there are none. */
  readonly first: IsoDate | null
  /** Last date in the data used, `null` when there are none. */
  readonly last: IsoDate | null
}
