import { cutAtWord } from '../../../cli/cut-at-word.ts';
import { toPrintable } from '../../../lib/characters.ts';
import { parsePicturePath } from '../../../site/pictures/address.ts';
import { FORMATS } from '../../../site/pictures/formats.ts';
import { languageTag, storyIdentifier, webUrl } from '../../../site/story/fields.ts';
import { languageFaults } from '../../../site/story/parse/language-code.ts';
import type { Story } from '../../../site/story/story.ts';
import { onOneLine } from '../line.ts';
import type { OldAuthor, OldPicture, OldPost } from '../old-site.ts';
import type { PictureAt } from './context.ts';
import type { Note } from './note.ts';

// Fields of the record that are made of one field of a post.

const MAX_AUTHORS = 50;
const MAX_NAME = 200;

/** Puts a text on one line of printable characters, at most `max` of them; null if nothing is left. */
function lineOf(text: string | null, max: number, what: string, note: Note): string | null {
  const line = onOneLine(toPrintable(text ?? ''));
  if (line.length <= max) return line === '' ? null : line;
  note('length', `${what}: "${line}"`, `its first ${max} characters`);
  return cutAtWord(line, max);
}

/** Returns a web address if it is one that a record may have; else null, which is noted. */
function urlOf(url: string | null, what: string, note: Note): string | null {
  if (url === null || url.trim() === '') return null;
  if (webUrl.safeParse(url).success) return url;
  note('address', `${what}: ${url}`, 'left out: it is no http or https address');
  return null;
}

/** Returns a part of a name as the record has it: nothing, if it is too long or empty. */
function partOf(field: 'givenName' | 'familyName', text: string | undefined): Partial<OldAuthor> {
  const line = onOneLine(toPrintable(text ?? ''));
  return line === '' || line.length > MAX_NAME ? {} : { [field]: line };
}

/** Returns the authors, each name once. */
export function authorsOf(authors: readonly OldAuthor[], note: Note): OldAuthor[] {
  const found = new Map<string, OldAuthor>();
  for (const { name, url, givenName, familyName } of authors) {
    const line = lineOf(name, MAX_NAME, 'the name of an author', note);
    if (line === null || found.has(line)) continue;
    if (found.size < MAX_AUTHORS)
      found.set(line, {
        name: line,
        url: urlOf(url, `the page of ${line}`, note),
        ...partOf('givenName', givenName),
        ...partOf('familyName', familyName),
      });
    else note('author', `the author "${line}"`, `left out: a story has at most ${MAX_AUTHORS} authors`);
  }
  return [...found.values()];
}

/** Returns the language of a post, or `otherwise` if it states none that a record may have. */
export function languageOf(language: string | null, otherwise: string, note: Note): string {
  if (language === null || language === '') return otherwise;
  if (isLanguage(language)) return language;
  note('language', `the language "${language}"`, otherwise);
  return otherwise;
}

/** Whether a record may be in this language. */
export const isLanguage = (language: string): boolean =>
  languageTag.safeParse(language).success && languageFaults({ inLanguage: language }).length === 0;

/** Returns the id by which feed readers know a post, if a record may have it. */
export function identifierOf({ identifier }: Pick<OldPost, 'identifier'>, note: Note): string | null {
  if (identifier === null || storyIdentifier.safeParse(identifier).success) return identifier;
  note('identifier', `the id "${identifier}"`, 'a new id: feed readers may show the story again');
  return null;
}

/** Returns the picture of a story; null if it has none, or it did not move in. */
export function imageOf(
  { url, alt, caption, credit }: OldPicture,
  pictureAt: PictureAt,
  note: Note,
): Story['image'] {
  const moved = pictureAt(url);
  const id = moved && parsePicturePath(moved.path);
  if (!id) return null;
  return {
    url: moved.path,
    alt: lineOf(alt, 500, 'the alternative text of the picture', note),
    caption: lineOf(caption, 500, 'the caption of the picture', note),
    credit: lineOf(credit, 300, 'the credit of the picture', note),
    width: moved.width,
    height: moved.height,
    encodingFormat: FORMATS[id.extension].mediaType,
  };
}
