import { version } from '../version.js'
import { html, trusted, type Html } from './html.js'
import { resultText } from './result-text.js'
import { style } from './style.js'

/** One chapter of a report. */
export interface Chapter {
  /** Address within the page. */
  readonly id: string
  /** Heading. */
  readonly title: string
  /** What follows the heading. */
  readonly body: Html
  /** Chapters of one group stand together in the contents, under its name. */
  readonly group?: string
  /** Name in the contents, where the heading would repeat the group. Default: the heading. */
  readonly short?: string
}

/** A report: one self-contained HTML file. */
export interface Page {
  /** Heading of the page and title of the window. */
  readonly title: string
  /** What the reader should take away, in a sentence or two. */
  readonly lead: string
  /** Stands in place of the lead. */
  readonly opening?: Html
  /** Short facts under the title: file, seed, date. */
  readonly facts: readonly string[]
  /** The command that makes this report again. */
  readonly command: string
  /** The chapters, at least one. */
  readonly chapters: readonly Chapter[]
  /** Data files by name; small ones can be saved from the page itself. */
  readonly files: Readonly<Record<string, string>>
  /** What the report shows, for programs. */
  readonly result: unknown
  /** Name of the file with the result. Default: `result.json`. */
  readonly resultFile?: string
}

// Nothing may be fetched and nothing may run, whatever a column name says.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The page as text. */
export function renderPage(page: Page): string {
  const { chapters } = page
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="safety-portfolio ${version}" />
        <title>${page.title}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${page.title}</h1>
          <p class="meta">
            ${[...page.facts, `safety-portfolio ${version}`].map((fact) => html`<span>${fact}</span>`)}
          </p>
          ${page.opening ?? html`<p class="lead">${page.lead}</p>`} ${chapters.length > 1 && contents(chapters)}
        </header>
        <main>
          ${chapters.map(
            (chapter) =>
              html`<section id="${chapter.id}" aria-labelledby="${chapter.id}-title">
                <h2 id="${chapter.id}-title">${chapter.title}</h2>
                ${chapter.body}
              </section> `,
          )}
          <section id="again" aria-labelledby="again-title">
            <h2 id="again-title">Make it again, cite it</h2>
            <p>The same command on the same data gives the same numbers:</p>
            <pre><code>${page.command}</code></pre>
            <p>
              Cite as: safety-portfolio contributors, <cite>safety-portfolio</cite>, version ${version},
              <a href="https://github.com/safety-portfolio/safety-portfolio"
                >github.com/safety-portfolio/safety-portfolio</a
              >.
            </p>
            <ul class="downloads">
              <li>${dataFile(page.resultFile ?? 'result.json', 'application/json', resultText(page.result))}</li>
              ${Object.entries(page.files).map(([name, text]) => html`<li>${dataFile(name, 'text/csv', text)}</li>`)}
            </ul>
          </section>
        </main>
        <footer>
          <p>
            Every number stands with its interval, or with the reason why it has none. The result is also part of this
            file, as JSON in the element with the id <code>result</code>.
          </p>
        </footer>
        <script type="application/json" id="result">
          ${trusted(scriptJson(page.result))}
        </script>
      </body>
    </html> `
  return document.markup
}

const largestEmbedded = 500_000

/** A link to save a data file from the page, or, where it would make the page heavy, the name of the file beside it. */
function dataFile(name: string, type: string, text: string): Html {
  if (text.length <= largestEmbedded) return download(name, type, text)
  return html`${name}, in the folder of this report`
}

/** A link that saves text under a name, without a server. */
function download(name: string, type: string, text: string): Html {
  return html`<a download="${name}" href="data:${type};charset=utf-8,${encodeURIComponent(text)}">Save ${name}</a>`
}

function contents(chapters: readonly Chapter[]): Html {
  const link = ({ id, title, short = title }: Chapter): Html => html`<li><a href="#${id}">${short}</a></li>`
  const groups = new Map<string, Chapter[]>()
  for (const chapter of chapters) {
    const name = chapter.group ?? ''
    groups.set(name, [...(groups.get(name) ?? []), chapter])
  }
  return html`<nav aria-label="Contents">
    ${[...groups].map(
      ([name, members]) =>
        html`<div>
          ${name !== '' && html`<p>${name}</p>`}
          <ol>
            ${members.map(link)}
          </ol>
        </div>`,
    )}
  </nav>`
}

function scriptJson(result: unknown): string {
  // "</script" and "<!--" inside a string would end or confuse the element.
  return JSON.stringify(result).replaceAll('<', String.raw`\u003c`)
}
