import { registerDemo } from '~/kit/register-demo.js'
import { opinions } from './demo.js'

registerDemo('opinions-demo', opinions)
