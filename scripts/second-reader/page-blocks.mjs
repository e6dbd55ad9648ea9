// The fenced blocks of a page of Markdown, in order, as a reader meets them.

/** @returns {{ language: string, text: string, line: number }[]} */
export function pageBlocks(markdown) {
  const blocks = []
  let open = null
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```(\S*)/.exec(line)
    if (fence === null) open?.lines.push(line)
    else if (open === null) open = { language: fence[1], lines: [], line: index + 1 }
    else {
      blocks.push({ language: open.language, text: open.lines.join('\n'), line: open.line })
      open = null
    }
  }
  return blocks
}

/** Commands that prose and tables name between backticks: `npx safety-portfolio scaling fit RUNS`, without what stands for the reader's own. */
export function namedCommands(markdown) {
  const prose = markdown.replaceAll(/^\s*```[\s\S]*?^\s*```/gm, '')
  const named = [...prose.matchAll(/`((?:npx )?safety-portfolio [^`]+)`/g)].map(([, command]) =>
    command
      .split(' ')
      .filter((word) => !/^[A-Z][A-Z.]*$|^--?\w|\./.test(word))
      .join(' '),
  )
  return [...new Set(named)]
}
