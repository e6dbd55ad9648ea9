import fc from 'fast-check'

// Laws draw the same cases in every run, so that a failure is a change of the code. FAST_CHECK_SEED=random explores new ones; a number repeats a run.
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } }
const wanted = process?.env['FAST_CHECK_SEED']

if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted ?? 20260101) })
