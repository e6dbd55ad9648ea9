import { registerDemo } from '~/kit/register-demo.js'
import { mixedModel } from './demo.js'
import { effectsOf } from './fit.js'
import MixedWorker from './worker.js?worker&inline'

registerDemo('mixed-model-demo', mixedModel, {
  worker: () => new MixedWorker(),
  cancelled: 'The computation was cancelled: the intervals shown are Wald intervals.',
  shown: (element, { result, state }) => {
    const count = Math.max(1, effectsOf(result.fit).length)
    const [slider] = element.controls('effect') as readonly HTMLInputElement[]
    Object.assign(slider ?? {}, { min: '1', max: String(count) })
    if (state.effect > count && result.fit !== null) element.change({ effect: count })
  },
})
