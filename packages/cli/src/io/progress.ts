import type { Io } from './io.js'

/** What the command is doing, on stderr. */
export interface Progress {
  /** A new step begins: "Reading runs.csv". */
  step(text: string): void
  /** How far the step is, in [0, 1]. */
  fraction(done: number): void
  /** Clears the bar; the next text starts on a clean line. */
  end(): void
}

const barWidth = 24
const redrawMilliseconds = 100

/** A bar on a terminal, plain lines otherwise, nothing when quiet. */
export function createProgress(io: Io, quiet: boolean): Progress {
  if (quiet) return { step: nothing, fraction: nothing, end: nothing }
  return io.stderr.isTTY === true ? terminalBar(io) : plainLines(io)
}

function nothing(): void {
  // Quiet.
}

function plainLines(io: Io): Progress {
  let text = ''
  let quarters = 0
  return {
    step(next) {
      text = next
      quarters = 0
      io.stderr.write(`${text}\n`)
    },
    fraction(done) {
      // One line a quarter, and none at the end: the next step says that this one is over.
      const reached = Math.floor(done * 4)
      if (reached <= quarters || reached >= 4) return
      quarters = reached
      io.stderr.write(`${text}: ${reached * 25} %\n`)
    },
    end: nothing,
  }
}

function terminalBar(io: Io): Progress {
  const now = (): number => io.now?.() ?? Date.now()
  let text = ''
  let drawn = 0
  const draw = (line: string): void => {
    io.stderr.write(`\r\u001B[2K${line}`)
  }
  return {
    step(next) {
      text = next
      drawn = 0
      draw(text)
    },
    fraction(done) {
      if (now() - drawn < redrawMilliseconds) return
      drawn = now()
      // A file may grow while it is read.
      const share = Math.min(done, 1)
      const filled = Math.round(share * barWidth)
      draw(`${text} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${Math.round(share * 100)} %`)
    },
    end() {
      if (text !== '') draw('')
      text = ''
    },
  }
}
