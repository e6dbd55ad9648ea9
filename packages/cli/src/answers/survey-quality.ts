import {
  harmlessCodes,
  issueFindings,
  type InputIssue,
  type QualityReport,
  type Responses,
} from '@safety-portfolio/global-opinions'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { sentence } from '../text/wrap.js'
import { version } from '../version.js'
import type { Answer } from './answer.js'

const shown = 40
const method = 'every row read, checked and compared with what is known about such files'
const assumptions = [
  'Labels of countries and options are in English.',
  'What is not listed was not looked for; it may still be wrong.',
]

/** The quality of a survey. */
export function qualityAnswer(report: QualityReport): Answer {
  const bad = report.issues.filter(({ code }) => !harmlessCodes.has(code))
  return {
    title: 'Quality of a survey',
    lead: sentence(
      `${counted(report.questions, 'question')}, ${counted(report.pairs, 'answer')} of ${report.countries} labels of countries; ${counted(bad.length, 'problem')} in rows, which were left out, and ${counted(report.findings.length, 'oddity').replace(/oddity?s$/, 'oddities')} of questions`,
    ),
    tables: [
      {
        caption: 'What there is',
        header: ['what', 'how many'],
        rows: [
          ['questions', String(report.questions)],
          ['of one country only', String(report.singleCountryQuestions)],
          ['on a scale that is known', String(report.ordinalQuestions)],
          ["with don't know, refused or missing among the options", String(report.questionsWithNonSubstantive)],
          ['labels of countries', String(report.countries)],
          [
            'of samples that are not current national ones',
            String(report.qualified.filter(({ sample }) => sample !== 'national').length),
          ],
          ['countries under several labels', String(report.aliases.length)],
          ['labels that are no country known here', String(report.unknownCountries.length)],
        ],
      },
      ...issueTable('Rows', report.issues),
      ...issueTable('Questions', report.findings),
      ...(report.aliases.length === 0
        ? []
        : [
            {
              caption: 'Countries under several labels',
              header: ['code', 'labels', 'questions in common'],
              rows: report.aliases.map(({ iso3, labels, commonQuestions }) => [
                iso3,
                labels.join(', '),
                String(commonQuestions),
              ]),
            },
          ]),
    ],
    basis: { method, assumptions, warnings: issueFindings([...report.issues, ...report.findings]) },
    result: { ...report, method, assumptions, warnings: issueFindings([...report.issues, ...report.findings]) },
    fine: bad.length === 0,
  }
}

/** What is wrong with responses. */
export function responsesAnswer({ responses, models, issues, rows }: Responses): Answer {
  const warnings = issueFindings(issues)
  return {
    title: 'Quality of responses',
    lead: sentence(
      `${counted(responses.length, 'usable response')} of ${counted(models.length, 'model')} in ${counted(rows, 'row')}; ${counted(issues.length, 'problem')}`,
    ),
    tables: [
      {
        caption: 'Models',
        header: ['model', 'responses', 'with a prompted country', 'from samples'],
        rows: models.map((name) => {
          const own = responses.filter(({ model }) => model === name)
          return [
            name,
            String(own.length),
            String(own.filter(({ prompted }) => prompted !== null).length),
            String(own.filter(({ samples }) => samples !== null).length),
          ]
        }),
      },
      ...issueTable('Rows', issues),
    ],
    basis: { method, assumptions, warnings },
    result: { rows, usable: responses.length, models, issues, method, assumptions, warnings, version },
    fine: issues.length === 0,
  }
}

function issueTable(what: string, issues: readonly InputIssue[]): readonly SummaryTable[] {
  if (issues.length === 0) return []
  const more = issues.length > shown ? `, the first ${shown} of ${issues.length}` : ''
  return [
    {
      caption: `${what}${more}`,
      header: ['row', 'code', 'what'],
      rows: issues.slice(0, shown).map(({ row, code, message }) => [String(row), code, message]),
    },
  ]
}
