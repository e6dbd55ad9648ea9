import { registerDemo } from '~/kit/register-demo.js'
import { chinchilla } from './demo.js'
import { sliderRange } from './fit.js'
import FitWorker from './worker.js?worker&inline'

registerDemo('chinchilla-demo', chinchilla, {
  worker: () => new FitWorker(),
  cancelled: 'The bootstrap was cancelled: the intervals shown are sandwich intervals.',
  shown: (element, { input, state }) => {
    element.place('field-delta').hidden = state.loss !== 'huber'
    const { lower, upper } = sliderRange(input)
    const [slider] = element.controls('budget') as readonly HTMLInputElement[]
    Object.assign(slider ?? {}, { min: String(lower), max: String(upper) })
    const budget = Math.min(upper, Math.max(lower, state.budget))
    if (budget !== state.budget) element.change({ budget })
  },
})
