import { docsSchema } from '@astrojs/starlight/schema'
import { glob } from 'astro/loaders'
import { defineCollection } from 'astro:content'
import { slug } from 'github-slugger'

/** Prose lives in the repository's docs/; the API reference is generated under src/content/docs/. */
const roots = ['docs/', 'apps/docs/src/content/docs/']

const docs = defineCollection({
  loader: glob({
    base: '../..',
    // Decisions are for contributors, who read them where they work.
    pattern: [...roots.map((root) => `${root}**/[^_]*.{md,mdx}`), '!docs/decisions/**'],
    generateId: ({ entry }) => {
      const root = roots.find((prefix) => entry.startsWith(prefix)) ?? ''
      const path = entry
        .slice(root.length)
        .replace(/\.mdx?$/, '')
        .replace(/(^|\/)index$/, '')
      if (path === '') return 'index'
      return path
        .split('/')
        .map((part) => slug(part))
        .join('/')
    },
  }),
  schema: docsSchema(),
})

export const collections = { docs }
