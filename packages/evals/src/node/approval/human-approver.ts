import { createInterface } from 'node:readline/promises'
import type { Approval, Approver } from '../../task/approval.js'
import type { ToolCall } from '../../task/message.js'

/** Where a person is asked. */
export interface HumanApproverOptions {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream
  /** Seconds to wait for an answer, after which the call is rejected. Default 300. */
  readonly timeout?: number
}

const answers: Readonly<Record<string, Approval['decision']>> = {
  a: 'approve',
  r: 'reject',
  e: 'escalate',
  t: 'terminate',
}

/**
 * Asks a person at a terminal about each call, one after the other. Without a terminal, without an answer in time, or after three answers that are none, the call is rejected:
 * nobody who is not there approves.
 */
export function humanApprover(options: HumanApproverOptions): Approver {
  const { input, output, timeout = 300 } = options
  let turn: Promise<unknown> = Promise.resolve()
  const ask = async (call: ToolCall): Promise<Approval> => {
    if (input.isTTY !== true) return { decision: 'reject', explanation: 'nobody is at a terminal to ask' }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      stop.abort()
    }, timeout * 1000)
    const lines = createInterface({ input, output })
    lines.once('close', () => {
      stop.abort()
    })
    try {
      output.write(
        `\nThe model wants to call ${visible(call.function)} with\n${visible(JSON.stringify(call.arguments, null, 2))}\n`,
      )
      for (let tries = 0; tries < 3; tries += 1) {
        const said = await lines.question('[a]pprove, [r]eject, [e]scalate or [t]erminate? ', { signal: stop.signal })
        const decision = answers[said.trim().toLowerCase().slice(0, 1)]
        if (decision !== undefined) return { decision, explanation: 'decided by a person' }
      }
      return { decision: 'reject', explanation: 'three answers that were none' }
    } catch {
      return { decision: 'reject', explanation: 'nobody answered' }
    } finally {
      clearTimeout(timer)
      lines.close()
    }
  }
  return {
    name: 'human',
    approve(call) {
      const mine = turn.then(() => ask(call))
      turn = mine
      return mine
    },
  }
}

/** What a model says must not steer the terminal, nor look like something else on it: control characters and what has no width or turns the direction are spelled out. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === '\n' ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  )
}
