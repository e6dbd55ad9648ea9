import type { DemoChapter } from './demo-chapter.js'
import { scalingLaws } from './scaling-laws.js'

/** The chapters of the demo, in the order of reading. */
export const allChapters: readonly DemoChapter[] = [scalingLaws]
