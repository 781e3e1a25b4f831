import { stringify } from 'yaml';
import { toPrintable } from '../../../lib/characters.ts';
import { omitUnstated, YAML_OPTIONS } from '../../../site/export/markdown.ts';
import type { Citation, Evidence, PartProvenance } from '../../../site/story/story.ts';
import type { DraftOrigin } from '../../drafts/desk/draft-origin.ts';
import { analysisQuestions } from './questions.ts';

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
  notes: readonly string[];
}

/** Returns a comment of front matter: on one line, whatever it quotes. */
const comment = (text: string) => `# ${toPrintable(text).replaceAll(/\s+/g, ' ').trim()}\n`;

/**
 * Renders a draft as an author's file: comments for whoever finishes it, the record's fields, and no analysis. It cannot be published
 * as it is: `draft: true` has to be removed, and a story must have an analysis.
 */
export function renderDraft(contents: DraftContents): string {
  const { headline, headlineOf, abstract, evidence, language, sources, basis, dropped, notes } = contents;
  const comments = [
    'A program drafted this from the sources below. Compare it with them, and remove this line to publish it:',
  ];
  const more = [
    ...(headlineOf === null
      ? []
      : [`The headline is the title of a source (${headlineOf}). Write your own.`]),
    ...notes,
    ...dropped.map(({ text, why }) => `Left out: ${text} ${why}`),
    'The analysis, below the second line of "---", is yours to write. Questions that a good one answers:',
    ...analysisQuestions(language).map((question) => `- ${question}`),
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
  return `---\n${head}draft: true\n${more.map(comment).join('')}${stringify(record, omitUnstated, YAML_OPTIONS)}---\n\n`;
}
