import { cutAtWord } from '../../../cli/cut-at-word.ts';
import { sentencesOf } from '../../../site/story/grounding/text/sentences.ts';
import type { AbstractSource } from '../work/plans.ts';
import type { Note } from './note.ts';
import { paragraphsOf } from './text.ts';

/** The most characters of a TL;DR. */
const MAX_ABSTRACT = 1200;
/** About how many characters of a text its first sentences take. */
const FIRST_SENTENCES = 300;

/** What ends without a full stop is a caption or a line of its own. */
const ENDS_A_SENTENCE = /[.!?…。！？؟۔।][\p{Pe}\p{Pf}"'”’)]*$/u;

/** A sentence that ends within a paragraph, or with it. */
const HAS_A_SENTENCE = /[.!?…؟۔।][\p{Pe}\p{Pf}"'”’)]*(?:\s|$)|[。！？]/u;
/** What lines of programs look like, for code that an old system did not mark. */
const CODE =
  /[{};]\s*$|^\s*(?:[<{}]|\$(?!\d)|#(?:[!\s]|include\b|define\b|if(?:n?def)?\b)|@\w+(?:\(|\s*$)|\/[/*])|=>|\w\([^()]*\)\s*[{;=]|^(?:public|private|protected|static|class|function|def|import|package|using|namespace|const|let|var|int|void|return|if|for|while|echo|print|sudo|npm|git|SELECT|INSERT|UPDATE|CREATE)\b[^.!?]*[({;=:<>][^.!?]*$/;
/** What is longer is a text, whether or not its script has full stops. */
const LONG = 80;

/** Whether a paragraph is prose: not code, and no heading that is marked as none. */
const isProse = (text: string) => !CODE.test(text) && (HAS_A_SENTENCE.test(text) || text.length >= LONG);

/** The paragraphs from the first one of prose on; without any, from the first that is no code. */
function fromProse(paragraphs: readonly string[]): readonly string[] {
  const prose = paragraphs.findIndex(isProse);
  const first = prose >= 0 ? prose : paragraphs.findIndex((text) => !CODE.test(text));
  return paragraphs.slice(Math.max(first, 0));
}

/** Returns as many whole sentences as fit into `max` characters; at least one, cut at a word if it is longer. */
function firstSentences(text: string, language: string, max: number): string {
  // A sentence that ends further on does not fit. What follows decides whether a full stop ends one.
  const sentences = sentencesOf(text.slice(0, max + 100), language);
  const end = sentences.findLast((sentence) => sentence.end <= max)?.end ?? 0;
  return end > 0 ? text.slice(0, end).trim() : cutAtWord(text, max);
}

/** Makes the TL;DR of a story: its excerpt, else the first sentences of its text, else its headline. */
export function makeAbstract(
  excerpt: string | null,
  markdown: string,
  headline: string,
  language: string,
  note: Note,
): { abstract: string; source: AbstractSource } {
  const given = (excerpt ?? '').replace(/[ \t]+/g, ' ').trim();
  if (/[\p{L}\p{N}]/u.test(given)) {
    if (given.length <= MAX_ABSTRACT) return { abstract: given, source: 'excerpt' };
    const abstract = firstSentences(given, language, MAX_ABSTRACT);
    note(
      'excerpt',
      `an excerpt of ${given.length.toLocaleString('en')} characters, which goes on: "${given.slice(abstract.length).trim()}"`,
      `its first ${abstract.length.toLocaleString('en')} characters`,
    );
    return { abstract, source: 'excerpt' };
  }
  const [first = '', ...others] = fromProse(paragraphsOf(markdown));
  let text = first;
  for (const next of others) {
    if (text.length >= FIRST_SENTENCES / 2) break;
    if (ENDS_A_SENTENCE.test(text) && ENDS_A_SENTENCE.test(next) && isProse(next)) text = `${text} ${next}`;
  }
  if (text === '') return { abstract: headline, source: 'headline' };
  return { abstract: firstSentences(text, language, FIRST_SENTENCES), source: 'first sentences' };
}
