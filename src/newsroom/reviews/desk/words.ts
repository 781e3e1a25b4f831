import { type DraftRefusal, refuse } from '../../drafts/desk/draft.ts';
import { sentence } from '../../words/translate.ts';

/** The most characters of a note, and of a request for changes. */
const MAX_LENGTH = 5000;

/** Refuses what somebody wrote to others if it says nothing, is too long, or cannot be stored. */
export function whyNotWords(text: string, what: 'note' | 'request'): DraftRefusal | undefined {
  if (text.trim() === '') {
    const detail =
      what === 'note'
        ? sentence('The note is empty. Write something.')
        : sentence('Say what should be changed.');
    return refuse('invalid', detail);
  }
  if (text.length > MAX_LENGTH) {
    const detail =
      what === 'note'
        ? sentence('The note has {characters} characters, and can have at most {most}. Shorten it.')
        : sentence('The request has {characters} characters, and can have at most {most}. Shorten it.');
    return refuse('size', detail, { characters: text.length, most: MAX_LENGTH });
  }
  if (text.isWellFormed()) return undefined;
  return refuse(
    'invalid',
    what === 'note'
      ? sentence('The note has half of a character. Delete it and type it again.')
      : sentence('The request has half of a character. Delete it and type it again.'),
  );
}
