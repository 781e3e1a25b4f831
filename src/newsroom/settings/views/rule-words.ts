import { plainRule, type Rules, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { sentence } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';

/** What the rules of settings say to whoever writes data/site.json, and what they say here. */
const RULES: Rules = [
  [
    /^must be a path on this site, like \/about, or an absolute http or https URL$/,
    sentence(
      '{field} must be one of your pages, like /about, or a whole address, like https://news.example.',
    ),
  ],
  [/^must not be given twice\b/, sentence('{field} is there twice. Each must be different.')],
  [/^must have a link$/, sentence('{field} has no link yet. Add one, or empty its heading.')],
  [
    /^must have at most (?<most>\d+) links; /,
    sentence('{field} has more than {most} links. Put some at the end of pages.'),
  ],
  [/^must have at most (?<most>\d+) links$/, sentence('{field} must have at most {most} links.')],
  [/^must have at most (?<most>\d+) columns$/, sentence('{field} must have at most {most} columns.')],
  [/^must have at most (?<most>\d+) people$/, sentence('{field} must name at most {most} people.')],
  [/^must have at most (?<most>\d+) languages$/, sentence('{field} must be at most {most}.')],
  [
    /^must be at most 10 times, and at least half, the height$/,
    sentence('{field} must be at most ten times as wide as high, and at most twice as high as wide.'),
  ],
  [/^must be an e-mail address/, sentence('{field} must be an e-mail address, like editor@news.example.')],
  [/^must be a time zone/, sentence('{field} must be one of those in the list. Choose one.')],
  [/^must be (?:one of|"|true or false)/, sentence('{field} must be one of the choices here. Choose one.')],
  [/^must be a whole number$/, sentence('{field} must be a whole number.')],
  [/^Too small/, sentence('{field} must not be below 0.')],
  [/^Too big: .* <=(?<most>\d+)$/, sentence('{field} must be at most {most}.')],
  [/^must be a colour\b/, sentence('{field} must be a colour, like #0b57a4.')],
  [/^must name the model/, sentence('{field} must be named, because a model writes.')],
  [/^must be the address of the server/, sentence('{field} must be stated, like https://host/v1.')],
];

const CONTRAST =
  /^must have a contrast of at least (?<least>[\d.]+) to 1, but has (?<figures>.*)\. (?<colour>#\w+) has enough$/;

/** How much contrast a colour has with what is seen beside it. */
const BESIDE: Readonly<Record<string, string>> = {
  'the page': sentence('With the page ({colour}) it has {contrast}.'),
  'the TL;DR': sentence('With a TL;DR ({colour}) it has {contrast}.'),
  'the card': sentence('With the card ({colour}) it has {contrast}.'),
  'the paper': sentence('With the paper ({colour}) it has {contrast}.'),
  text: sentence('With text ({colour}) it has {contrast}.'),
  'small text': sentence('With small text ({colour}) it has {contrast}.'),
  'the label of what AI wrote': sentence('With the label of what AI wrote ({colour}) it has {contrast}.'),
  corrections: sentence('With corrections ({colour}) it has {contrast}.'),
  links: sentence('With links ({colour}) it has {contrast}.'),
};

/** Says a rule to somebody who has never seen the file. */
export function saySettingRule(t: Translate, rule: string, field: string): string {
  const { least = '', figures = '', colour = '' } = CONTRAST.exec(rule)?.groups ?? {};
  if (colour === '') return sayRule(t, plainRule(rule, RULES), field);
  return [
    t('{field} must have a contrast of at least {least} to 1.', { field, least }),
    ...Array.from(
      figures.matchAll(/([\d.]+) with ([^(]+) \((#\w+)\)/g),
      ([, contrast = '', name = '', beside = '']) => t(BESIDE[name] ?? '', { contrast, colour: beside }),
    ),
    t('The shade {colour} has enough.', { colour }),
  ].join(' ');
}
