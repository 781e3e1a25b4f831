import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '../language/words.ts';
import { type Fault, formatValue, type Parsed } from '../site/story/parse/fault.ts';

// Messages as translators' tools know them: i18next JSON v4 (https://www.i18next.com/misc/json-format). A plural's forms are keys with
// suffixes, such as `stories_few`, and a value to fill in has two braces.

/** Messages by their names. A plural is a group with the form "other". */
interface Group {
  [name: string]: string | Group;
}

const messagesIn = (language: string) => LANGUAGES[language]?.messages as Group | undefined;
const english = messagesIn('en') as Group;

/** Returns the plural forms of a language, "other" last. */
const formsOf = (language: string): string[] => {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return ['zero', 'one', 'two', 'few', 'many', 'other'].filter((form) =>
    pluralCategories.some((category) => category === form),
  );
};

function toI18next(messages: Group, forms: readonly string[]): Group {
  const toValue = (message: string | Group = '') => String(message).replace(/\{(\w+)\}/g, '{{$1}}');
  const entries = Object.entries(messages).flatMap(([name, message]): [string, string | Group][] => {
    if (typeof message === 'string') return [[name, toValue(message)]];
    if (!('other' in message)) return [[name, toI18next(message, forms)]];
    return forms.map((form) => [`${name}_${form}`, toValue(message[form] ?? message.other)]);
  });
  return Object.fromEntries(entries);
}

/** Writes the messages of a language as i18next JSON; the English ones, in as many plural forms, if we do not have it. */
export const exportMessages = (language: string): string =>
  `${JSON.stringify(toI18next(messagesIn(language) ?? english, formsOf(language)), null, 2)}\n`;

const placesOf = (message: string) => Array.from(message.matchAll(/\{\w+\}/g), ([place]) => place).sort();

/** Returns the rule that a translated value breaks; undefined if it may stand in place of the original. */
function brokenRule(value: unknown, original: string, mayOmitCount: boolean): string | undefined {
  if (value === undefined) return 'must be there';
  if (typeof value !== 'string') return 'must be text';
  if (value === '' && original.trim() !== '') return 'must not be empty';
  if (/\p{Cc}/u.test(value)) return 'must be one line';
  if (/[{}]/.test(value.replace(/\{\{\w+\}\}/g, '')))
    return 'must have braces only around names, as in {{count}}';
  const places = String(placesOf(value));
  const expected = placesOf(original);
  const isComplete = places === String(expected);
  const isWithoutCount = places === String(expected.filter((place) => place !== '{count}'));
  if (isComplete || (mayOmitCount && isWithoutCount)) return undefined;
  const listed = expected.map((place) => `{${place}}`).join(', ') || 'nothing';
  return `must fill in ${listed}, as English does`;
}

/** Reads the messages of a language from i18next JSON. Their order is that of English. */
export function parseMessages(language: string, json: string): Parsed<Group> {
  const faults: Fault[] = [];
  const forms = formsOf(language);
  const read = (originals: Group, given: Group, path: string): Group => {
    const unread = new Set(Object.keys(given));
    const take = (key: string, original: string, mayOmitCount = false): string => {
      unread.delete(key);
      const value = Object.hasOwn(given, key) ? given[key] : undefined;
      const rule = brokenRule(value, original, mayOmitCount);
      if (rule !== undefined) faults.push({ field: `${path}${key}`, value: formatValue(value), rule });
      return String(value).replace(/\{\{(\w+)\}\}/g, '{$1}');
    };
    const entries = Object.entries(originals).map(([name, original]): [string, string | Group] => {
      if (typeof original === 'string') return [name, take(name, original)];
      const { other } = original;
      if (typeof other === 'string') {
        // A form for one or two may have the number in words.
        const texts = forms.map((form) => [form, take(`${name}_${form}`, other, form !== 'other')]);
        return [name, Object.fromEntries(texts)];
      }
      unread.delete(name);
      const group = given[name];
      if (typeof group === 'object' && group !== null)
        return [name, read(original, group, `${path}${name}.`)];
      faults.push({
        field: `${path}${name}`,
        value: formatValue(group),
        rule: 'must be a group of messages',
      });
      return [name, {}];
    });
    for (const key of unread) {
      const rule = `must not be there: it is no message, or a plural form that the language does not have. It has ${forms.join(', ')}`;
      faults.push({ field: `${path}${key}`, value: formatValue(given[key]), rule });
    }
    return Object.fromEntries(entries);
  };
  let given: unknown;
  try {
    given = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, faults: [{ field: '', rule: `must be JSON: ${(error as Error).message}` }] };
  }
  if (typeof given !== 'object' || given === null)
    return { ok: false, faults: [{ field: '', value: formatValue(given), rule: 'must be an object' }] };
  const value = read(english, given as Group, '');
  return faults.length === 0 ? { ok: true, value } : { ok: false, faults };
}

/** Finds what stands before each message in a file, by its name: empty lines and comments. */
const gapsOf = (source: string): Map<string, string> =>
  new Map(
    Array.from(source.matchAll(/^((?:\n| {2}\/\/.*\n)+) {2}(\w+):/gm), ([, gap = '', name = '']) => [
      name,
      gap,
    ]),
  );

const toProperty = ([name, message]: [string, string | Group]): string =>
  `${name}: ${typeof message === 'string' ? JSON.stringify(message) : toLiteral(message)}`;

/** The formatter leaves a group on lines of its own if the first is, and puts a plural on one line if it fits. */
function toLiteral(group: Group): string {
  const properties = Object.entries(group).map(toProperty).join(',');
  return 'other' in group ? `{${properties}}` : `{\n${properties}}`;
}

const root = new URL('../../', import.meta.url);
const biome = fileURLToPath(new URL('node_modules/@biomejs/biome/bin/biome', root));

/** Writes messages as the TypeScript file of their language. Empty lines and comments are those of `before`, its file until now. */
export function formatMessages(language: string, messages: Group, before: string): string {
  const gaps = gapsOf(before);
  const categories = formsOf(language).filter((form) => form !== 'other');
  const type = categories.map((category) => `'${category}'`).join(' | ');
  const name = language.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const lines = Object.entries(messages).map((entry) => `${gaps.get(entry[0]) ?? ''}${toProperty(entry)},\n`);
  const source = `import type { Messages } from '../messages.ts';\n\nexport const ${name}: Messages${type && `<${type}>`} = {\n${lines.join('')}};\n`;
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=src/language/messages/en.ts'], {
    cwd: root,
    input: source,
    encoding: 'utf8',
  });
}
