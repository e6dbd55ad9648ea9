import type { RunProgress } from '@safety-portfolio/evals/node'
import type { Io } from '../io/io.js'

/** A live line about a run. */
export interface RunBar {
  show(progress: RunProgress): void
  end(): void
}

const width = 20
const lineEvery = 10_000

/** How a run says how far it is: `auto` is a bar on a terminal and plain lines elsewhere. */
export type ProgressKind = 'auto' | 'plain' | 'json' | 'none'

/** A line of JSON every second and at the end, for programs that watch. */
function jsonProgress(io: Io, now: () => number): RunBar {
  let last = Number.NEGATIVE_INFINITY
  let unsaid: RunProgress | null = null
  const say = (progress: RunProgress): void => {
    io.stderr.write(`${JSON.stringify({ progress })}\n`)
    unsaid = null
  }
  return {
    show(progress) {
      unsaid = progress
      if (now() - last < 1000) return
      last = now()
      say(progress)
    },
    end() {
      if (unsaid !== null) say(unsaid)
    },
  }
}

/** A bar with throughput, errors, cost and time left on a terminal; a plain line every ten seconds otherwise; nothing when quiet. */
export function createRunBar(io: Io, kind: ProgressKind): RunBar {
  const now = (): number => io.now?.() ?? Date.now()
  const isTerminal = kind === 'auto' && io.stderr.isTTY === true
  let last = now()
  let drawn = false
  if (kind === 'none') return { show: () => undefined, end: () => undefined }
  if (kind === 'json') return jsonProgress(io, now)
  return {
    show(progress) {
      const text = progressText(progress)
      if (isTerminal) {
        const columns = Math.max(20, (io.stderr.columns ?? 80) - 1)
        io.stderr.write(`\r\u001B[2K${(bar(progress) + text).slice(0, columns)}`)
        drawn = true
      } else if (now() - last >= lineEvery) {
        last = now()
        io.stderr.write(`${text}\n`)
      }
    },
    end() {
      if (drawn) io.stderr.write('\r\u001B[2K')
      drawn = false
    },
  }
}

function bar({ done, total }: RunProgress): string {
  if (total === null || total === 0) return ''
  const filled = Math.round((Math.min(done, total) / total) * width)
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} `
}

/** How far a run is, in words. */
function progressText(progress: RunProgress): string {
  const { done, total, errors, cost, rate, secondsLeft, connections } = progress
  return [
    total === null ? `${done} done` : `${done}/${total}`,
    `${rate >= 10 ? Math.round(rate) : Number(rate.toPrecision(2))}/s`,
    ...(errors > 0 ? [`${errors} failed`] : []),
    ...(cost > 0 ? [`$${cost.toFixed(cost < 1 ? 4 : 2)}`] : []),
    `${connections} at a time`,
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ].join(', ')
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
