import type { FileOf, Plan } from './plan.js'
import { subjectNamed } from './subjects.js'

/** Something in a plan that each field alone allows. */
export interface Contradiction {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** What of a plan does not go together, each with what to do. */
export function contradictions(plan: Plan): readonly Contradiction[] {
  return [
    ...modelContradictions(plan),
    ...askedContradictions(plan),
    ...fileContradictions(plan),
    ...lineContradictions(plan),
  ]
}

function modelContradictions({ models, policy }: Plan): readonly Contradiction[] {
  const names = models.map(({ name }) => name)
  return [
    ...names.flatMap((name, index) =>
      names.indexOf(name) === index
        ? []
        : [{ path: ['models', index], message: `${name} is named twice: leave one out` }],
    ),
    ...Object.keys(policy?.models ?? {})
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: ['policy', 'models', name],
        message: `${name} is none of the models: ${names.join(', ')}`,
      })),
  ]
}

/** What cannot be asked of a model. */
function askedContradictions({ models, suites }: Plan): readonly Contradiction[] {
  const { rareBehaviours, opinions } = suites
  const real = models.find(({ name }) => subjectNamed(name) === null)?.name
  const simulated = models.find(({ name }) => subjectNamed(name) !== null)?.name
  const issues: Contradiction[] = []
  if (rareBehaviours !== undefined && rareBehaviours.observations === undefined) {
    const path = ['suites', 'rareBehaviours']
    if (rareBehaviours.queries === undefined) {
      issues.push({ path, message: 'give queries to ask, or a table of observations' })
    }
    if (real !== undefined && rareBehaviours.pattern === undefined) {
      issues.push({ path, message: `${real} is a real model: give the pattern that recognises the behaviour` })
    }
    if (real !== undefined && typeof rareBehaviours.queries === 'number') {
      issues.push({ path: [...path, 'queries'], message: `${real} is a real model: give a table of queries` })
    }
    if (simulated !== undefined && rareBehaviours.pattern !== undefined) {
      const message = `${simulated} gives log-probabilities and says nothing to match: leave the pattern out, or the model`
      issues.push({ path: [...path, 'pattern'], message })
    }
    const wrong = patternError(rareBehaviours.pattern)
    if (wrong !== null) issues.push({ path: [...path, 'pattern'], message: `is no regular expression: ${wrong}` })
  }
  if (opinions?.responses === undefined && opinions !== undefined) {
    if (real !== undefined && opinions.survey === 'simulated') {
      const message = `the simulated survey is for simulated models; ${real} needs a survey of people`
      issues.push({ path: ['suites', 'opinions', 'survey'], message })
    }
    if (simulated !== undefined && opinions.survey !== 'simulated') {
      const message = `${simulated} knows the simulated survey only: write survey: simulated, or leave the model out`
      issues.push({ path: ['suites', 'opinions', 'survey'], message })
    }
  } else if (opinions?.survey === 'simulated') {
    const message = 'responses are held against a survey of people: name its file'
    issues.push({ path: ['suites', 'opinions', 'survey'], message })
  }
  return issues
}

function patternError(pattern: string | undefined): string | null {
  try {
    if (pattern !== undefined) new RegExp(pattern, 'iu')
    return null
  } catch (error) {
    return (error as Error).message
  }
}

/** Files of results must say whose they are. */
function fileContradictions({ models, suites }: Plan): readonly Contradiction[] {
  const { capability = [], discrimination, opinions, rareBehaviours } = suites
  const given: readonly (readonly [readonly PropertyKey[], FileOf | undefined])[] = [
    ...capability.map(({ log }, index) => [['suites', 'capability', index, 'log'], log] as const),
    [['suites', 'discrimination', 'decisions'], discrimination?.decisions],
    [['suites', 'opinions', 'responses'], opinions?.responses],
    [['suites', 'rareBehaviours', 'observations'], rareBehaviours?.observations],
  ]
  const names = models.map(({ name }) => name)
  return given.flatMap(([path, files]): readonly Contradiction[] => {
    if (files === undefined) return []
    if (typeof files === 'string') {
      if (names.length === 1) return []
      return [{ path, message: `of which of the ${names.length} models is ${files}? Write { MODEL: FILE }` }]
    }
    return Object.keys(files)
      .filter((name) => !names.includes(name))
      .map((name) => ({ path: [...path, name], message: `${name} is none of the models: ${names.join(', ')}` }))
  })
}

function lineContradictions({ suites, policy }: Plan): readonly Contradiction[] {
  const { capability = [] } = suites
  const which = capability.flatMap(({ task, log }, index) =>
    (task === undefined) === (log === undefined)
      ? [{ path: ['suites', 'capability', index], message: 'name either a task to run or a log to read' }]
      : [],
  )
  const lines = new Set(capability.flatMap(({ line }) => (line === undefined ? [] : [line])))
  if (lines.size === 0 || policy !== undefined) return which
  return [
    ...which,
    { path: ['policy'], message: `tasks are held against ${[...lines].join(', ')}, but no policy is named` },
  ]
}
