import type { AnyLaw } from './law-registry.js'

/** What the engine knows of the laws that were defined. */
const definitions = /* @__PURE__ */ new WeakMap<object, AnyLaw>()

export function rememberLaw(law: object, definition: AnyLaw): void {
  definitions.set(law, definition)
}

/** The definition behind a law of the reader's own; `undefined` for an object that is none. */
export function definitionOf(law: object): AnyLaw | undefined {
  return definitions.get(law)
}
