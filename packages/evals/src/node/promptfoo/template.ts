import { isObject } from '../../log/migrate-log.js'

/** Values of a test's variables. */
export type Vars = Readonly<Record<string, unknown>>

const placeholder = /\{\{-?\s*([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\])*)\s*-?\}\}/g

/** What of a template this harness does not fill in: blocks, filters, expressions. Empty where it is only variables and their members. */
export function foreignParts(template: string): readonly string[] {
  const rest = template.replaceAll(placeholder, '')
  return [...rest.matchAll(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs)].map(([part]) => part.slice(0, 40))
}

/** Names of the variables that a template uses. */
export function variablesIn(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, path]) => /^[\w$]+/.exec(path!)![0]))]
}

/** Fills in `{{ name }}` and `{{ name.member[0] }}`, once: what is filled in is not read again. Lists and maps become JSON. */
export function fillTemplate(template: string, vars: Vars): string {
  return template.replaceAll(placeholder, (_whole, path: string) => {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
    let value: unknown = vars
    for (const step of steps) value = isObject(value) || Array.isArray(value) ? own(value, step) : undefined
    if (value === undefined || value === null) return ''
    return typeof value === 'string' ? value : JSON.stringify(value)
  })
}

function own(value: object, step: string): unknown {
  return Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined
}
