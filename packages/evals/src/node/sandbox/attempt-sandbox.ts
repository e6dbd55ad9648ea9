import { SandboxError, type OpenSandbox, type SandboxProvider } from '../../task/sandbox.js'
import type { Sample } from '../../task/task.js'
import { RunError } from '../run/run-error.js'
import { recordedSandbox } from './recorded-sandbox.js'

/** Seconds that the setup of a sample may take. */
const setupTimeout = 300

/** Looks whether sandboxes can be had; what is found out goes into the log. */
export async function preparedSandbox(provider: SandboxProvider | null): Promise<SandboxProvider | null> {
  if (provider?.prepare === undefined) return provider
  try {
    const found = await provider.prepare()
    return { ...provider, config: { ...provider.config, ...found } }
  } catch (error) {
    throw new RunError(`the sandbox ${provider.type} cannot be used: ${(error as Error).message}`, { cause: error })
  }
}

/** What a reader must know about where commands ran. */
export function sandboxWarnings(provider: SandboxProvider | null): readonly string[] {
  if (provider === null || provider.isolates) return []
  return [
    `sandbox ${provider.type}: commands ran with the rights of this user and could reach its files and network; it separates attempts and keeps no model in`,
  ]
}

/** Opens the sandbox of an attempt, with its files and setup. One that opens after the attempt has ended is closed at once. */
export async function openAttemptSandbox(
  provider: SandboxProvider,
  { files = {}, setup }: Sample,
  signal: AbortSignal,
  { event }: { readonly event: (kind: string, fields: object) => void },
): Promise<OpenSandbox> {
  const sandbox = recordedSandbox(await provider.open(signal), event)
  try {
    signal.throwIfAborted()
    for (const [path, content] of Object.entries(files)) await sandbox.writeFile(path, content)
    if (setup !== undefined) {
      const { code, stderr } = await sandbox.exec(['sh', '-c', setup], { timeout: setupTimeout })
      if (code !== 0)
        throw new SandboxError(`the setup of the sample failed with ${code ?? 'a signal'}: ${stderr.slice(0, 500)}`)
    }
    signal.throwIfAborted()
    return sandbox
  } catch (error) {
    await sandbox.close()
    throw error
  }
}
