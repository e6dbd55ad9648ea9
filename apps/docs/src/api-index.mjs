// After TypeDoc has run: a first page per package (what it answers, its exports with their first sentence) and one for all of them.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const folder = 'src/content/docs/api'
const kinds = {
  functions: 'Functions',
  classes: 'Classes',
  variables: 'Constants',
  interfaces: 'Types',
  'type-aliases': 'Types',
}

/** @param {readonly string[]} libraries - Names of the packages, without the scope. */
export function apiIndex(libraries) {
  return {
    name: 'api-index',
    hooks: {
      'config:setup': ({ command }) => {
        if (command === 'preview') return
        const packages = libraries.map((name) =>
          JSON.parse(readFileSync(`../../packages/${name}/package.json`, 'utf8')),
        )
        writeFileSync(join(folder, 'README.md'), overview(packages))
        for (const each of packages) writeFileSync(join(folder, each.name, 'README.md'), packagePage(each))
      },
    },
  }
}

function overview(packages) {
  const rows = packages.map(({ name, description }) => `- [\`${name}\`](${route(name)}readme/): ${description}`)
  return page('API reference', 'Every export of every package.', rows.join('\n'))
}

function packagePage({ name, description }) {
  const sections = new Map()
  for (const file of globSync('*/*.md', { cwd: join(folder, name) }).toSorted()) {
    const [kind] = file.split('/')
    const title = kinds[kind] ?? kind
    const item = `- [\`${basename(file, '.md')}\`](${route(name)}${file.slice(0, -3).toLowerCase()}/)${summary(join(folder, name, file))}`
    sections.set(title, [...(sections.get(title) ?? []), item])
  }
  const body = [...new Set(Object.values(kinds))]
    .filter((title) => sections.has(title))
    .map((title) => `## ${title}\n\n${sections.get(title).join('\n')}`)
  return page(name, description, [`${description}.`, `\`\`\`sh\nnpm install ${name}\n\`\`\``, ...body].join('\n\n'))
}

function page(title, description, body) {
  return `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\neditUrl: false\nprev: false\nnext: false\n---\n\n${body}\n`
}

function route(name) {
  return `/api/${name.replace('@', '')}/`
}

/** The first sentence of the description, which follows the line that tells where the symbol is defined. */
function summary(file) {
  const text = readFileSync(file, 'utf8').split(/^Defined in: .*$/m)[1] ?? ''
  const paragraph =
    text
      .trim()
      .split(/\n\n|\n(?=#)/)[0]
      ?.replaceAll('\n', ' ') ?? ''
  const sentence = /^.*?(?<! al)[.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph
  return sentence === '' || sentence.startsWith('#') || sentence.startsWith('```')
    ? ''
    : `: ${sentence.replace(/[.:]$/, '')}`
}
