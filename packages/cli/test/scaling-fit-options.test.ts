import { expect, it } from 'vitest'
import { sameCommand } from '../src/commands/scaling-fit-options.js'

const options = { law: 'chinchilla', dropHighest: 0, level: 0.95, seed: 1 }

it('repeats a command with its defaults', () => {
  expect(sameCommand('runs.csv', options)).toBe('safety-portfolio scaling fit runs.csv --law chinchilla --seed 1')
  expect(sameCommand(undefined, options)).toBe('safety-portfolio scaling fit - --law chinchilla --seed 1')
})

it('repeats every flag, quoted as a shell needs it', () => {
  const command = sameCommand("it's.csv", {
    ...options,
    loss: 'huber',
    delta: 0.01,
    dropHighest: 5,
    bootstrap: 100,
    level: 0.9,
    budget: [1e24, 5.76e23],
    map: [{ name: 'loss', value: 'a=b $HOME' }],
    where: [{ name: 'split', value: '' }],
    out: 'my report',
  })
  expect(command).toBe(
    String.raw`safety-portfolio scaling fit 'it'\''s.csv' --law chinchilla --loss huber --delta 0.01 --drop-highest 5 --bootstrap 100 --level 0.9 --seed 1 --budget 1e+24 --budget 5.76e+23 --map 'loss=a=b $HOME' --where split= --out 'my report'`,
  )
})
