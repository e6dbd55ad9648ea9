import { isObject } from '../../log/migrate-log.js'
import { canonicalJson } from '../cache/canonical-json.js'

type Schema = Readonly<Record<string, unknown>>
type Check = (value: unknown, rule: unknown, schema: Schema) => boolean

const size = (value: unknown): number =>
  typeof value === 'string' ? Array.from(value).length : Array.isArray(value) ? value.length : Number.NaN
const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => isObject(value),
}

/** Rules of JSON Schema that can be checked here; each holds for values of other kinds. */
const rules: Readonly<Record<string, Check>> = {
  type: (value, rule) => (Array.isArray(rule) ? rule : [rule]).some((kind) => kinds[String(kind)]?.(value) === true),
  enum: (value, rule) => (rule as unknown[]).some((one) => canonicalJson(one) === canonicalJson(value)),
  const: (value, rule) => canonicalJson(rule) === canonicalJson(value),
  required: (value, rule) => !isObject(value) || (rule as string[]).every((field) => Object.hasOwn(value, field)),
  properties: (value, rule) =>
    !isObject(value) ||
    Object.entries(rule as Record<string, Schema>).every(
      ([field, one]) => !Object.hasOwn(value, field) || fitsSchema(value[field], one),
    ),
  additionalProperties: (value, rule, { properties }) =>
    !isObject(value) ||
    Object.keys(value).every(
      (field) =>
        (isObject(properties) && Object.hasOwn(properties, field)) ||
        (isObject(rule) ? fitsSchema(value[field], rule) : rule !== false),
    ),
  items: (value, rule) => !Array.isArray(value) || value.every((item) => fitsSchema(item, rule as Schema)),
  minItems: (value, rule) => !Array.isArray(value) || size(value) >= Number(rule),
  maxItems: (value, rule) => !Array.isArray(value) || size(value) <= Number(rule),
  minLength: (value, rule) => typeof value !== 'string' || size(value) >= Number(rule),
  maxLength: (value, rule) => typeof value !== 'string' || size(value) <= Number(rule),
  pattern: (value, rule) => typeof value !== 'string' || new RegExp(String(rule), 'u').test(value),
  minimum: (value, rule) => typeof value !== 'number' || value >= Number(rule),
  maximum: (value, rule) => typeof value !== 'number' || value <= Number(rule),
}
const silent = new Set(['$schema', '$id', 'title', 'description', 'default', 'examples', '$comment'])

/** Names of the rules of a schema, at any depth, that cannot be checked here. */
export function foreignRules(schema: unknown): readonly string[] {
  if (!isObject(schema)) return typeof schema === 'boolean' ? [] : ['a schema that is no map']
  const within = [
    schema['items'],
    schema['additionalProperties'],
    ...Object.values(isObject(schema['properties']) ? schema['properties'] : {}),
  ]
  const own = Object.keys(schema).filter((rule) => !Object.hasOwn(rules, rule) && !silent.has(rule))
  return [...own, ...within.filter(isObject).flatMap(foreignRules)]
}

/** Whether a value fulfils a schema whose rules can all be checked. */
export function fitsSchema(value: unknown, schema: Schema | boolean): boolean {
  if (typeof schema === 'boolean') return schema
  return Object.entries(schema).every(([rule, given]) => rules[rule]?.(value, given, schema) ?? true)
}
