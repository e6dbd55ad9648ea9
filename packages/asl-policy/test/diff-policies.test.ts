import { describe, expect, it } from 'vitest'
import { diffPolicies, parsePolicy, shippedPolicy, type Policy } from '../src/index.js'
import { housePolicy } from './support/house-policy.js'

const rsp = (version: string): Policy => shippedPolicy('rsp', version)
const house = parsePolicy(housePolicy)

describe('rules compared by every case', () => {
  it.each([
    ['a tighter line', 'score < 0.05', 'stronger'],
    ['a looser line', 'score < 0.2', 'weaker'],
    ['the line itself allowed', 'score <= 0.1', 'weaker'],
    ['something else', 'score > 0.05', 'incomparable'],
    ['other words', '0.1 > score', 'same'],
  ])('%s', (_what, text, direction) => {
    const diff = diffPolicies(house, parsePolicy(housePolicy.replace('score < 0.1', text)))
    expect(diff.direction).toBe(direction)
    const [rule] = diff.differences
    if (direction !== 'same') expect(rule?.witness).not.toBeNull()
  })
  it('a rule gone, with a case that it held', () => {
    const without = parsePolicy(housePolicy.replace(/ {2}- \{ id: low-score.*\n/, ''))
    const { differences, direction } = diffPolicies(house, without)
    expect([direction, differences[0]?.change]).toEqual(['weaker', 'rule-removed'])
    expect((differences[0]?.witness as { score: number }).score).toBeGreaterThanOrEqual(0.1)
    expect(diffPolicies(without, house).direction).toBe('stronger')
  })
  it('the same policy', () => {
    expect(diffPolicies(house, house)).toMatchObject({ direction: 'same', differences: [], warnings: [] })
  })
})

describe('versions of the Responsible Scaling Policy', () => {
  it('a scope that narrowed eight days before it was first used', () => {
    const { direction, detectors } = diffPolicies(rsp('2.1'), rsp('2.2'))
    expect(direction).toBe('weaker')
    expect(detectors.find(({ code }) => code === 'scope-narrowed-before-use')?.message).toMatch(
      /8 days before Claude Opus 4/,
    )
  })
  it('a line that moved with its results', () => {
    const { detectors } = diffPolicies(rsp('2.1'), rsp('2.2'))
    expect(
      detectors
        .filter(({ code }) => code === 'line-moved-after-results')
        .map(({ message }) => message)
        .join(' '),
    ).toMatch(/4\.5 to 1\.8 .*looser/)
  })
  it('a rewrite is incomparable', () => {
    expect(diffPolicies(rsp('2.2'), rsp('3.0')).direction).toBe('incomparable')
  })
  it('a later version against an earlier one turns every direction round', () => {
    const flip = { stronger: 'weaker', weaker: 'stronger', incomparable: 'incomparable', same: 'same' } as const
    const there = diffPolicies(rsp('3.3'), rsp('3.4')).differences
    const back = diffPolicies(rsp('3.4'), rsp('3.3')).differences
    const directions = (list: typeof there): object =>
      Object.fromEntries(list.map(({ part, id, direction }) => [`${part} ${id}`, direction]))
    expect(directions(back)).toEqual(
      Object.fromEntries(Object.entries(directions(there)).map(([id, direction]) => [id, flip[direction as 'same']])),
    )
  })
  it('other families are warned of', () => {
    expect(diffPolicies(rsp('2.2'), shippedPolicy('meta', '2')).warnings[0]?.code).toBe('other-publisher')
  })
})
