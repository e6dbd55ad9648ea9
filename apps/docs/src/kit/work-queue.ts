import type { WorkReply, WorkRequest } from './demo-worker.js'

/** Runs one computation at a time in a worker; a new one, or `cancel`, ends the one that runs. */
export class WorkQueue<State, Input, Result> {
  readonly #make: () => Worker
  readonly #receive: (reply: WorkReply<Result>) => void
  #worker: Worker | null = null
  #latest = 0
  #busy = false

  constructor(make: () => Worker, receive: (reply: WorkReply<Result>) => void) {
    this.#make = make
    this.#receive = receive
  }

  start(input: Input, state: State): void {
    if (this.#busy) this.cancel()
    this.#worker ??= this.#listen(this.#make())
    this.#latest += 1
    this.#busy = true
    const request: WorkRequest<State, Input> = { id: this.#latest, input, state }
    this.#worker.postMessage(request)
  }

  /** A computation cannot be interrupted, only its worker ended. */
  cancel(): void {
    this.#worker?.terminate()
    this.#worker = null
    this.#latest += 1
    this.#busy = false
  }

  #listen(worker: Worker): Worker {
    worker.addEventListener('message', ({ data }: MessageEvent<WorkReply<Result>>) => {
      if (data.id !== this.#latest) return
      if (data.final) this.#busy = false
      this.#receive(data)
    })
    return worker
  }
}
