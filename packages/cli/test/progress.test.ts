import { expect, it } from 'vitest'
import { createProgress } from '../src/io/progress.js'
import { memoryIo } from './memory-io.js'

it('writes plain lines where nobody looks', () => {
  const io = memoryIo()
  const progress = createProgress(io, false)
  progress.step('Reading a.csv')
  for (const done of [0.1, 0.3, 0.31, 0.8, 1]) progress.fraction(done)
  progress.step('Fitting')
  progress.fraction(0.5)
  progress.end()
  expect(io.stderr.text).toBe('Reading a.csv\nReading a.csv: 25 %\nReading a.csv: 75 %\nFitting\nFitting: 50 %\n')
  expect(io.stdout.text).toBe('')
})

it('draws one bar on a terminal, not more than ten times a second, and clears it', () => {
  let time = 1000
  const io = memoryIo({ terminal: true, now: () => time })
  const progress = createProgress(io, false)
  progress.step('Reading a.csv')
  progress.fraction(0.5)
  progress.fraction(0.6)
  time += 100
  progress.fraction(1.5)
  const clear = '\r\u001B[2K'
  expect(io.stderr.text).toBe(
    `${clear}Reading a.csv${clear}Reading a.csv ${'█'.repeat(12)}${'░'.repeat(12)} 50 %${clear}Reading a.csv ${'█'.repeat(24)} 100 %`,
  )
  progress.end()
  progress.end()
  expect(io.stderr.text.endsWith(`100 %${clear}`)).toBe(true)
})

it('reads the clock of the system where none is given', () => {
  const io = memoryIo({ terminal: true })
  const progress = createProgress(io, false)
  progress.step('Reading')
  progress.fraction(0.25)
  expect(io.stderr.text).toContain('25 %')
})

it('is silent when quiet', () => {
  const io = memoryIo({ terminal: true })
  const progress = createProgress(io, true)
  progress.step('Reading')
  progress.fraction(0.5)
  progress.end()
  expect(io.stderr.text).toBe('')
})
