import { describe, expect, it } from 'vitest'
import { humanBaselineFindings, isHumanBaseline } from '../src/answers/human-baseline.js'

describe('isHumanBaseline', () => {
  it.each([
    ...['human', ' Human ', 'humans', 'HUMAN', 'human_baseline', 'Human (baseline)', 'human baseliners', 'baseliner'],
    ...['best human for each task', 'Best Human for Each Task', 'human experts'],
  ])('is true of %j', (name) => {
    expect(isHumanBaseline(name)).toBe(true)
  })

  it.each([
    'baseline',
    'Human-7B',
    'human 2',
    'humanoid',
    'superhuman',
    'gpt-4-human-feedback',
    'Best Model for Each Task',
    '',
  ])('is false of %j', (name) => {
    expect(isHumanBaseline(name)).toBe(false)
  })
})

describe('humanBaselineFindings', () => {
  it('names them, and says nothing where there are none', () => {
    expect(humanBaselineFindings(['a', 'b'])).toEqual([])
    const [finding, ...others] = humanBaselineFindings(['human', 'a', 'baseliners'])
    expect(others).toEqual([])
    expect(finding!.message).toContain('human, baseliners.')
  })
})
