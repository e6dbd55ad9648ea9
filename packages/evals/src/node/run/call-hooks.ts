import type { Hooks } from '../../task/hooks.js'
import type { Redact } from './redact.js'

type HookName = Exclude<keyof Hooks, 'name'>
type HookEvent<Name extends HookName> = Parameters<NonNullable<Hooks[Name]>>[0]

/** The hooks of a run. */
export interface HookCalls {
  /** Calls every hook of this name; nothing that they do or fail to do comes back. The event is made only where somebody listens. */
  fire<Name extends HookName>(name: Name, event: () => HookEvent<Name>): void
  /** Waits for hooks that are under way, each for as long as it may take. */
  settled(): Promise<void>
  /** What went wrong, a line a hook and kind. */
  warnings(): readonly string[]
}

/** Milliseconds a hook may take before it is not called any more. */
const patience = 10_000

/** Calls hooks so that none can harm a run: what they throw is counted, and one that does not return in time is left out from then on. */
export function callHooks(list: readonly Hooks[], redact: Redact, longest: number = patience): HookCalls {
  const pending = new Set<Promise<void>>()
  const silenced = new Set<Hooks>()
  const failures = new Map<string, { readonly message: string; count: number }>()
  const failed = (hooks: Hooks, name: HookName, error: unknown): void => {
    const key = `${hooks.name}: ${name}`
    const known = failures.get(key)
    if (known === undefined)
      failures.set(key, { message: redact(error instanceof Error ? error.message : String(error)), count: 1 })
    else known.count += 1
  }
  const watch = (hooks: Hooks, name: HookName, work: Promise<void>): void => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        silenced.add(hooks)
        failed(hooks, name, new Error(`no return within ${longest / 1000} seconds; it is not called any more`))
        resolve()
      }, longest)
    })
    const one: Promise<void> = Promise.race([
      work.catch((error: unknown) => {
        failed(hooks, name, error)
      }),
      late,
    ]).finally(() => {
      clearTimeout(timer)
      pending.delete(one)
    })
    pending.add(one)
  }
  return {
    fire(name, event) {
      for (const hooks of list) {
        if (hooks[name] === undefined || silenced.has(hooks)) continue
        try {
          const returned = (hooks[name] as (given: unknown) => unknown)(event())
          if (returned instanceof Promise) watch(hooks, name, returned as Promise<void>)
        } catch (error) {
          failed(hooks, name, error)
        }
      }
    },
    async settled() {
      if (pending.size > 0) await Promise.all(pending)
    },
    warnings: () =>
      [...failures].map(
        ([key, { message, count }]) => `hook ${key}: ${message}${count > 1 ? ` (${count} times)` : ''}`,
      ),
  }
}
