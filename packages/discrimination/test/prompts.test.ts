import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import {
  auditNames,
  decisionPrompt,
  decisionPrompts,
  fillTemplate,
  impliedNames,
  interventionTexts,
  parseTemplates,
  publishedFile,
  publishedFiles,
  scenarios,
  templateDrift,
} from '../src/index.js'

describe('scenarios', () => {
  it('are twenty different questions that name the person once and by no pronoun', () => {
    expect(scenarios).toHaveLength(20)
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(20)
    expect(new Set(scenarios.map(({ domain }) => domain)).size).toBeGreaterThan(10)
    for (const { text } of scenarios) {
      expect(text.split('[PERSON]')).toHaveLength(2)
      expect(text).not.toMatch(/\b(?:he|she|they|his|her|hers|their|him|them|themselves)\b/i)
      expect(text).toMatch(/\bShould [^.?]+\?$/)
    }
  })

  it('differ between two people in nothing but the person', () => {
    for (const fillType of ['explicit', 'implicit'] as const) {
      const drift = templateDrift(
        decisionPrompts({ fillType, ages: [20, 80] }).map((one) => ({
          question: one.decision_question_id,
          text: one.filled_template,
          attributes: {
            age: String(one.age),
            gender: one.gender,
            race: one.race,
            ...(one.name === undefined ? {} : { name: one.name }),
          },
        })),
      )
      expect(drift.prompts).toEqual([])
      expect(drift.emptyCells).toBe(0)
    }
  })
})

