import { acceptFiles } from '~/kit/accept-files.js'
import { registerDemo } from '~/kit/register-demo.js'
import type { DemoElement } from '~/kit/demo-element.js'
import type { OpinionResult } from './compare.js'
import { opinions } from './demo.js'
import { rowsOf, withRows, type OwnOpinions } from './opinion-files.js'
import type { OpinionState } from './state.js'

type Element = DemoElement<OpinionState, OwnOpinions | null, OpinionResult>

/** The lists of the simulated survey, which come back with it. */
const simulated = new WeakMap<Element, ReadonlyMap<HTMLSelectElement, readonly HTMLOptionElement[]>>()

registerDemo('opinions-demo', opinions, {
  connected: listen,
  shown: (element, { input, state, result }) => {
    const note = element.querySelector<HTMLElement>('[data-part="mirrored"]')
    if (note !== null) note.hidden = input !== null
    offer(element, input, state)
    const slider = element.controls('question')[0]
    if (slider instanceof HTMLInputElement) slider.max = String(Math.max(1, result.explorer.length))
  },
})

/** The lists to choose from are those of the survey that is shown. */
function offer(element: Element, input: OwnOpinions | null, state: OpinionState): void {
  const lists = simulated.get(element)!
  for (const [select, options] of lists) {
    const names = input === null ? null : namesOf(input, select.name)
    select.replaceChildren(...(names === null ? options : names.map((name) => new Option(name, name))))
    select.value = String(state[select.name as keyof OpinionState])
  }
}

function namesOf({ survey, responses }: OwnOpinions, key: string): readonly string[] {
  if (key === 'model') return responses.models
  if (key === 'country') return [...new Set(survey.answers.map(({ country }) => country))].toSorted()
  return ['default', ...new Set(responses.responses.flatMap(({ prompted }) => (prompted === null ? [] : [prompted])))]
}

function listen(element: Element): void {
  const selects = ['model', 'condition', 'country'].flatMap((key) => [
    ...element.querySelectorAll<HTMLSelectElement>(`select[name="${key}"]`),
  ])
  simulated.set(element, new Map(selects.map((select) => [select, [...select.options]])))
  const zone = element.place('opinion-files')
  const status = zone.querySelector<HTMLElement>('[data-part="file-status"]')!
  let sides: Parameters<typeof withRows>[1] = { survey: null, responses: null }
  const open = async (files: readonly File[]): Promise<void> => {
    status.textContent = `Reading ${files.map(({ name }) => name).join(' and ')}`
    try {
      for (const one of files) {
        sides = withRows(await rowsOf(new Uint8Array(await one.arrayBuffer()), one.name), sides)
      }
    } catch (error) {
      status.textContent = `Not read: ${error instanceof Error ? error.message : String(error)}`
      return
    }
    const { survey, responses } = sides
    status.textContent = [
      survey === null
        ? 'The survey is missing.'
        : `Survey: ${survey.answers.length} answers to ${survey.questions.length} questions.`,
      responses === null ? 'The answers of models are missing.' : `Models: ${responses.models.join(', ')}.`,
    ].join(' ')
    const [first] = responses?.models ?? []
    if (survey === null || responses === null || first === undefined) return
    const own = { survey, responses }
    element.useInput(own, {
      model: first,
      condition: 'default',
      country: namesOf(own, 'country')[0] ?? '',
      question: 1,
    })
  }
  acceptFiles(zone, (files) => {
    void open(files)
  })
  zone.querySelector('button')!.addEventListener('click', () => {
    sides = { survey: null, responses: null }
    status.textContent = 'The simulated survey is shown.'
    element.useInput(null, { model: 'mirror', condition: 'default', country: 'Japan', question: 1 })
  })
}
