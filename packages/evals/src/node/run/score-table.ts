import type { Score } from '../../log/eval-log.js'
import { scoreNumber, scoreParts } from '../../statistics/score-number.js'

/** The scores of a run in columns of numbers: 9 bytes a score, so that a million samples fit. */
export interface ScoreTable {
  /** Remembers the scores of an attempt; a later attempt at the same question and epoch replaces them. */
  set(
    position: number,
    epoch: number,
    id: string | number,
    scores: Readonly<Record<string, Score>>,
    cluster: string | null,
  ): void
  /** Scorer and part of every column. */
  readonly columns: readonly ScoreColumn[]
  /** Attempts at each question. */
  readonly epochs: number
  /** One more than the last position of a question. */
  readonly size: number
  /** Id of the question at a position. */
  id(position: number): string | number
  readonly clusters: readonly (string | null | undefined)[]
}

/** Scores of one scorer, or one part of its scores. */
export interface ScoreColumn {
  readonly scorer: string
  readonly name: string
  /** Values of a question's epochs that were scored; `null` where no attempt has this score. */
  values(position: number): readonly number[] | null
}

const absent = 0
const scored = 1
const blank = 2

interface Column extends ScoreColumn {
  put(slot: number, value: number | null): void
  clear(slot: number): void
}

/** An empty table for so many epochs a question. */
export function createScoreTable(epochs: number): ScoreTable {
  const columns: Column[] = []
  const byKey = new Map<string, Column>()
  // Questions without ids of their own are numbered from 1: a million of them need no list.
  const ids = new Map<number, string | number>()
  let size = 0
  const clusters: (string | null | undefined)[] = []
  const column = (scorer: string, name: string): Column => {
    const key = `${scorer}\n${name}`
    const known = byKey.get(key)
    if (known !== undefined) return known
    const fresh = createColumn(scorer, name, epochs)
    byKey.set(key, fresh)
    columns.push(fresh)
    return fresh
  }
  return {
    set(position, epoch, id, scores, cluster) {
      if (id !== position + 1) ids.set(position, id)
      size = Math.max(size, position + 1)
      if (cluster !== null) clusters[position] = cluster
      const slot = position * epochs + epoch - 1
      for (const one of columns) one.clear(slot)
      for (const scorer of Object.keys(scores)) {
        const { value } = scores[scorer]!
        if (typeof value !== 'object') column(scorer, scorer).put(slot, scoreNumber(value))
        else
          for (const [name, part] of Object.entries(scoreParts(scorer, value)))
            column(scorer, name).put(slot, scoreNumber(part))
      }
    },
    columns,
    epochs,
    get size() {
      return size
    },
    id: (position) => ids.get(position) ?? position + 1,
    clusters,
  }
}

const chunk = 1 << 14

function createColumn(scorer: string, name: string, epochs: number): Column {
  // In chunks: growing one array would need the room of two.
  const numbers: Float64Array[] = []
  const states: Uint8Array[] = []
  const stateOf = (slot: number): number => states[Math.floor(slot / chunk)]?.[slot % chunk] ?? absent
  return {
    scorer,
    name,
    put(slot, value) {
      const index = Math.floor(slot / chunk)
      const values = (numbers[index] ??= new Float64Array(chunk))
      const kinds = (states[index] ??= new Uint8Array(chunk))
      kinds[slot % chunk] = value === null ? blank : scored
      values[slot % chunk] = value ?? 0
    },
    clear(slot) {
      const kinds = states[Math.floor(slot / chunk)]
      if (kinds !== undefined) kinds[slot % chunk] = absent
    },
    values(position) {
      let values: number[] | null = null
      for (let slot = position * epochs; slot < (position + 1) * epochs; slot += 1) {
        const state = stateOf(slot)
        if (state === absent) continue
        values ??= []
        if (state === scored) values.push(numbers[Math.floor(slot / chunk)]![slot % chunk]!)
      }
      return values
    },
  }
}
