import { DemoElement } from './demo-element.js'
import type { Demo, Shown } from './demo.js'

/** What only the page of a demo needs. */
export interface DemoPage<State, Input, Result> {
  /** The worker that computes, for what takes longer than a frame: `new (…?worker&inline)`. Without, the page computes by itself. */
  readonly worker?: () => Worker
  /** What is said when the reader ends a computation and the preview stays. */
  readonly cancelled?: string
  /** Runs once, before the first result: listeners of controls that the kit does not know. */
  readonly connected?: (element: DemoElement<State, Input, Result>) => void
  /** Runs after everything else is shown: limits of a slider, a map. */
  readonly shown?: (element: DemoElement<State, Input, Result>, shown: Shown<State, Input, Result>) => void
}

/** Defines `<tag>` as the element of a demo. */
export function registerDemo<State, Input, Result>(
  tag: string,
  demo: Demo<State, Input, Result>,
  page: DemoPage<State, Input, Result> = {},
): void {
  customElements.define(
    tag,
    class extends DemoElement<State, Input, Result> {
      constructor() {
        super(demo, page)
      }
    },
  )
}
