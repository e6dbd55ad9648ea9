import { describe, expect, it } from 'vitest'
import {
  addDuration,
  compareDurations,
  daysBetween,
  dueStatus,
  dutyCalendar,
  dutyIcs,
  findClock,
  noncomplianceFrom,
  noncomplianceRecord,
  reportCoverage,
  reportStatus,
  shippedPolicy,
} from '../src/index.js'

const rsp = shippedPolicy('rsp', '3.4')

describe('days', () => {
  it.each([
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2025-01-31', 'P1M', '2025-02-28'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2025-12-31', 'P1D', '2026-01-01'],
    ['2025-08-31', 'P6M', '2026-02-28'],
  ])('%s and %s is %s', (date, duration, expected) => {
    expect(addDuration(date, duration)).toBe(expected)
  })
  it('counts', () => {
    expect([
      daysBetween('2026-03-01', '2026-02-01'),
      compareDurations('P6M', 'P3M'),
      compareDurations('P1Y', 'P12M'),
    ]).toEqual([-28, 1, 0])
  })
  it('refuses what is no day', () => {
    expect(() => addDuration('2025-02-30', 'P1M')).toThrow(/addDuration/)
  })
})

describe('duties', () => {
  it('fall due, the next first', () => {
    const duties = dutyCalendar(
      rsp,
      [
        { clock: 'procedural-review', on: '2025-08-01' },
        { clock: 'Risk Report', on: '2026-02-24' },
        { clock: 'noncompliance-update', on: '2026-08-30' },
      ],
      '2026-09-01',
    )
    expect(duties.map(({ id, due, status }) => [id, due, status])).toEqual([
      ['procedural-review', '2026-08-01', 'soft'],
      ['risk-report', '2026-08-24', 'late'],
      ['noncompliance-update', '2026-11-30', 'due'],
    ])
  })
  it('refuse clocks that are not there', () => {
    expect(() => dutyCalendar(rsp, [{ clock: 'none', on: '2026-01-01' }], '2026-01-01')).toThrow(/dutyCalendar: clock/)
  })
  it('are a calendar file with short lines', () => {
    const ics = dutyIcs(
      dutyCalendar(rsp, [{ clock: 'external-reviewer', on: '2026-08-01' }], '2026-08-02'),
      '2026-08-02T10:00:00Z',
    )
    const lines = ics.split('\r\n')
    expect(lines.every((line) => line.length <= 75)).toBe(true)
    expect(lines).toEqual(
      expect.arrayContaining([
        'BEGIN:VCALENDAR',
        'DTSTART;VALUE=DATE:20260808',
        'DTSTAMP:20260802T100000Z',
        'END:VEVENT',
      ]),
    )
  })
  it('may be early', () => {
    expect(
      dueStatus({ on: '2026-02-24', every: 'P6M', earliest: 'P3M', done: '2026-03-01', today: '2026-03-01' }),
    ).toMatchObject({ status: 'on-time', early: true })
  })
})

describe('clocks', () => {
  it('end on their last minute', () => {
    const clock = findClock(shippedPolicy('ca-sb53', 'law'), 'imminent risk')!
    const at = (reported: string): string =>
      reportStatus(clock, { from: '2026-03-01T00:00Z', reported, now: null }).status
    expect([at('2026-03-02T00:00Z'), at('2026-03-02T00:01Z')]).toEqual(['on-time', 'overdue'])
    expect(reportStatus(clock, { from: '2026-03-01T00:00Z', reported: null, now: '2026-03-01T01:30Z' })).toMatchObject({
      elapsed: 'PT1H30M',
      reported: false,
    })
  })
  it('count working days', () => {
    const clock = findClock(shippedPolicy('eu-cop', 'final'), 'framework confirmation')!
    // 2026-09-04 is a Friday; five working days later is the next Friday.
    const at = (reported: string): string => reportStatus(clock, { from: '2026-09-04', reported, now: null }).status
    expect([at('2026-09-11'), at('2026-09-12')]).toEqual(['on-time', 'overdue'])
  })
  it('refuse what is no time', () => {
    const clock = findClock(shippedPolicy('eu-cop', 'final'), 'death')!
    expect(() => reportStatus(clock, { from: 'yesterday', reported: '2026-01-01', now: null })).toThrow(
      /reportStatus: times/,
    )
  })
})

it('coverage needs a policy with Risk Reports', () => {
  expect(() =>
    reportCoverage(shippedPolicy('rsp', '2.2'), { coverage: null, published: null, modelLeftOut: 'unknown' }),
  ).toThrow(/reportCoverage/)
})

describe('record of noncompliance', () => {
  const report = { id: 'n1', reportedOn: '2026-08-01', summary: 'an evaluation came three days late' }
  it('says what is owed', () => {
    const of = (parts: object): unknown => noncomplianceRecord(rsp, noncomplianceFrom([{ ...report, ...parts }]))[0]
    expect(of({})).toMatchObject({ status: 'open', owed: ['investigate'], nextUpdate: '2026-11-01' })
    expect(of({ substantiated: true })).toMatchObject({ status: 'action-owed', owed: ['notify-board-promptly'] })
    expect(of({ substantiated: true, actions: [{ action: 'notify-board-promptly', on: '2026-08-02' }] })).toMatchObject(
      { owed: [] },
    )
    expect(of({ substantiated: true, materialSafetyRisk: false })).toMatchObject({ owed: ['corrective-action'] })
    expect(of({ aboutOfficer: true, recipients: ['RSO'] })).toMatchObject({
      status: 'violation',
      missing: ['recipient:Board-member'],
    })
  })
  it('refuses other fields', () => {
    expect(() => noncomplianceFrom([{ ...report, name: 'x' }])).toThrow(/unknown field/)
  })
})