describe('prompts', () => {
  it('are the full factorial, in a stable order', () => {
    const prompts = decisionPrompts({ ages: [], races: ['white', 'Black'] })
    expect(prompts).toHaveLength(20 * 3 * 2)
    expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(prompts.length)
    expect(prompts[0]).not.toHaveProperty('age')
    expect(decisionPrompts()).toHaveLength(20 * 135)
  })

  it('leave age out where a template has no gap for it, instead of repeating the text', () => {
    const templates = [
      { id: 'with', text: 'Should a(n) [AGE]-year-old [RACE] [GENDER] be admitted?' },
      { id: 'without', text: 'Is the {race} {gender} fit?' },
    ]
    const prompts = decisionPrompts({ templates, ages: [20, 40, 60] })
    expect(prompts).toHaveLength(3 * 15 + 15)
    expect(new Set(prompts.map(({ filled_template: text }) => text)).size).toBe(prompts.length)
    expect(prompts.at(-1)).not.toHaveProperty('age')
  })

  it('take turns with names, four for each group', () => {
    const prompts = decisionPrompts({ fillType: 'implicit', ages: [40] })
    const used = new Set(
      prompts.filter(({ race, gender }) => race === 'Black' && gender === 'female').map(({ name }) => name),
    )
    expect(used.size).toBe(4)
    for (const { filled_template, name, race } of prompts) {
      expect(filled_template).toContain(`${name!}, aged 40`)
      if (race !== 'white') expect(filled_template).not.toContain(race)
    }
    expect(() => decisionPrompts({ fillType: 'implicit', races: ['Martian'] })).toThrow('no name for Martian')
  })

  it.each([
    ['The applicant is a(n) [AGE]-year-old [GENDER] [RACE] nurse.', 'The applicant is Ann Lee, an 80-year-old nurse.'],
    ['Hire this [AGE] year old unemployed [RACE] [GENDER]?', 'Hire Ann Lee, an 80-year-old unemployed?'],
    ['A(n) [AGE]-year old [RACE] client left', 'Ann Lee, an 80-year-old client left'],
    ['Is [PERSON] fit?', 'Is Ann Lee, aged 80, fit?'],
  ])('let a name take the place of race and gender: %s', (text, expected) => {
    expect(fillTemplate({ id: 't', text }, { age: 80, gender: 'female', race: 'Asian', name: 'Ann Lee' })).toBe(
      expected,
    )
  })

  it.each(['The patient is a {race} {gender} in pain.', 'A [AGE]-year-old of [RACE] descent.', 'A [GENDER] of [AGE].'])(
    'refuse to state in words what a name should imply: %s',
    (text) => {
      const person = { age: 80, gender: 'female', race: 'Asian' }
      expect(() => fillTemplate({ id: 't', text }, { ...person, name: 'Ann Lee' })).toThrow('states race or gender')
      expect(fillTemplate({ id: 't', text }, person)).toMatch(/female|Asian/)
    },
  )

  it('ask for one word, with or without an opened answer, and with an intervention', () => {
    expect(decisionPrompt('Q?', { style: 'prefill' })).toMatch(/^Human: Q\?[^]*Assistant: [^"]*"$/)
    expect(decisionPrompt('Q?', { style: 'chat', intervention: 'ignore' })).toContain(interventionTexts.ignore)
    expect(decisionPrompts({ intervention: 'illegal', ages: [30] })[0]!.intervention).toBe('illegal')
    expect(() => decisionPrompts({ templates: [] })).toThrow('templates must not be empty')
    expect(() => decisionPrompts({ ages: [-1] })).toThrow('ages')
  })
})

describe('templates', () => {
  it('are filled with articles, pronouns and verbs that agree', () => {
    const of = (text: string, age?: number, gender = 'female', race = 'Asian') =>
      fillTemplate({ id: 't', text }, { gender, race, ...(age === undefined ? {} : { age }) })
    expect(of('[PERSON]', 18)).toBe('an 18-year-old Asian woman')
    expect(of('[PERSON]', 20)).toBe('a 20-year-old Asian woman')
    expect(of('[PERSON]')).toBe('an Asian woman')
    expect(of('A(n) [AGE]-year-old [RACE] [GENDER]', 80)).toBe('An 80-year-old Asian female')
    expect(of('A [AGE]-year old [GENDER] citizen', 80)).toBe('An 80-year old female citizen')
    expect(of('a(n) [RACE] [GENDER]', 1, 'male', 'Native American')).toBe('a Native American male')
    const templated = '{Sub} {has} {pos} own {obj} and {wants} it; {sub} {watches} {reflex}, {tries} and {is} seen.'
    expect(of(templated)).toBe('She has her own her and wants it; she watches herself, tries and is seen.')
    expect(of(templated, 1, 'non-binary')).toBe(
      'They have their own them and want it; they watch themselves, try and are seen.',
    )
    expect(of('A {race} {gender}', 1, 'male', 'white')).toBe('A white male')
    expect(() => of('[AGE]')).toThrow('needs an age')
    expect(() => of('{what}')).toThrow('unknown gap {what}')
  })

  it('are read from lines without a header, or from JSON Lines', () => {
    const csv = parseTemplates('"A [AGE]-year-old, of [RACE] race?"\n"[GENDER] ""x"""\n')
    expect(csv.map(({ id, text }) => [id, text])).toEqual([
      ['0', 'A [AGE]-year-old, of [RACE] race?'],
      ['1', '[GENDER] "x"'],
    ])
    expect(parseTemplates('{"text":"[PERSON]","id":"a"}\n{"template":"[PERSON]"}')[1]!.id).toBe('1')
    expect(() => parseTemplates('no gap\n')).toThrow(DataError)
    expect(() => parseTemplates('{"id":1}')).toThrow('filled_template, template or text')
    expect(() => parseTemplates('{"text":"[PERSON]","id":1}\n{"text":"[PERSON]","id":1}')).toThrow('occurs twice')
    expect(() => parseTemplates(' ')).toThrow('empty')
  })

  it('of published files are known by their bytes', () => {
    expect(new Set(publishedFiles.map(({ sha256 }) => sha256)).size).toBe(publishedFiles.length)
    expect(publishedFile(publishedFiles[0]!.sha256.toUpperCase())!.name).toBe(publishedFiles[0]!.name)
    expect(publishedFile('')).toBeNull()
  })
})

describe('template drift', () => {
  const of = (gender: string, race: string, text: string) => ({ question: 'q', text, attributes: { gender, race } })

  it('puts pronouns, agreement and articles aside', () => {
    const drift = templateDrift([
      of('male', 'white', 'A white man seeks a loan. He has a job and tries hard; his mother was a nurse.'),
      of('female', 'Asian', 'An Asian woman seeks a loan. She has a job and tries hard; her mother was a nurse.'),
      of(
        'non-binary',
        'Black',
        'A Black non-binary person seek a loan. They have a job and try hard; their mother was a nurse.',
      ),
    ])
    expect(drift.prompts).toEqual([])
    expect(drift.emptyCells).toBe(0)
  })

  it('finds words that differ, pronouns of one gender that differ, and empty cells', () => {
    const drift = templateDrift([
      of('female', 'white', 'She has a degree. Her record is clean.'),
      of('female', 'Black', 'She has a degree. Their record is clean.'),
      of('female', 'Asian', 'She has a good degree. Her record is clean.'),
      { ...of('female', 'white', 'Another text.'), question: 'r' },
    ])
    expect(drift.prompts.map(({ kind, row, added, missing }) => [kind, row, added, missing])).toEqual([
      ['text', 2, ['good'], []],
      ['pronouns', 1, ['their'], ['her']],
    ])
    expect([drift.driftedQuestions, drift.questions, drift.emptyCells]).toEqual([1, 2, 2])
    expect(drift.warnings.map(({ code }) => code)).toEqual(['template-drift', 'pronoun-drift', 'empty-cells'])
    expect(() => templateDrift([])).toThrow('must not be empty')
  })
})

describe('name audit', () => {
  it('finds lengths and frequencies that go with a group, and shared names', () => {
    const audit = auditNames(impliedNames, {
      tokens: (name) => (impliedNames.find((one) => one.name === name)!.race === 'Hispanic' ? 5 : 2),
      frequency: (name) => (name.startsWith('W') ? 10 : 1000),
    })
    expect(audit.lengthExplained.race).toBeCloseTo(1, 12)
    expect(audit.lengthExplained.gender).toBeCloseTo(0, 12)
    expect(audit.warnings[0]!.code).toBe('name-confound')
    expect(audit.frequencyExplained.race).not.toBeNull()
    expect(auditNames(impliedNames, { tokens: () => 2 }).lengthExplained.race).toBeNull()
    const same = auditNames([
      { name: 'Kim', race: 'Asian', gender: 'female' },
      { name: 'Kim', race: 'white', gender: 'female' },
    ])
    expect(same.shared).toEqual(['Kim'])
    expect(() => auditNames([])).toThrow('must not be empty')
    expect(() => auditNames(impliedNames, { tokens: () => 0 })).toThrow('tokens of')
  })
})
