import type { ReportSample } from '@safety-portfolio/evals'
import { acceptFiles } from '~/kit/accept-files.js'
import type { DemoElement } from '~/kit/demo-element.js'
import { registerDemo } from '~/kit/register-demo.js'
import { listed, logViewer, sampleName, scoresText, type LogState } from './demo.js'
import { viewLog, type ViewedLog } from './view-log.js'

type LogElement = DemoElement<LogState, ViewedLog, ViewedLog>

registerDemo('log-viewer-demo', logViewer, {
  connected: (viewer) => {
    acceptFiles(viewer, ([file]) => {
      if (file !== undefined) void open(viewer, file)
    })
  },
  shown: (viewer, shown) => {
    viewer.place('samples').replaceChildren(...listed(shown).map((sample) => sampleItem(sample)))
  },
})

async function open(viewer: LogElement, file: File): Promise<void> {
  try {
    viewer.useInput(await viewLog(new Uint8Array(await file.arrayBuffer()), file.name))
  } catch (error) {
    viewer.refuse(`${file.name} cannot be shown: ${(error as Error).message}`)
  }
}

function sampleItem(sample: ReportSample): HTMLElement {
  const item = document.createElement('details')
  item.append(element('summary', `${sampleName(sample)} (${scoresText(sample)})`))
  if (sample.error !== null) item.append(element('p', `Error: ${sample.error}`))
  item.append(element('p', `Target: ${sample.target}`))
  for (const [name, { explanation }] of Object.entries(sample.scores)) {
    if (explanation !== null && explanation !== '') item.append(element('p', `${name}: ${explanation}`))
  }
  for (const { role, text } of sample.messages) item.append(element('strong', role), element('pre', text))
  return item
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}
