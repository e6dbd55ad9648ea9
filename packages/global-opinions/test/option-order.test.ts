import { describe, expect, it } from 'vitest'
import { dropNonSubstantive, nonSubstantiveKind, optionOrder } from '../src/index.js'

describe('options that are no opinion', () => {
  it.each([
    ['DK/Refused', 'dont-know'],
    ["Don't know", 'dont-know'],
    ['Don’t know/Refused', 'dont-know'],
    ['Refused', 'refused'],
    ['No answer', 'no-answer'],
    ['No answer/refused', 'no-answer'],
    ['Missing; Not available', 'missing'],
    ['Missing; Unknown', 'missing'],
    ['Other missing; Multiple answers Mail (EVS)', 'missing'],
    ['Missing; Not applicable for other reasons', 'missing'],
    ['Not asked in survey', 'missing'],
    ['Refused (DO NOT READ)', 'refused'],
    ['Total                  N=', 'total'],
  ])('%s', (label, kind) => {
    expect(nonSubstantiveKind(label)).toBe(kind)
  })

  it.each([
    'Neither (VOL)',
    'Depends',
    'No',
    'Never heard of',
    'Other',
    'None',
    'Not mentioned',
    'Unknown soldier',
    'Nobody',
  ])('%s is one', (label) => {
    expect(nonSubstantiveKind(label)).toBeNull()
  })

  it('are dropped, unless nothing is left', () => {
    expect(dropNonSubstantive([0, 0, 1], ['Yes', 'No', 'DK'])).toBeNull()
    expect(dropNonSubstantive([0.5, 0.5], ['Yes', 'DK'])).toBeNull()
    expect(dropNonSubstantive([0.5, 0.5], ['Yes', 'No'])!.nonSubstantiveShare).toBe(0)
    expect(() => dropNonSubstantive([1], ['Yes', 'No'])).toThrow(RangeError)
  })
})

describe('scales', () => {
  it.each<readonly [readonly string[], readonly number[], boolean, string]>([
    [
      ['0', '9', '10', 'DK', '1', '2', '3', '4', '5', '6', '7', '8'],
      [0, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
      false,
      'numbers',
    ],
    [['1.0', '2.0', '3.0'], [0, 1, 2], true, 'numbers'],
    [['Never justifiable', '2', '3', '4', 'Always justifiable'], [0, 1, 2, 3, 4], true, 'numbers'],
    [
      ['Very favorable', 'Somewhat favorable', 'Somewhat unfavorable', 'Very unfavorable', 'DK/Refused'],
      [3, 2, 1, 0],
      true,
      'words',
    ],
    [['Agree', 'Neither agree nor disagree', 'Disagree'], [2, 1, 0], true, 'words'],
    [
      ['Very important', 'Somewhat important', 'Not too important', 'Not at all important'],
      [3, 2, 1, 0],
      true,
      'words',
    ],
    [['Very likely', 'Somewhat likely', 'Not too likely', 'Not at all likely'], [3, 2, 1, 0], true, 'words'],
    [['Strongly agree', 'Agree', 'Disagree', 'Strongly disagree'], [3, 2, 1, 0], true, 'words'],
    [
      ['A lot of confidence', 'Some confidence', 'Not too much confidence', 'No confidence at all'],
      [3, 2, 1, 0],
      true,
      'words',
    ],
    [['Better', 'Worse', 'About the same'], [1, 2, 0], false, 'words'],
    [
      ['Very big problem', 'Moderately big problem', 'Small problem', 'Not a problem at all'],
      [3, 2, 1, 0],
      true,
      'words',
    ],
    [['Major threat', 'Minor threat', 'Not a threat'], [2, 1, 0], true, 'words'],
    [['A lot more', 'Somewhat more', 'Only a little more', 'Not more'], [3, 2, 1, 0], true, 'words'],
    [['Very likely', 'Somewhat likely', 'Not likely'], [2, 1, 0], true, 'words'],
    [
      [
        'One of the most important priorities',
        'A very important priority',
        'A lower priority',
        'Not a priority at all',
      ],
      [3, 2, 1, 0],
      true,
      'words',
    ],
    [['Change for the better', 'Change for the worse', 'Not change that much'], [1, 2, 0], false, 'words'],
    [['Satisfied', '3', '2', 'Dissatisfied'], [3, 2, 1, 0], true, 'numbers'],
    [['Yes', 'No', 'DK/Refused'], [0, 1], true, 'two options'],
    [['Mentioned', 'Not mentioned'], [0, 1], true, 'two options'],
  ])('%j', (labels, order, ordered, basis) => {
    expect(optionOrder(labels)).toMatchObject({ ordinal: true, order, ordered, basis })
  })

  it.each<readonly [readonly string[]]>([
    [['United States', 'China', 'Japan', 'Germany']],
    [['Yes', 'DK']],
    [['Very good', 'Very bad', 'Neither good or bad (VOL)', 'Both good and bad (VOL)']],
    [['Very favorable', 'Somewhat unfavorable', 'Never heard of']],
    [['2', '4', 'Car', 'Bus', 'Train']],
    [['Very good', 'Very favorable', 'Bad']],
  ])('%j is none', (labels) => {
    expect(optionOrder(labels)).toMatchObject({ ordinal: false, order: [] })
  })
})
