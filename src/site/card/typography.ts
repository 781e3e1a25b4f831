import { lettersOf, restOf, symbolsOf } from './font-files.ts';

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

/**
 * A script, its family, and how it is set. Letters of many scripts are joined, so no space may come between them. The dandas, which
 * the scripts of India share, are drawn with the letters beside them.
 */
const script = (name: string, family: string, lineHeight: number, scale: number, sign = ''): Script => ({
  pattern: new RegExp(`(?![।॥])[\\p{Script_Extensions=${name}}${sign}]`, 'u'),
  family,
  lineHeight,
  tracking: 0,
  scale,
});

// Every script that UAX #31 recommends (table 5), but Thaana, for which npm has no serif, and Tibetan, whose only slice takes 731 kB.
// Scripts with marks above and below the letters need higher lines, and those with small letters a larger size.
const SCRIPTS: readonly Script[] = [
  script('Arabic', 'noto-naskh-arabic', 1.42, 1.14),
  script('Hebrew', 'noto-serif-hebrew', 1.22, 1.04, '₪'),
  script('Armenian', 'noto-serif-armenian', 1.2, 1),
  script('Georgian', 'noto-serif-georgian', 1.2, 1),
  script('Ethiopic', 'noto-serif-ethiopic', 1.3, 0.96),
  script('Devanagari', 'noto-serif-devanagari', 1.36, 1.02),
  script('Bengali', 'noto-serif-bengali', 1.36, 1.02),
  script('Gurmukhi', 'noto-serif-gurmukhi', 1.4, 1.02),
  script('Gujarati', 'noto-serif-gujarati', 1.36, 1.02),
  script('Oriya', 'noto-serif-oriya', 1.4, 1),
  script('Tamil', 'noto-serif-tamil', 1.36, 0.9),
  script('Telugu', 'noto-serif-telugu', 1.5, 0.98),
  script('Kannada', 'noto-serif-kannada', 1.5, 0.98),
  script('Malayalam', 'noto-serif-malayalam', 1.36, 0.9),
  script('Sinhala', 'noto-serif-sinhala', 1.36, 0.96),
  script('Thai', 'noto-serif-thai', 1.4, 0.98),
  script('Lao', 'noto-serif-lao', 1.44, 0.98),
  script('Khmer', 'noto-serif-khmer', 1.56, 0.98),
  script('Myanmar', 'noto-serif-myanmar', 1.7, 0.94),
];

/** The line height of a text with emoji, which are taller than letters. They change nothing else of it. */
const LINE_HEIGHT_OF_EMOJI = 1.28;
/** Characters that are a picture unless they ask for text, and the sign by which others ask to be one (UTS #51, section 2). */
const ASKS_FOR_EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;

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

/** The family of the sans typeface, without the Latin letters, which the Worker itself has. It has more letters than the serif. */
export const MORE_SANS = 'source-sans-3';
const EMOJI = 'noto-emoji';

/** Every family whose files are published for cards. */
export const FAMILIES: readonly string[] = [
  MORE_SANS,
  EMOJI,
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
  const scripts = SCRIPTS.filter(({ pattern }) => pattern.test(text)).map(({ family }) => family);
  // For arrows, stars, formulas, and rare letters. A headline has few, so another typeface is better than none.
  const rest = [restOf(MORE_SANS), symbolsOf(CHINESE)];
  const last = ASKS_FOR_EMOJI.test(text) ? [EMOJI, ...rest] : [...rest, EMOJI];
  if (!IS_EAST_ASIAN.test(text)) return { before: [], after: [...scripts, ...last] };
  const first = hanFamily(language, text);
  const others = [CHINESE, TRADITIONAL, JAPANESE, KOREAN].filter((family) => family !== first);
  return /^(zh|ja|ko|yue)\b/.test(language)
    ? { before: [first], after: [...scripts, ...others.map(lettersOf), ...last] }
    : { before: [], after: [...scripts, ...[first, ...others].map(lettersOf), ...last] };
}

/** Returns how a text is set: by its scripts, with room for the tallest of them. */
export function settingOf(text: string): Setting {
  const settings: Setting[] = SCRIPTS.filter(({ pattern }) => pattern.test(text));
  if (IS_EAST_ASIAN.test(text)) settings.push(EAST_ASIAN);
  const setting = settings.reduce(
    (highest, each) => (each.lineHeight > highest.lineHeight ? each : highest),
    settings[0] ?? LATIN,
  );
  return ASKS_FOR_EMOJI.test(text)
    ? { ...setting, lineHeight: Math.max(setting.lineHeight, LINE_HEIGHT_OF_EMOJI) }
    : setting;
}
