import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { checkPage } from './kit/page-checks.js'

const here = import.meta.dirname
const root = path.join(here, '../../..')
const specs = globSync('*.spec.ts', { cwd: here }).map((file) => readFileSync(path.join(here, file), 'utf8'))

/** Addresses of all prose, as the site builds it. */
const pages = globSync('docs/**/*.{md,mdx}', { cwd: root })
  .filter((file) => !/\/_|^docs\/decisions\//.test(file))
  .map((file) => `/${file.replace(/^docs\//, '').replace(/\.mdx?$/, '')}/`.replace(/(?:^|\/)index\/$/, '/'))
/** Those with a demo are opened by the tests of their demo. */
const withDemo = new Set(specs.flatMap((text) => [...text.matchAll(/\bpath: '([^']+)'/g)].map(([, found]) => found!)))

for (const page of pages.filter((each) => !withDemo.has(each)).toSorted()) checkPage(page)

test('every demo has the tests that every demo has to pass', () => {
  const registered = globSync('src/demos/*/element.ts', { cwd: path.join(here, '..') }).flatMap((file) =>
    [
      ...readFileSync(path.join(here, '..', file), 'utf8').matchAll(
        /(?:registerDemo|customElements\.define)\(\s*'([^']+)'/g,
      ),
    ].map(([, tag]) => tag!),
  )
  expect(registered.length).toBeGreaterThan(13)
  const checked = specs.filter((text) => text.includes('checkDemo('))
  const without = registered.filter((tag) => !checked.some((text) => text.includes(`tag: '${tag}'`)))
  expect(without).toEqual([])
})

test('every page under demos is opened by the tests of its demo', () => {
  expect(pages.filter((page) => page.startsWith('/demos/') && !withDemo.has(page))).toEqual([])
})
