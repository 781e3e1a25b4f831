import { stringify } from 'yaml';
import { toPrintable } from '../../../lib/characters.ts';
import { omitUnstated, YAML_OPTIONS } from '../../../site/export/markdown.ts';
import { FRONT_MATTER_LINE, newAuthorFile } from '../../../site/story/parse/author-file.ts';
import { publisherName } from '../../../site/story/sources/publisher-name.ts';
import type { Citation, Evidence, PartProvenance } from '../../../site/story/story.ts';
import { proposeName } from '../../drafts/desk/draft-name.ts';
import type { DraftOrigin } from '../../drafts/desk/draft-origin.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import { asValue, sentence, type Told, told, toldFrom } from '../../words/translate.ts';
import { type QuotableSource, tldrOf } from './check-passage.ts';
import { draftPassages } from './draft-passages.ts';
import type { Drafter } from './drafter.ts';
import { isInLanguage } from './language-check.ts';
import { speaksToMachines } from './orders.ts';
import { numberSentences } from './sentences.ts';
import { citationOf } from './source-citation.ts';
import { draftingWords } from './words.ts';

/** What the file of a draft is made from. */
interface DraftContents {
  headline: string;
  /** The source whose title the headline is; null if it is nobody's. */
  headlineOf: string | null;
  abstract: string;
  evidence: readonly Evidence[];
  language: string;
  author: string;
  provenance: PartProvenance | null;
  /** Every source, and which of them were read whole. */
  sources: readonly Citation[];
  basis: readonly string[];
  dropped: DraftOrigin['dropped'];
  /** What else an editor should know: a sentence each. */
  notes: readonly Told[];
}

/** Returns a comment of front matter: on one line, whatever it quotes. */
const comment = (text: string) => `# ${toPrintable(text).replaceAll(/\s+/g, ' ').trim()}\n`;

/**
 * Renders a draft as an author's file: comments for whoever finishes it, the record's fields, and no analysis. It cannot be published
 * as it is: `draft: true` has to be removed, and a story must have an analysis.
 */
function renderDraft(contents: DraftContents): string {
  const { headline, headlineOf, abstract, evidence, language, sources, basis, dropped, notes } = contents;
  const comments = [
    'A program drafted this from the sources below. Compare it with them, and remove this line to publish it:',
  ];
  const more = [
    ...(headlineOf === null
      ? []
      : [`The headline is the title of a source (${headlineOf}). Write your own.`]),
    ...notes.map(({ detail }) => detail),
    ...dropped.map(({ text, why }) => `Left out: ${text} ${why}`),
    `The analysis, below the second line of "${FRONT_MATTER_LINE}", is yours to write. Questions that a good one answers:`,
    ...draftingWords(language).questions.map((question) => `- ${question}`),
  ];
  const record = {
    headline,
    abstract,
    evidence,
    inLanguage: language,
    author: [{ name: contents.author }],
    provenance: contents.provenance && { abstract: contents.provenance },
    citation: sources,
    isBasedOn: basis.length > 0 ? basis.map((url) => ({ url })) : null,
  };
  const head = comments.map(comment).join('');
  const details = more.map(comment).join('');
  return newAuthorFile(`${head}draft: true\n${details}${stringify(record, omitUnstated, YAML_OPTIONS)}`);
}

/** The most characters of a headline. */
const MAX_HEADLINE = 200;

export interface ComposeOptions {
  sources: readonly ReadSource[];
  drafter: Drafter;
  /** The language of the draft: a BCP 47 tag. */
  language: string;
  /** Who asked for the draft, and is named as its author. */
  author: string;
  /** The clock, in milliseconds. */
  now: number;
  /** Sentences for the comments at the head of the draft: which addresses could not be read, and why. */
  notes?: readonly Told[];
}

export interface ComposedDraft {
  /** What the draft is called as a file, without `.md`. */
  name: string;
  /** The author's file: Markdown with front matter. */
  text: string;
  origin: DraftOrigin;
  /** How many sentences the TL;DR has. If there is none, `notes` says why. */
  passages: number;
  /** What an editor should know: a sentence each. */
  notes: Told[];
}

/** Returns what the record says of how the TL;DR was made: by a model, or put together from sentences of the sources. */
const provenanceOf = ({ model, provider }: Drafter): PartProvenance => ({
  digitalSourceType: model === null ? 'composite' : 'trainedAlgorithmicMedia',
  humanReviewed: null,
  model,
  provider,
  reviewedBy: null,
  reviewedAt: null,
});

