// Fails the build on a link, image or anchor of the built site that leads nowhere: prose, components and generated reference alike.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @param {{ without: readonly string[] }} options - Where links are not followed, because those pages were not built.
 * @returns {import('astro').AstroIntegration}
 */
export function checkLinks({ without }) {
  return {
    name: 'check-links',
    hooks: {
      'astro:build:done': ({ dir, logger }) => {
        const { problems, links, pages } = brokenLinks(fileURLToPath(dir), without)
        if (problems.length > 0) throw new Error(`Broken links:\n${problems.join('\n')}`)
        logger.info(`${links} links on ${pages} pages lead somewhere`)
      },
    },
  }
}

function brokenLinks(folder, without) {
  const pages = new Map(globSync('**/*.html', { cwd: folder }).map((file) => [file, read(join(folder, file))]))
  const problems = new Set()
  let links = 0
  for (const [file, page] of pages) {
    for (const link of page.links) {
      const target = new URL(link, `http://site/${file}`)
      if (target.host !== 'site' || without.some((prefix) => target.pathname.startsWith(prefix))) continue
      links += 1
      const path = posix.join('.', decodeURIComponent(target.pathname))
      const found = [path, posix.join(path, 'index.html')].find((name) => pages.has(name))
      if (found === undefined && !(existsSync(join(folder, path)) && !path.endsWith('/'))) {
        problems.add(`${dirname(file)}: ${link} does not exist`)
      }
      const anchor = decodeURIComponent(target.hash.slice(1))
      if (found !== undefined && anchor !== '' && !pages.get(found).anchors.has(anchor)) {
        problems.add(`${dirname(file)}: ${link} has no such heading`)
      }
    }
  }
  return { problems: [...problems], links, pages: pages.size }
}

function read(file) {
  const html = readFileSync(file, 'utf8').replaceAll(/<script[\s\S]*?<\/script>/g, '')
  const values = (pattern) =>
    [...html.matchAll(pattern)].map((match) => match[1].replaceAll(/&(?:amp|#x26|#38);/g, '&'))
  return { links: new Set(values(/\s(?:href|src)="([^"]*)"/g)), anchors: new Set(values(/\sid="([^"]*)"/g)) }
}
