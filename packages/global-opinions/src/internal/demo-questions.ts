/** A question of the demonstration survey, written for it. */
export interface DemoQuestion {
  readonly topic: string
  readonly text: string
  readonly options: readonly string[]
}

const agree = ['Strongly agree', 'Agree', 'Disagree', 'Strongly disagree', "Don't know"]
const important = ['Very important', 'Somewhat important', 'Not too important', 'Not at all important', "Don't know"]
const concern = ['Very concerned', 'Somewhat concerned', 'Not too concerned', 'Not at all concerned', "Don't know"]
const often = ['Very often', 'Fairly often', 'Not often', 'Not at all often']
const item = (topic: string, options: readonly string[], ...texts: readonly string[]): readonly DemoQuestion[] =>
  texts.map((text) => ({ topic, text, options }))

/** Our own questions about everyday matters, in batteries, with options as surveys have them. */
export const demoQuestions: readonly DemoQuestion[] = [
  ...item(
    'streets',
    agree,
    'Do you agree or disagree with this statement about streets: "Cars should drive more slowly where people live"?',
    'Do you agree or disagree with this statement about streets: "Bicycles need lanes of their own"?',
    'Do you agree or disagree with this statement about streets: "Parking should cost more than a bus ticket"?',
    'Do you agree or disagree with this statement about streets: "Children should be able to play in the street"?',
    'Do you agree or disagree with this statement about streets: "Street lamps should be dimmed after midnight"?',
  ),
  ...item(
    'food',
    important,
    'When you buy food, how important is it to you that it comes from nearby?',
    'When you buy food, how important is it to you that it is cheap?',
    'When you buy food, how important is it to you that animals were kept well?',
    'When you buy food, how important is it to you that it keeps for long?',
    'When you buy food, how important is it to you that it needs little packaging?',
  ),
  ...item(
    'machines',
    concern,
    'How concerned are you that machines will take decisions about you that nobody explains?',
    'How concerned are you that machines will make people forget how to write?',
    'How concerned are you that machines will be used to mislead voters?',
    'How concerned are you that machines will use more power than there is?',
  ),
  ...item(
    'machines',
    agree,
    'Do you agree or disagree with this statement about machines: "A machine that talks should say that it is one"?',
    'Do you agree or disagree with this statement about machines: "I would ask a machine before I ask a neighbour"?',
  ),
  ...item(
    'neighbours',
    often,
    'How often do you talk with neighbours about the weather?',
    'How often do you talk with neighbours about public affairs?',
    'How often do you lend things to neighbours?',
    'How often do you eat with neighbours?',
  ),
  ...item(
    'water',
    ['Too little', 'About the right amount', 'Too much', "Don't know"],
    'Does your town spend too little, too much or about the right amount on clean rivers?',
    'Does your town spend too little, too much or about the right amount on public fountains?',
    'Does your town spend too little, too much or about the right amount on swimming pools?',
    'Does your town spend too little, too much or about the right amount on flood walls?',
  ),
  ...item(
    'music',
    ['Yes', 'No'],
    'Should music be allowed in trains?',
    'Should every school teach an instrument?',
    'Should street musicians need a permit?',
  ),
  ...item(
    'time',
    ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
    'How satisfied are you with the time that you have for yourself, from 1 (not at all) to 10 (completely)?',
    'How satisfied are you with the time that public offices take, from 1 (not at all) to 10 (completely)?',
    'How satisfied are you with the hours at which shops are open, from 1 (not at all) to 10 (completely)?',
  ),
  ...item(
    'letters',
    ['Write by hand', 'Write on a screen', 'Speak', 'None of these'],
    'How would you tell a friend good news?',
    'How would you thank somebody you do not know?',
    'How would you complain about a bill?',
  ),
]
