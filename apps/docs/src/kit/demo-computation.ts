import { DataError } from '@safety-portfolio/records'
import { readInput, type Demo, type ReadInput } from './demo.js'
import type { WorkReply } from './demo-worker.js'
import { WorkQueue } from './work-queue.js'

/** What a computation tells its page. */
export interface ComputationPage<Result> {
  /** The reader's table is about to be read: its columns are shown. May throw a `DataError`, as reading may. */
  readonly reading: () => void
  /** A worker has begun or ended; what the page computes by itself is over at once. */
  readonly busy: (busy: boolean) => void
  /** What is wrong with the reader's data; `null` when it was read or computed. */
  readonly issues: (error: DataError | null) => void
  /** A result, or why there is none. */
  readonly reply: (reply: WorkReply<Result>) => void
}

/** Reads what a demo computes on and computes it, in the page or in its worker; holds the last of both. */
export class DemoComputation<State, Input, Result> {
  readonly #demo: Demo<State, Input, Result>
  readonly #page: ComputationPage<Result>
  readonly #queue: WorkQueue<State, Input, Result> | null
  #input: Input | null = null
  #doubts: readonly string[] = []
  #result: Result | null = null

  /** @param worker - Makes the worker; without, the page computes by itself. */
  constructor(demo: Demo<State, Input, Result>, worker: (() => Worker) | undefined, page: ComputationPage<Result>) {
    this.#demo = demo
    this.#page = page
    this.#queue =
      worker === undefined
        ? null
        : new WorkQueue(worker, (reply) => {
            this.#receive(reply)
          })
  }

  /** What the last result was computed on, and that result; `null` while there is none. */
  get last(): (ReadInput<Input> & { readonly result: Result }) | null {
    if (this.#result === null || this.#refused) return null
    return { input: this.#input as Input, doubts: this.#doubts, result: this.#result }
  }

  /** Computes on what the page read in a way of its own; `null` brings back what the demo starts with. */
  take(input: Input | null): void {
    this.#input = input ?? this.#demo.start ?? null
  }

  /** Reads the reader's table and computes. */
  read(text: string, state: State): void {
    const { table, start } = this.#demo
    const isRead = this.#try(() => {
      this.#page.reading()
      if (table === undefined) this.#input ??= start ?? null
      else ({ input: this.#input, doubts: this.#doubts } = readInput(table, text, state as object))
    })
    // What cannot be computed lists its own issues, which must stay.
    if (isRead) this.#run(state)
  }

  /** Computes on what was read last, or reads first when that was refused. */
  compute(text: string, state: State): void {
    if (this.#refused) this.read(text, state)
    else this.#run(state)
  }

  cancel(): void {
    this.#queue?.cancel()
    this.#page.busy(false)
  }

  #run(state: State): void {
    const input = this.#input as Input
    if (this.#queue !== null) {
      this.#queue.start(input, state)
      this.#page.busy(true)
      return
    }
    this.#try(() => {
      const start = performance.now()
      const result = this.#demo.compute(input, state)
      this.#receive({ id: 0, final: true, result, milliseconds: performance.now() - start })
    })
  }

  /** After a refusal nothing is held that could be computed on. */
  get #refused(): boolean {
    return this.#input === null && this.#demo.table !== undefined
  }

  #try(action: () => void): boolean {
    try {
      action()
      this.#page.issues(null)
      return true
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      this.cancel()
      this.#input = null
      this.#result = null
      this.#page.issues(error)
      return false
    }
  }

  #receive(reply: WorkReply<Result>): void {
    if (reply.final) this.#page.busy(false)
    if (reply.result !== undefined) this.#result = reply.result
    this.#page.reply(reply)
  }
}
