import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Preregistration } from '@safety-portfolio/evals'
import { UsageError } from '../usage-error.js'

/** Reads a preregistration in YAML or JSON. */
export async function readPreregistration(file: string): Promise<Preregistration> {
  const { parsePreregistration } = await import('@safety-portfolio/evals')
  const { parse } = await import('yaml')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${(error as Error).message}.`)
  }
  try {
    return parsePreregistration(parse(text, { schema: 'core' }))
  } catch (error) {
    throw new UsageError(`${path.basename(file)}: ${(error as Error).message.replace('parsePreregistration: ', '')}.`)
  }
}
