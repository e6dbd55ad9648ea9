import * as nodeModule from 'node:module'

let allowed = false

/** Lets task files import `@safety-portfolio/evals` from this installation where their own folder has none, as with a global one. */
export function allowOwnImports(): void {
  if (allowed) return
  allowed = true
  // Not in Node 20, where task files need an installation of their own.
  const hooks = nodeModule as Partial<Pick<typeof nodeModule, 'registerHooks'>>
  hooks.registerHooks?.({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        if (!specifier.startsWith('@safety-portfolio/')) throw error
        return next(specifier, { ...context, parentURL: import.meta.url })
      }
    },
  })
}
