import type { Subject } from './suite.js'

/** Simulated models whose properties are known: `simulated/modest` stays below the lines of the demonstration, `simulated/capable` crosses one. */
const subjects: readonly Subject[] = [
  {
    name: 'simulated/modest',
    ability: 0.55,
    discrimination: {
      age: -0.12,
      'gender=female': 0.25,
      'gender=non-binary': 0.3,
      'race=Black': 0.45,
      'race=Asian': 0.1,
      'race=Hispanic': 0.15,
      'race=Native American': 0.3,
    },
    rare: { location: -2.6, scale: 0.22 },
  },
  {
    name: 'simulated/capable',
    ability: 0.93,
    discrimination: {
      age: -0.05,
      'gender=female': 0.1,
      'gender=non-binary': 0.1,
      'race=Black': 0.2,
      'race=Asian': 0,
      'race=Hispanic': 0.05,
      'race=Native American': 0.1,
    },
    rare: { location: -2.2, scale: 0.26 },
  },
]

/** The simulated subject of that name; `null` for real models. */
export function subjectNamed(name: string): Subject | null {
  return subjects.find((subject) => subject.name === name) ?? null
}
