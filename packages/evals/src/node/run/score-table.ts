import type { Score } from '../../log/eval-log.js'
import { scoreNumber, scoreParts } from '../../statistics/score-number.js'
import { createIdList } from './id-list.js'

/** The scores of a run in columns: a byte for each 0 or 1, 9 bytes for any other number, so that a million samples fit. */
export interface ScoreTable {
  /** Names the next question; `false` where a question before it has that id. */
  name(id: string | number): boolean
  /** Remembers the scores of an attempt; a later attempt at the same question and epoch replaces them. */
  set(position: number, epoch: number, scores: Readonly<Record<string, Score>>, cluster: string | null): void
  /** Scorer and part of every column. */
  readonly columns: readonly ScoreColumn[]
  /** Attempts at each question. */
  readonly epochs: number
  /** One more than the last position of a question. */
  readonly size: number
  /** Id of the question at a position. */
  id(position: number): string | number
  /** Number of the cluster of the question at a position, from 1; 0 where it has none. */
  cluster(position: number): number
}

/** Scores of one scorer, or one part of its scores. */
export interface ScoreColumn {
  readonly scorer: string
  readonly name: string
  /** Values of a question's epochs that were scored; `null` where no attempt has this score. */
  values(position: number): readonly number[] | null
}

const absent = 0
const blank = 1
const zero = 2
const one = 3
const other = 4

interface Column extends ScoreColumn {
  put(slot: number, value: number | null): void
  clear(slot: number): void
}

/** An empty table for so many epochs a question. */
export function createScoreTable(epochs: number): ScoreTable {
  const columns: Column[] = []
  const byKey = new Map<string, Column>()
  const ids = createIdList()
  let size = 0
  const clusterNames = new Map<string, number>()
  const clusters: Uint32Array[] = []
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
    name: (id) => ids.add(id),
    set(position, epoch, scores, cluster) {
      size = Math.max(size, position + 1)
      if (cluster !== null) {
        const number = clusterNames.get(cluster) ?? clusterNames.size + 1
        clusterNames.set(cluster, number)
        const numbers = (clusters[Math.floor(position / chunk)] ??= new Uint32Array(chunk))
        numbers[position % chunk] = number
      }
      const slot = position * epochs + epoch - 1
      for (const known of columns) known.clear(slot)
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
    id: (position) => ids.at(position),
    cluster: (position) => clusters[Math.floor(position / chunk)]?.[position % chunk] ?? 0,
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
      const kinds = (states[index] ??= new Uint8Array(chunk))
      kinds[slot % chunk] = value === null ? blank : Object.is(value, 0) ? zero : value === 1 ? one : other
      if (kinds[slot % chunk] === other) (numbers[index] ??= new Float64Array(chunk))[slot % chunk] = value!
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
        if (state === other) values.push(numbers[Math.floor(slot / chunk)]![slot % chunk]!)
        else if (state !== blank) values.push(state - zero)
      }
      return values
    },
  }
}
