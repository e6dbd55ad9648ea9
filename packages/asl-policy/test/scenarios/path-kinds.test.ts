import { describe, it } from 'vitest'
import { expectAnswer, type AskedScenario } from '../support/scenario-answer.js'

// Expected answers are read from the clauses of the policies, not from the engine.
describe('path kinds', () => {
  it.each<AskedScenario>([
    // RSP 2.2: a threshold that was not looked at in the follow-up.
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['follow-up:CBRN-4'], requiredStandards: ['ASL-3 Deployment', 'ASL-3 Security'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'cannot rule out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
      },
      { outcome: 'hold', requiredStandards: ['ASL-4 Deployment', 'ASL-4 Security'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'ruled out', 'AI R&D-4': 'cannot rule out', 'AI R&D-5': 'ruled out' },
        safeguards: { 'ASL-3 Security': 'met' },
        affirmative_case: true,
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit', requiredStandards: ['ASL-2 Deployment', 'ASL-3 Security'] },
    ],
    ['path-v2', '2.2', { required: null }, { outcome: 'hold', assessment: 'unknown', missing: ['assessment'] }],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'unknown' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['standard:ASL-3 Security'], obligations: [] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
        approvals: ['RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['approval:CEO'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
      },
      { outcome: 'hold', missing: ['approval:CEO', 'approval:RSO', 'shared:Board', 'shared:LTBT'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'not met', 'ASL-3 Security': 'met' },
        interim: { same_assurance: true, approvals: ['RSO'], shared: ['Board', 'LTBT'] },
      },
      { outcome: 'hold' },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'ruled out', 'AI R&D-4': 'cannot rule out', 'AI R&D-5': 'ruled out' },
        safeguards: { 'ASL-3 Security': 'met' },
        affirmative_case: null,
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { requiredStandards: ['ASL-2 Deployment', 'ASL-3 Security'], outcome: 'hold', missing: ['affirmative-case'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'ruled out', 'AI R&D-4': 'cannot rule out', 'AI R&D-5': 'ruled out' },
        safeguards: { 'ASL-3 Security': 'met' },
        affirmative_case: false,
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { requiredStandards: ['ASL-2 Deployment', 'ASL-3 Security'], missing: ['affirmative-case'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'ruled out', 'AI R&D-4': 'cannot rule out', 'AI R&D-5': 'ruled out' },
        safeguards: { 'ASL-3 Security': 'met', 'affirmative case': 'met' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit' },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'ruled out', 'AI R&D-4': 'cannot rule out', 'AI R&D-5': 'ruled out' },
        safeguards: { 'ASL-3 Security': 'met', 'affirmative case': 'unknown' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['affirmative-case'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': null, 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['follow-up:CBRN-4'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': null, 'AI R&D-4': 'ruled out' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold' },
    ],
    ['path-v2', '2.2', { required: true, determination: null }, { outcome: 'hold' }],
    ['path-v2', '2.2', { required: true }, { outcome: 'hold' }],
    [
      'path-v2',
      '2.0',
      {
        required: true,
        determination: { CBRN: 'ruled out', 'AI R&D': 'ruled out' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit', requiredStandards: ['ASL-2 Deployment', 'ASL-2 Security'] },
    ],
    [
      'path-v2',
      '2.2',
      { required: false, prior_standard: 'ASL-2' },
      {
        assessment: 'not-required',
        requiredStandards: ['ASL-2 Deployment', 'ASL-2 Security'],
        outcome: 'permit',
        obligations: [],
      },
    ],
    ['path-v2', '2.2', { required: false, prior_standard: null }, { outcome: 'hold' }],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: {
          'CBRN-3': 'cannot rule out',
          'CBRN-4': 'ruled out',
          'AI R&D-4': 'cannot rule out',
          'AI R&D-5': 'ruled out',
        },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
        affirmative_case: true,
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit', requiredStandards: ['ASL-3 Deployment', 'ASL-3 Security'] },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'crossed', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': 'met' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit' },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3': 'met' },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit' },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': true, 'ASL-3 Security': true },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'permit' },
    ],
    [
      'path-v2',
      '2.2',
      {
        required: true,
        determination: { 'CBRN-3': 'cannot rule out', 'CBRN-4': 'ruled out', 'AI R&D-4': 'ruled out' },
        safeguards: { 'ASL-3 Deployment': 'met', 'ASL-3 Security': null },
        approvals: ['CEO', 'RSO'],
        shared: ['Board', 'LTBT'],
      },
      { outcome: 'hold', missing: ['standard:ASL-3 Security'] },
    ],
  ])('%s %s %j', expectAnswer)
})
