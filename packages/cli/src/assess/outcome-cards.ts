import { html, trusted, type Html } from '../report/html.js'
import { sentence } from '../text/wrap.js'
import type { AssessedModel } from './assessment.js'

/** Shapes say the outcome without colour: a ring that is whole, one that is barred, and an open one. */
const signs = {
  permit:
    '<circle cx="12" cy="12" r="10" fill="none" stroke="var(--safety-portfolio-estimate)" stroke-width="2.5"/><path d="M7 12.5 10.5 16 17 8.5" fill="none" stroke="var(--safety-portfolio-estimate)" stroke-width="2.5"/>',
  hold: '<circle cx="12" cy="12" r="10" fill="none" stroke="var(--safety-portfolio-threshold)" stroke-width="2.5"/><path d="M6.5 12h11" stroke="var(--safety-portfolio-threshold)" stroke-width="3.5"/>',
  unasked:
    '<circle cx="12" cy="12" r="10" fill="none" stroke="var(--safety-portfolio-unknown)" stroke-width="2.5" stroke-dasharray="3 3"/>',
}

/** What follows for each model, at a glance. */
export function outcomeCards(models: readonly AssessedModel[]): Html {
  return html`<ul class="outcomes">
    ${models.map((model) => card(model))}
  </ul>`
}

function card({ model, policy, suites }: AssessedModel): Html {
  const kind = policy === null ? 'unasked' : policy.permitted ? 'permit' : 'hold'
  const verdict = policy === null ? 'No policy was asked' : sentence(policy.decision.outcome).replace(/\.$/, '')
  const missing = policy?.decision.missing ?? []
  const findings = suites.filter(({ answer }) => !answer.fine)
  return html`<li class="${kind}">
    <p class="model">${model}</p>
    <p class="verdict">
      ${trusted(`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">${signs[kind]}</svg>`)}${verdict}
    </p>
    ${policy !== null && html`<p>under ${policy.decision.policy.title}, as of ${policy.decision.asOf}</p>`}
    ${
      missing.length > 0 &&
      html`<p>Missing or not met:</p>
        <ul>
          ${missing.map((name) => html`<li>${name}</li>`)}
        </ul>`
    }
    ${findings.length > 0 && html`<p>With findings: ${findings.map(({ answer }) => answer.title).join('; ')}</p>`}
  </li>`
}
