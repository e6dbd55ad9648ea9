import { computeTrendChart } from '@safety-portfolio/charts'
import { fitComputeTrend, type ComputeModel, type ComputeTrend } from '@safety-portfolio/scaling-laws'
import { modelsTable } from '~/demos/compute-trend/models-table.js'
import { defineKind, estimateRow, messages } from '../kind.js'
import { readWith } from '../read-with.js'

export const computeModels = defineKind<
  readonly ComputeModel[],
  { readonly trend: ComputeTrend; readonly models: readonly ComputeModel[] }
>({
  label: 'Models with date and training compute',
  wants: 'name, date and compute in FLOP',
  page: '/demos/compute-trend/',
  sample: modelsTable.sample,
  read: (text, columns) => readWith(modelsTable, text, columns),
  analyse: (models) => {
    const trend = fitComputeTrend(models, { level: 0.95 })
    return {
      lead:
        trend.refusal?.message ??
        `Training compute of ${trend.n} models grows ${trend.growthPerYear.estimate?.toPrecision(3) ?? '?'} times a year.`,
      estimates: [
        estimateRow('growth a year, times', trend.growthPerYear),
        estimateRow('doubling time, months', trend.doublingMonths),
      ],
      method: trend.method,
      source: 'Sevilla et al. 2022; Epoch AI',
      assumptions: trend.assumptions,
      warnings: messages(trend.warnings, trend.refusal),
      result: { trend, models },
    }
  },
  draw: ({ trend, models }, width) => computeTrendChart(models, trend, { width }),
})
