/** A piece of work: one attempt at one sample. */
export interface WorkItem {
  /** Unique in a run. */
  readonly key: string
  /** Place of the question in the dataset, from 0. */
  readonly position: number
  readonly epoch: number
}

/** A piece of work that somebody took. Completing it needs the attempt: who lost it to another cannot complete it any more. */
export interface Claim<Item extends WorkItem> {
  readonly item: Item
  /** 1 for the first time it was taken. */
  readonly attempt: number
}

/**
 * Hands out a run's work. The log is the truth of what is done; a dispatcher may forget everything.
 */
export interface Dispatcher<Item extends WorkItem> {
  /** Adds work; resolves when there is room for more, so that a dataset is read no faster than it is worked on. */
  enqueue(items: readonly Item[]): Promise<void>
  /** No more work will come. */
  close(): void
  /** Takes up to `n` pieces, at least one; none when all work is done or taken and no more will come. */
  claim(n: number): Promise<readonly Claim<Item>[]>
  /** Says that these are still being worked on. */
  heartbeat(claims: readonly Claim<Item>[]): Promise<void>
  /** Reports a piece as done. `false`: it had been given to somebody else. */
  complete(claim: Claim<Item>): Promise<boolean>
  /** Gives a piece back: to be taken again, or for good. */
  fail(claim: Claim<Item>, again: boolean): Promise<void>
}
