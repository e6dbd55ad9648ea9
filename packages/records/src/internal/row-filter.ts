import type { IssueLog } from './issue-log.js'
import type { PlannedFilter } from './column-plan.js'

/** Applies the filters and remembers what was seen, to explain a filter that keeps nothing. */
export interface RowFilterState {
  keeps(valueOf: (index: number) => unknown): boolean
  /** Logs an issue if no row at all was kept. */
  finish(log: IssueLog): void
}

const rememberedValues = 8

export function createRowFilter(filters: readonly PlannedFilter[]): RowFilterState {
  const seen = filters.map(() => new Set<string>())
  let kept = false
  return {
    keeps(valueOf) {
      let all = true
      for (const [index, { equals }] of filters.entries()) {
        const value = String(valueOf(index))
        if (value === equals) continue
        all = false
        const values = seen[index]!
        if (values.size < rememberedValues) values.add(value.slice(0, 40))
      }
      kept ||= all
      return all
    },
    finish(log) {
      if (kept || log.total > 0) return
      const conditions = filters.map(({ column, equals }) => `${column} = ${JSON.stringify(equals)}`).join(' and ')
      const values = filters.map(({ column }, index) => {
        const shown = [...seen[index]!].map((value) => JSON.stringify(value))
        return `${column}: ${shown.join(', ') || 'nothing else'}${shown.length === rememberedValues ? ', ...' : ''}`
      })
      log.add({
        code: 'no-matching-rows',
        path: [],
        message: `no row has ${conditions} (values seen instead: ${values.join('; ')})`,
      })
    },
  }
}
