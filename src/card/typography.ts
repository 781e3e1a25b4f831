import { lettersOf } from './font-files.ts';

// Which typefaces a text of a card needs, and how its script is set.

/** The names of the typefaces that every card has, in the renderer. */
export const SERIF = 'Serif';
export const SANS = 'Sans';

/** How the headline of a script is set. */
export interface Setting {
  /** The line height, as a multiple of the font size. */
  lineHeight: number;
  /** The space between letters, as a multiple of the font size. */
  tracking: number;
  /** What the font size is multiplied by, so that scripts with small letters look as large as Latin. */
  scale: number;
}

interface Script extends Setting {
  pattern: RegExp;
  family: string;
}

const LATIN: Setting = { lineHeight: 1.14, tracking: -0.012, scale: 1 };

// Letters of Arabic and Devanagari are joined, so no space may come between them. Scripts with marks above and below the letters
// need higher lines.
const SCRIPTS: readonly Script[] = [
  {
    pattern: /\p{Script_Extensions=Arabic}/u,
    family: 'noto-naskh-arabic',
    lineHeight: 1.42,
    tracking: 0,
    scale: 1.14,
  },
  {
    pattern: /\p{Script_Extensions=Devanagari}/u,
    family: 'noto-serif-devanagari',
    lineHeight: 1.36,
    tracking: 0,
    scale: 1.02,
  },
  {
    pattern: /\p{Script_Extensions=Thai}/u,
    family: 'noto-serif-thai',
    lineHeight: 1.4,
    tracking: 0,
    scale: 0.98,
  },
  {
    pattern: /\p{Script_Extensions=Hebrew}/u,
    family: 'noto-serif-hebrew',
    lineHeight: 1.22,
    tracking: 0,
    scale: 1.04,
  },
];

/** How Han, kana and hangul are set, whatever their typeface. */
const EAST_ASIAN: Setting = { lineHeight: 1.3, tracking: 0, scale: 0.9 };
const IS_EAST_ASIAN =
  /[\p{Script_Extensions=Han}\p{Script_Extensions=Hangul}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}]/u;

const [CHINESE, TRADITIONAL, JAPANESE, KOREAN] = [
  'noto-serif-sc',
  'noto-serif-tc',
  'noto-serif-jp',
  'noto-serif-kr',
];

/** Every family whose files are published for cards. The sans typeface has Latin letters in the Worker itself. */
export const FAMILIES: readonly string[] = [
  'source-sans-3',
  ...SCRIPTS.map(({ family }) => family),
  CHINESE,
  TRADITIONAL,
  JAPANESE,
  KOREAN,
];

/** Returns the typeface in which a language writes Han: the same characters have other forms in Beijing, Taipei, Tokyo and Seoul. */
function hanFamily(language: string, text: string): string {
  const locale = new Intl.Locale(language).maximize();
  if (locale.language === 'ja' || /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return JAPANESE;
  if (locale.language === 'ko' || /\p{Script=Hangul}/u.test(text)) return KOREAN;
  return locale.script === 'Hant' || locale.script === 'Bopo' ? TRADITIONAL : CHINESE;
}

/** The families of a text beside the serif and sans that every card has, by preference. */
export interface Families {
  /** Before the serif: their punctuation is part of their script. */
  before: string[];
  /** After it: these draw what it lacks. */
  after: string[];
}

/** Returns the families that a text may need. */
export function familiesOf(text: string, language: string): Families {
  const after = SCRIPTS.filter(({ pattern }) => pattern.test(text)).map(({ family }) => family);
  if (!IS_EAST_ASIAN.test(text)) return { before: [], after };
  const first = hanFamily(language, text);
  const rest = [CHINESE, TRADITIONAL, JAPANESE, KOREAN].filter((family) => family !== first);
  return /^(zh|ja|ko|yue)\b/.test(language)
    ? { before: [first], after: [...after, ...rest.map(lettersOf)] }
    : { before: [], after: [...after, ...[first, ...rest].map(lettersOf)] };
}

/** Returns how a text is set: by its scripts, with room for the tallest of them. */
export function settingOf(text: string): Setting {
  const settings: Setting[] = SCRIPTS.filter(({ pattern }) => pattern.test(text));
  if (IS_EAST_ASIAN.test(text)) settings.push(EAST_ASIAN);
  return settings.reduce(
    (highest, each) => (each.lineHeight > highest.lineHeight ? each : highest),
    settings[0] ?? LATIN,
  );
}

/** Scripts that write no spaces between words. */
const WITHOUT_SPACES =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** What stays with the word before it: the endings and particles of Japanese, the marks of repetition and length. */
const STAYS = /^[\p{Script=Hiragana}々ーヽゝ]+$/u;
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Returns the text with a zero width space, where a line may end, between the words of scripts without spaces: the renderer does
 * not know the words of Thai, and would break those of Chinese and Japanese anywhere. No line begins with punctuation.
 */
export function withBreaks(text: string, language: string): string {
  if (!WITHOUT_SPACES.test(text)) return text;
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)];
  return segments
    .map(({ segment, isWordLike }, index) => {
      const before = segments[index - 1];
      const mayBreak =
        isWordLike &&
        before?.isWordLike &&
        WITHOUT_SPACES.test(segment + before.segment) &&
        !STAYS.test(segment);
      // "2026年" is one word.
      return mayBreak && !/\d$/.test(before.segment) ? `${ZERO_WIDTH_SPACE}${segment}` : segment;
    })
    .join('');
}
