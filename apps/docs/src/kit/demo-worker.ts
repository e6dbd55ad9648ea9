import type { Demo } from './demo.js'

/** A computation to be made. */
export interface WorkRequest<State, Input> {
  readonly id: number
  readonly input: Input
  readonly state: State
}

/** What came of it: first the preview, if there is one, then the result. */
export interface WorkReply<Result> {
  readonly id: number
  readonly final: boolean
  readonly milliseconds: number
  readonly result?: Result
  readonly error?: string
}

/** Makes a worker of a demo: the whole text of its worker file is `serveDemo(demo)`. */
export function serveDemo<State, Input, Result>(demo: Demo<State, Input, Result>): void {
  const reply = (message: WorkReply<Result>): void => {
    postMessage(message)
  }
  addEventListener('message', ({ data: { id, input, state } }: MessageEvent<WorkRequest<State, Input>>) => {
    let start = performance.now()
    try {
      const preview = demo.preview?.(input, state)
      if (preview !== undefined) reply({ id, final: false, result: preview, milliseconds: performance.now() - start })
      start = performance.now()
      const result = demo.compute(input, state)
      reply({ id, final: true, result, milliseconds: performance.now() - start })
    } catch (error) {
      reply({ id, final: true, error: messageOf(error), milliseconds: performance.now() - start })
    }
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
