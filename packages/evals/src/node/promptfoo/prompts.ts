import { isObject } from '../../log/migrate-log.js'
import { namedFile, readDataFile } from './config-files.js'
import { foreignParts } from './template.js'

/** A prompt of a configuration. */
export interface Prompt {
  readonly label: string
  readonly template: string
}

/** Prompts: texts, files of text, of several texts with `---` between, or of messages in JSON or YAML. */
export async function parsePrompts(
  given: unknown,
  folder: string,
  problem: (where: string, what: string) => void,
): Promise<readonly Prompt[]> {
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given]
  const prompts: Prompt[] = []
  for (const [index, one] of list.entries()) {
    const where = `prompt ${index + 1}`
    const { raw, file, id, label }: Readonly<Record<string, unknown>> = isObject(one) ? one : { raw: one }
    const text = [raw, file, id].find((part) => typeof part === 'string' && part !== '') as string | undefined
    const unknown = isObject(one)
      ? Object.keys(one).filter((field) => !['raw', 'file', 'id', 'label'].includes(field))
      : []
    if (text === undefined || unknown.length > 0) {
      problem(where, unknown.length > 0 ? unknown.join(', ') : 'it is no text')
      continue
    }
    try {
      const named = namedFile(text, folder, true)
      const content = named === null ? text : await readDataFile(named)
      const texts =
        typeof content === 'string'
          ? named === null
            ? [content]
            : content.split(/\n---\n/)
          : [JSON.stringify(content)]
      for (const [part, template] of texts.map((each) => each.trim()).entries()) {
        const foreign = foreignParts(template)
        if (foreign.length > 0) problem(where, `its template is more than variables: ${foreign.join(', ')}`)
        const name = typeof label === 'string' ? label : text.split('\n')[0]!.slice(0, 60)
        prompts.push({ template, label: texts.length === 1 ? name : `${name} (${part + 1})` })
      }
    } catch (error) {
      problem(where, (error as Error).message)
    }
  }
  if (prompts.length === 0 && list.length === 0) problem('prompts', 'there are none')
  return prompts
}
