/**
 * The script of a report. It shows samples by `textContent` alone, so that nothing in a log can become markup; it fetches nothing.
 */
export const reportScript = `'use strict'
const data = JSON.parse(document.getElementById('data').textContent)
const byId = (id) => document.getElementById(id)
const make = (tag, text, className) => {
  const node = document.createElement(tag)
  if (text !== undefined) node.textContent = text
  if (className) node.className = className
  return node
}
const scoreText = (value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value))
const failed = (sample) => sample.error !== null
const wrong = (sample) => Object.values(sample.scores).some((score) => ['I', 'N', 0, false, '0'].includes(score.value))
const unscored = (sample) => Object.values(sample.scores).some((score) => score.value === null)
const kinds = { all: () => true, wrong, failed, unscored, limited: (sample) => sample.limit !== null, declined: (sample) => sample.declined !== null }
const list = byId('list')
const detail = byId('detail')
let shown = []
let chosen = -1
function filter() {
  const words = byId('search').value.toLowerCase()
  const kind = kinds[byId('kind').value]
  shown = data.samples.filter((sample) => kind(sample) && (words === '' || sample.text.includes(words)))
  list.replaceChildren(...shown.slice(0, 500).map((sample, index) => {
    const item = make('li')
    const button = make('button')
    button.type = 'button'
    button.append(make('span', sample.id + (sample.epoch > 1 ? ' · epoch ' + sample.epoch : ''), 'id'))
    button.append(make('span', sample.input.slice(0, 90), 'input'))
    const marks = Object.entries(sample.scores).map(([name, score]) => name + ' ' + (score.value === null ? 'unscored' : scoreText(score.value)))
    button.append(make('span', failed(sample) ? 'failed' : marks.join(', '), 'marks'))
    button.addEventListener('click', () => show(index))
    item.append(button)
    return item
  }))
  byId('count').textContent = shown.length + ' of ' + data.samples.length + ' samples' + (shown.length > 500 ? ', the first 500 listed' : '')
}
function show(index) {
  chosen = index
  const sample = shown[index]
  if (!sample) return
  for (const [place, item] of [...list.children].entries()) item.firstChild.setAttribute('aria-current', String(place === index))
  const parts = [make('h3', 'Sample ' + sample.id + ', epoch ' + sample.epoch)]
  if (sample.error !== null) parts.push(make('p', 'Error: ' + sample.error, 'bad'))
  if (sample.limit !== null) parts.push(make('p', 'Ended by the ' + sample.limit + ' limit.', 'note'))
  if (sample.declined !== null) parts.push(make('p', sample.declined === 'filter' ? 'Stopped by a content filter.' : 'The model refused.', 'note'))
  parts.push(make('h4', 'Target'), make('pre', sample.target))
  for (const [name, score] of Object.entries(sample.scores)) {
    parts.push(make('h4', name + ': ' + (score.value === null ? 'unscored' : scoreText(score.value))))
    if (score.answer) parts.push(make('p', 'Answer: ' + score.answer))
    if (score.explanation) parts.push(make('pre', score.explanation))
  }
  parts.push(make('h4', 'Messages'))
  for (const message of sample.messages) {
    const block = make('div', undefined, 'message ' + (['system', 'user', 'assistant', 'tool'].includes(message.role) ? message.role : 'other'))
    block.append(make('strong', message.role), make('pre', message.text))
    parts.push(block)
  }
  parts.push(make('p', sample.tokens + ' tokens' + (sample.cost === null ? '' : ', $' + sample.cost.toPrecision(3)) + (sample.seconds === null ? '' : ', ' + sample.seconds.toFixed(2) + ' s'), 'note'))
  detail.replaceChildren(...parts)
}
byId('search').addEventListener('input', filter)
byId('kind').addEventListener('change', filter)
list.addEventListener('keydown', (event) => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !list.children[chosen + step]) return
  event.preventDefault()
  show(chosen + step)
  list.children[chosen].firstChild.focus()
})
byId('browser').hidden = false
filter()
show(0)
`

/** The style of a report, light and dark. */
export const reportStyle = `:root{color-scheme:light dark;--line:#8884;--soft:#8881;--accent:#2a6;--bad:#c33}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:80rem;padding:1rem}
h1{font-size:1.6rem;margin:.2em 0}h2{margin-top:1.6em;font-size:1.25rem}h3,h4{margin:.8em 0 .2em}
.scroll{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.35em .8em;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}
svg{max-width:100%;min-width:30rem;height:auto}svg text{fill:currentColor;font:13px system-ui,sans-serif}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--soft);padding:.6em;margin:.2em 0;border-radius:4px;font:14px/1.45 ui-monospace,monospace}
#browser{display:grid;grid-template-columns:minmax(16rem,1fr) 2fr;gap:1rem}#browser[hidden]{display:none}
@media(max-width:50rem){#browser{grid-template-columns:1fr}#list{max-height:20rem}}
#list{list-style:none;margin:0;padding:0;max-height:80vh;overflow:auto}
#list button{display:grid;width:100%;text-align:left;font:inherit;color:inherit;background:none;border:0;border-bottom:1px solid var(--line);padding:.4em;cursor:pointer}
#list button[aria-current=true]{background:var(--soft);box-shadow:inset 3px 0 var(--accent)}
.id{font-weight:600;overflow-wrap:anywhere}.input{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.marks,.note{opacity:.8;font-size:.9em}
.message{border-left:3px solid var(--line);padding-left:.8em;margin:.6em 0}.assistant{border-color:var(--accent)}.bad{color:var(--bad);overflow-wrap:anywhere}
.controls{display:flex;gap:.6rem;flex-wrap:wrap;margin:.6rem 0}input,select{font:inherit;padding:.3em;max-width:100%}
`
