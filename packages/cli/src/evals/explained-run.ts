import { UsageError } from '../usage-error.js'

/** What keeps a run from beginning is the user's to put right, and says why. */
export async function explainedRun<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { name, message } = error as Error
    if (['RunError', 'LogWriteError', 'LogLockedError', 'LogError'].includes(name))
      throw new UsageError(`${message}.`, { cause: error })
    throw error
  }
}
