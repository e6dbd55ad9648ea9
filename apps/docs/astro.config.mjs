import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { unified } from '@astrojs/markdown-remark'
import { colourTokenCss } from '@safety-portfolio/charts'
import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import rehypeKatex from 'rehype-katex'
import remarkMath from 'remark-math'
import starlightLlmsTxt from 'starlight-llms-txt'
import starlightTypeDoc from 'starlight-typedoc'
import { apiIndex } from './src/api-index.mjs'
import { assessment } from './src/assessment.mjs'
import { checkLinks } from './src/check-links.mjs'
import { pageMarkdown } from './src/page-markdown.mjs'
import { scrollableBlocks } from './src/scrollable.mjs'
import { sidebar } from './src/sidebar.mjs'
import { steadyFonts } from './src/steady-fonts.mjs'
import { worldMap } from './src/world-map.mjs'

const repository = 'https://github.com/safety-portfolio/safety-portfolio'

/** Every library; the command line is documented in guides/. `DOCS_API=off` leaves their reference and llms.txt out, which render every page again: for looking at prose and demos. */
const withReference = process.env.DOCS_API !== 'off'
const libraries = readdirSync('../../packages').filter((name) => withReference && name !== 'cli')

const require = createRequire(import.meta.url)
const styleSheets = [
  require.resolve('katex/dist/katex.min.css'),
  require.resolve('@fontsource-variable/source-serif-4/wght.css'),
  require.resolve('@fontsource-variable/source-sans-3/wght.css'),
  require.resolve('@fontsource-variable/source-sans-3/wght-italic.css'),
]

export default defineConfig({
  site: 'https://safety-portfolio.github.io',
  vite: {
    plugins: [worldMap(), steadyFonts()],
    resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
    worker: { format: 'es' },
    // Observable Plot and d3, once for all demos.
    build: { chunkSizeWarningLimit: 700 },
  },
  // Astro's own Markdown engine ignores remark and rehype plugins.
  markdown: { processor: unified({ remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex, scrollableBlocks] }) },
  integrations: [
    assessment(),
    starlight({
      title: 'safety-portfolio',
      description: 'Numbers AI-safety teams can stand behind: each with an interval, a source and its assumptions.',
      logo: { src: './src/assets/logo.svg', alt: '' },
      favicon: '/favicon.svg',
      social: [{ icon: 'github', label: 'GitHub', href: repository }],
      customCss: [
        ...styleSheets,
        ...['theme', 'content', 'demo', 'demo-results', 'print'].map((name) => `./src/styles/${name}.css`),
      ],
      // The colours of the charts, defined once, there.
      head: [{ tag: 'style', content: colourTokenCss({ light: ":root[data-theme='light']", dark: ':root' }) }],
      expressiveCode: {
        themes: ['github-dark', 'github-light'],
        styleOverrides: { borderRadius: '4px', codeFontSize: '0.8125rem', codePaddingInline: '1rem' },
        // Wrapped code needs no scrolling, by finger or by keyboard.
        defaultProps: { wrap: true, frame: 'none' },
      },
      lastUpdated: false,
      components: { Footer: './src/components/Footer.astro', Head: './src/components/Head.astro' },
      plugins: [
        ...(withReference
          ? [
              starlightLlmsTxt({
                projectName: 'safety-portfolio',
                description:
                  'TypeScript packages, one command and a site for AI-safety measurements. Every number has an interval, a source and its assumptions.',
                details:
                  'Every page of prose is also a Markdown file: its address with `.md` in place of the last slash.',
                exclude: ['api/**'],
              }),
              starlightTypeDoc({
                entryPoints: libraries.map((name) => `../../packages/${name}`),
                tsconfig: './tsconfig.json',
                typeDoc: {
                  entryPointStrategy: 'packages',
                  excludeInternal: true,
                  packageOptions: {
                    readme: 'none',
                    entryPoints: ['src/index.ts'],
                    skipErrorChecking: true,
                    validation: { notDocumented: true, notExported: false, invalidLink: true },
                    disableGit: true,
                    displayBasePath: fileURLToPath(new URL('../..', import.meta.url)),
                    gitRevision: 'main',
                    sourceLinkTemplate: `${repository}/blob/{gitRevision}/{path}#L{line}`,
                  },
                },
              }),
              apiIndex(libraries),
            ]
          : []),
      ],
      sidebar: sidebar(libraries),
    }),
    pageMarkdown(),
    checkLinks({ without: withReference ? [] : ['/api/'] }),
  ],
})
