import { expect, it } from 'vitest'
import { replayHistory, shippedHistory } from '../src/index.js'

const replay = replayHistory()

it('replays 23 decisions', () => {
  expect([replay.total, replay.rows.length]).toEqual([23, 23])
})
it.each(replay.rows.map((row) => [row.model, row] as const))(
  '%s agrees with the record, or says what it leaves open',
  (_model, row) => {
    if (row.agrees) return
    expect(row.explanation).toMatch(/leaves .+ open/)
  },
)
it('differs only where the record itself leaves the level open', () => {
  expect(replay.rows.filter(({ agrees }) => !agrees).map(({ model }) => model)).toEqual(['Gemini 2.5 Deep Think'])
})
it('finds the decisions that people and not numbers took', () => {
  const human = replay.rows
    .filter(({ humanDeterminations }) => humanDeterminations.length > 0)
    .map(({ model }) => model)
  // Sonnet 4 and Haiku 4.5 stayed at level 2 with virology in the middle zone.
  expect(human).toEqual(expect.arrayContaining(['Claude Sonnet 4', 'Claude Haiku 4.5']))
})
it('uses the version in force on the day', () => {
  expect(replay.rows.map(({ model, inForce }) => [model, inForce])).toEqual(
    shippedHistory().map(({ model, policy }) => [model, policy.version]),
  )
})
