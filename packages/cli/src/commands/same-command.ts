import type { Command, Option } from 'commander'
import { shellWord } from '../text/shell-word.js'

/**
 * The command that gives the same result again: every flag that differs from its default, and the seed. A table that was not named came from standard input.
 *
 * @param noFile - Nothing is read where no file is named. Default false.
 */
export function sameCommand(command: Command, given: readonly string[], noFile = false): string {
  const fromInput = given.length === 0 && command.registeredArguments.length > 0 && !noFile
  const named = fromInput ? ['-'] : given
  const words = [...names(command), ...named.map((word) => shellWord(word))]
  for (const option of command.options) {
    const name = option.attributeName()
    if (silent.has(name)) continue
    if (name !== 'seed' && command.getOptionValueSource(name) !== 'cli') continue
    words.push(...flagWords(option, command.getOptionValue(name)))
  }
  return words.join(' ')
}

const silent = new Set(['json', 'quiet'])

function names(command: Command): readonly string[] {
  return command.parent === null ? [command.name()] : [...names(command.parent), command.name()]
}

function flagWords(option: Option, value: unknown): readonly string[] {
  const flag = option.long!
  if (typeof value === 'boolean') return [flag]
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.flatMap((one) => [flag, shellWord(valueText(one))])
}

function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { name, value: assigned } = value as { readonly name: string; readonly value: string }
  return `${name}=${assigned}`
}