/**
 * Proposes a headline: the title, in the draft's language, of the source that the TL;DR quotes most, and of several the one that it
 * quotes first; none if there is no such title.
 */
function proposeHeadline(sources: readonly Citation[], quoted: readonly string[], language: string) {
  const times = (url: string) => quoted.filter((each) => each === url).length;
  const titled = sources.filter(
    ({ name }) =>
      name !== null &&
      name.length <= MAX_HEADLINE &&
      !speaksToMachines(name) &&
      isInLanguage(name, language) !== false,
  );
  const [best] = titled.toSorted(
    (a, b) => times(b.url) - times(a.url) || quoted.indexOf(a.url) - quoted.indexOf(b.url),
  );
  return { headline: best?.name ?? '', headlineOf: best ? publisherName(best) : null };
}

/** Joins sources that turned out to be one page. The one with a text counts. */
function distinct(sources: readonly ReadSource[]): { source: ReadSource; citation: Citation }[] {
  const known = new Map<string, { source: ReadSource; citation: Citation }>();
  for (const source of sources) {
    const citation = citationOf(source);
    const other = known.get(citation.url);
    if (!other || (other.source.text === '' && source.text !== ''))
      known.set(citation.url, { source, citation });
  }
  return [...known.values()];
}

/**
 * Makes a draft from sources: a TL;DR whose sentences have all their parts in words of the kept texts, with its evidence; the sources with
 * what is known of them; and no analysis. If no sentence has, there is no TL;DR, and the draft says so.
 */
export async function composeDraft(options: ComposeOptions): Promise<ComposedDraft> {
  const { drafter, language, author, now } = options;
  const all = distinct(options.sources);
  const withText = all.filter(({ source }) => source.text !== '');
  const quotable = withText.map(
    ({ source: { text }, citation }): QuotableSource => ({
      citation,
      text,
      sentences: numberSentences(text, citation.inLanguage),
    }),
  );
  const drafted =
    quotable.length > 0
      ? await draftPassages(drafter, quotable, language)
      : { passages: [], dropped: [], notes: [] };
  const { passages, dropped } = drafted;
  const evidence = passages.flatMap((passage) => passage.evidence);
  const unread = all.filter(({ source }) => source.text === '');
  const unquoted = quotable.filter(({ citation: { url } }) => !evidence.some(({ source }) => source === url));
  const notes = [
    ...(options.notes ?? []),
    ...unread.map(({ source: { whyNoText, said }, citation: { url } }) =>
      whyNoText === null
        ? told(sentence('No text of {url}: the page has none.'), { url })
        : told(sentence('No text of {url}: {reason}'), { url, reason: asValue(toldFrom(whyNoText, said)) }),
    ),
    ...drafted.notes,
    ...(passages.length > 0 ? unquoted : []).map(({ citation }) =>
      told(sentence('The TL;DR quotes nothing from {publisher} ({url}).'), {
        publisher: publisherName(citation),
        url: citation.url,
      }),
    ),
    ...(passages.length > 0
      ? []
      : [
          told(
            sentence(
              'There is no TL;DR, because no sentence was found that its sources support word by word. Write it yourself.',
            ),
          ),
        ]),
  ];
  const citations = all.map(({ citation }) => citation);
  const { headline, headlineOf } = proposeHeadline(
    citations,
    evidence.map(({ source }) => source),
    language,
  );
  const text = renderDraft({
    headline,
    headlineOf,
    abstract: tldrOf(passages, quotable, language).abstract,
    evidence,
    language,
    author,
    provenance: passages.length > 0 ? provenanceOf(drafter) : null,
    sources: citations,
    basis: quotable.map(({ citation }) => citation.url),
    dropped,
    notes,
  });
  return {
    name: proposeName(headline, new Date(now).toISOString().slice(0, 10)),
    text,
    origin: {
      drafter: drafter.name,
      model: drafter.model,
      provider: drafter.provider,
      promptVersion: drafter.promptVersion,
      inputs: withText.map(({ source, citation }) => ({
        url: citation.url,
        readAt: source.readAt,
        hash: source.hash,
      })),
      dropped,
    },
    passages: passages.length,
    notes,
  };
}
