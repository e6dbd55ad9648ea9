// What decision 8 asks of a deprecation and of a breaking change, checked in texts.

/**
 * @param {string} source - A source file.
 * @returns {string[]} Each `@deprecated` that does not say since when, and what to use instead.
 */
export function deprecationProblems(source) {
  return [...source.matchAll(/@deprecated((?:(?!\*\/|\n\s*\*\s*@)[^])*)/g)].flatMap(([, text]) => {
    const said = text.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim()
    return /^Since \d+\.\d+\.\d+: use (?:`\w+`|\{@link \w+\})/.test(said)
      ? []
      : [`@deprecated ${said}: say "Since X.Y.Z: use \`replacement\`"`]
  })
}

/**
 * @param {string} changeset - The text of a changeset.
 * @returns {string[]} What a breaking change leaves out.
 */
export function changesetProblems(changeset) {
  const [, front = '', body = ''] = changeset.split(/^---$/m)
  const breaks = /: major\b/.test(front) || /^(?:Removes|Renames)\b/m.test(body)
  return breaks && !/^#+ Migration$/m.test(body) ? ['a breaking change without a heading "Migration"'] : []
}
