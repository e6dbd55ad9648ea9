import type { DemoOptions } from '../commands/demo.js'
import { resolvePath } from '../commands/common-options.js'
import { exitCode } from '../exit-code.js'
import type { Io } from '../io/io.js'
import type { Progress } from '../io/progress.js'
import { styleFor } from '../io/style.js'
import { checkFolder, writeFolder } from '../io/write-folder.js'
import { basisText } from '../report/basis.js'
import { createDraw } from '../report/draw.js'
import { renderPage } from '../report/page.js'
import { resultText } from '../report/result-text.js'
import { tableText } from '../report/summary-table.js'
import { textWidth, wrap } from '../text/wrap.js'
import { version } from '../version.js'
import { allChapters } from './all-chapters.js'
import type { DemoChapter, DemoResult } from './demo-chapter.js'

const heading = 'Numbers with error bars: a demonstration'

interface Answered {
  readonly chapter: DemoChapter
  readonly answer: DemoResult
}

/** Runs every chapter, prints and reports them; the exit code. */
export async function runDemo(io: Io, options: DemoOptions, progress: Progress): Promise<number> {
  const folder = resolvePath(io, options.out)
  await checkFolder(folder)
  const answered = allChapters.map((chapter): Answered => {
    progress.step(chapter.title)
    return { chapter, answer: chapter.run(options.seed) }
  })
  const chapters = Object.fromEntries(answered.map(({ chapter, answer }) => [chapter.id, answer.result]))
  const result = { command: 'demo', seed: options.seed, version, chapters }
  const files = Object.fromEntries(
    answered.flatMap(({ chapter, answer }) =>
      Object.entries(answer.files).map(([name, text]) => [`${chapter.id}-${name}`, text] as const),
    ),
  )
  progress.step('Writing the report')
  const draw = await createDraw()
  const page = renderPage({
    title: heading,
    lead: 'Data were simulated from known constants and analysed as if these were unknown. Each estimate stands beside the truth, with its interval.',
    facts: [`seed ${options.seed}`, 'all data simulated'],
    command: `safety-portfolio demo --seed ${options.seed}`,
    chapters: await Promise.all(
      answered.map(async ({ chapter: { id, title }, answer }) => ({ id, title, body: await answer.html(draw) })),
    ),
    files,
    result,
  })
  await writeFolder(folder, { 'index.html': page, 'result.json': resultText(result), ...files })
  progress.end()
  io.stdout.write(options.json === true ? resultText(result) : demoText(answered, options.seed, folder, io))
  if (options.json === true && options.quiet !== true) io.stderr.write(`Report: ${folder}/index.html\n`)
  return answered.every(({ answer }) => answer.fine) ? exitCode.fine : exitCode.finding
}

function demoText(answered: readonly Answered[], seed: number, folder: string, io: Io): string {
  const style = styleFor(io.stdout, io.env)
  const width = textWidth(io.stdout)
  const blocks = [
    ...answered.flatMap(({ chapter, answer }) => [
      style.bold(chapter.title),
      wrap(answer.lead, width),
      ...answer.tables.map((table) => tableText(table, style)),
      ...basisText(answer.basis, style, width),
    ]),
    style.dim(`seed ${seed} · safety-portfolio ${version}`),
    `Next: safety-portfolio scaling fit --help\nReport: ${folder}/index.html`,
  ]
  return `${blocks.join('\n\n')}\n`
}
