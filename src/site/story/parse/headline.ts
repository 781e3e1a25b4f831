import { topicSlug } from '../fields.ts';
import { frontMatterLines } from './author-file.ts';

/** The most characters of a file that are read, and of a headline. */
const [MAX_READ, MAX_HEADLINE] = [20_000, 300];

/** Returns what the first quoted text of a line says, or the line itself if its quotes are not closed. */
function unquoted(line: string): string {
  const [double] = /^"(?:[^"\\]|\\.)*"/.exec(line) ?? [];
  if (double !== undefined) {
    try {
      return JSON.parse(double);
    } catch {
      // YAML knows escapes that JSON does not.
      return double.slice(1, -1);
    }
  }
  const [, single] = /^'((?:[^']|'')*)'/.exec(line) ?? [];
  return single?.replaceAll("''", "'") ?? line.replace(/(^|\s)#.*$/, '$1');
}

/** Returns the text behind a field's name and the lines that belong to it, each without space around it; undefined without the field. */
function fieldLines(text: string, name: string): [value: string, following: string[]] | undefined {
  const lines = frontMatterLines(text) ?? [];
  const at = lines.findIndex((line) => line.startsWith(`${name}:`));
  if (at < 0) return undefined;
  const rest = lines.slice(at + 1);
  const next = rest.findIndex((line) => /^[^\s-]/.test(line));
  const following = (next < 0 ? rest : rest.slice(0, next)).map((line) => line.trim());
  return [(lines[at] ?? '').slice(name.length + 1).trim(), following];
}

/**
 * Returns the headline of an author's file, for lists: null if it has none. Reads nothing else, so it costs little and does not
 * mind a file that is not finished. `parseStoryFile` is what decides.
 */
export function readHeadline(text: string): string | null {
  const [value, following] = fieldLines(text.slice(0, MAX_READ), 'headline') ?? ['', []];
  const isBlock = /^[|>][-+\d]*(\s+#.*)?$/.test(value);
  const words = isBlock ? following.join(' ') : unquoted([value, ...following].join(' '));
  const headline = words.replaceAll(/\s+/g, ' ').trim();
  return headline === '' ? null : headline.slice(0, MAX_HEADLINE);
}

/** The most topics of a story. */
const MAX_TOPICS = 30;

/** Returns the topics in an author's file, for lists, as `readHeadline` does the headline. What is no topic is left out. */
export function readTopics(text: string): string[] {
  const [value, following] = fieldLines(text, 'keywords') ?? ['', []];
  const words = [value, ...following].flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(/[\s,[\]'"]+/));
  const topics = words.filter((word) => topicSlug.safeParse(word).success);
  return [...new Set(topics)].slice(0, MAX_TOPICS);
}
