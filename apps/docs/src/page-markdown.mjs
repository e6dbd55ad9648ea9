// After the build: every page of prose once more as Markdown, with formulas as TeX, charts as their descriptions and the tables as they were computed.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'

/** @returns {import('astro').AstroIntegration} */
export function pageMarkdown() {
  return {
    name: 'page-markdown',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir)
        const pages = globSync('**/index.html', { cwd: folder, exclude: ['api/**'] })
        for (const page of pages) writeFileSync(join(folder, markdownName(page)), await toMarkdown(join(folder, page)))
        logger.info(`${pages.length} pages as Markdown`)
      },
    },
  }
}

/** `methods/kaplan.md` beside `methods/kaplan/index.html`; `index.md` for the home page. */
function markdownName(page) {
  const folder = dirname(page)
  return folder === '.' ? 'index.md' : `${folder}.md`
}

async function toMarkdown(file) {
  const html = readFileSync(file, 'utf8')
  const title = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''
  const start = html.indexOf('class="sl-markdown-content"')
  const end = Math.min(
    ...['<aside class="about-page', '<footer'].map((tag) => html.indexOf(tag, start)).filter((at) => at > 0),
  )
  const content = html.slice(html.indexOf('>', start) + 1, end)
  const text = await unified()
    .use(rehypeParse, { fragment: true })
    .use(() => plainContent)
    .use(rehypeRemark, { handlers: { svg: description, math: formula } })
    .use(remarkGfm)
    .use(remarkStringify, { bullet: '-', fences: true })
    .process(content)
  const words = title
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
  return `# ${words.trim()}\n\n${String(text)}`
}

/** Leaves out what is for the eye or the hand only: controls, drawings of formulas, second drawings of charts, permalinks. */
function plainContent(tree) {
  const kept = (node) => {
    const { className = [], hidden, dataPart } = node.properties ?? {}
    if (hidden !== undefined || ['script', 'style', 'form', 'button', 'input'].includes(node.tagName)) return false
    return (
      !['katex-html', 'chart-narrow', 'sl-anchor-link', 'sr-only', 'notice'].some((name) =>
        className.includes?.(name),
      ) && dataPart !== 'time'
    )
  }
  const walk = (node) => {
    if (node.children === undefined) return
    node.children = node.children.filter(kept).flatMap(withCaption)
    node.children.forEach(walk)
  }
  walk(tree)
}

/** Markdown tables have no caption: it becomes a sentence before the table. */
function withCaption(node) {
  const caption = node.tagName === 'table' ? node.children.find(({ tagName }) => tagName === 'caption') : undefined
  if (caption === undefined) return [node]
  const rest = { ...node, children: node.children.filter((child) => child !== caption) }
  return [{ type: 'element', tagName: 'p', properties: {}, children: caption.children }, rest]
}

function description(state, { properties }) {
  const { ariaLabel, 'aria-description': ariaDescription = properties.ariaDescription } = properties
  const words = [ariaLabel, ariaDescription].filter((text) => text !== undefined).join(': ')
  return words === '' ? undefined : { type: 'emphasis', children: [{ type: 'text', value: `Chart. ${words}` }] }
}

/** The TeX that KaTeX keeps inside its MathML. */
function formula(state, node) {
  const annotation = find(node, (each) => each.tagName === 'annotation')
  const value = annotation?.children?.[0]?.value ?? ''
  return { type: 'inlineCode', value: `$${value.trim()}$` }
}

function find(node, test) {
  if (test(node)) return node
  for (const child of node.children ?? []) {
    const found = find(child, test)
    if (found !== undefined) return found
  }
  return undefined
}
