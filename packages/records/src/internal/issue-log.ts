import { DataError, type DataIssue } from '../data-error.js'

/** Collects the first issues of a file and counts the rest. */
export interface IssueLog {
  /** How many there are so far. */
  readonly total: number
  add(issue: DataIssue): void
  /** Adds an issue before all others. */
  addFirst(issue: DataIssue): void
  /** Throws the one {@link DataError} if there is any issue. */
  finish(): void
  /** Adds an issue after which reading on makes no sense, and throws. */
  fail(issue: DataIssue): never
}

export function createIssueLog(name: string | undefined, limit = 100): IssueLog {
  const issues: DataIssue[] = []
  let total = 0
  const log: IssueLog = {
    get total() {
      return total
    },
    add(issue) {
      total += 1
      if (issues.length < limit) issues.push(issue)
    },
    addFirst(issue) {
      total += 1
      issues.unshift(issue)
      issues.splice(limit)
    },
    finish() {
      if (total > 0) throw new DataError(issues, { name, total })
    },
    fail(issue) {
      log.add(issue)
      throw new DataError(issues, { name, total })
    },
  }
  return log
}

/** A value as it is shown in messages: as JSON where it has some, shortened. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : plain(value)
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Date) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
