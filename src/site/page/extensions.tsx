import type { Site } from '../../settings/site.ts';
import { DIGITAL_SOURCE_TYPE, DISCLOSURE_NAMESPACES } from '../edition/formats/disclosure.ts';
import { EXTENSIONS_PATH } from '../edition/paths.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../story/line-fields.ts';
import { Fields } from './fields.tsx';
import { HistoryExplained } from './history/explained.tsx';
import { renderLayout } from './layout.tsx';

const RFC_4287 = 'https://www.rfc-editor.org/rfc/rfc4287';
const AI_GENERATED = `${DIGITAL_SOURCE_TYPE}trainedAlgorithmicMedia`;
const CLAIM = 'Atom is a format for web content and metadata.';

const example = {
  summary: `TL;DR (AI-generated): ${CLAIM}`,
  _citations: {
    citations: [
      {
        number: 1,
        url: RFC_4287,
        name: 'RFC 4287: The Atom Syndication Format',
        publisher: { name: 'RFC Editor', url: 'https://www.rfc-editor.org/' },
        author: [{ name: 'Mark Nottingham' }, { name: 'Robert Sayre' }],
        datePublished: '2005-12',
        kind: 'document',
        isBasedOn: true,
      },
    ],
  },
  _evidence: {
    claims: [
      {
        claim: CLAIM,
        start: 22,
        end: 22 + CLAIM.length,
        verdict: 'found',
        findings: [{ kind: 'name', text: 'Atom', result: 'found' }],
        evidence: [
          {
            number: 1,
            url: RFC_4287,
            quote: {
              exact:
                'This document specifies Atom, an XML-based Web content and metadata syndication format.',
            },
          },
        ],
      },
    ],
  },
  _ai: {
    abstract: {
      digitalSourceType: AI_GENERATED,
      humanReviewed: true,
      model: 'Model X',
      reviewedBy: { name: 'Ann Lee' },
      reviewedAt: '2026-03-04T09:00:00Z',
    },
  },
  _corrections: {
    corrections: [
      { text: 'RFC 4287 is of December 2005, not of November.', datePublished: '2026-03-06T08:00:00Z' },
    ],
  },
};

/** The same AI disclosure and correction in an Atom entry or an RSS item. */
const xmlExample = `${Object.entries(DISCLOSURE_NAMESPACES)
  .map(([name, uri]) => `${name}="${uri}"`)
  .join('\n')}

<ai:disclosure part="abstract"
  schema:digitalSourceType="${AI_GENERATED}"
  model="Model X" humanReviewed="true"
  reviewedBy="Ann Lee" reviewedAt="2026-03-04T09:00:00Z"/>
<schema:correction>
  <schema:datePublished>2026-03-06T08:00:00Z</schema:datePublished>
  <schema:text>RFC 4287 is of December 2005, not of November.</schema:text>
</schema:correction>`;

const citationFields: [string, string][] = [
  ['number', 'The number of the source in the story, from 1; the same on its page and in its feeds.'],
  ['url', 'The URL of the source. Always present.'],
  [
    'isBasedOn',
    'Whether the story is based on this source; false if only the analysis cites it. Left out if the story is based on all of its sources.',
  ],
  [
    'name, author, datePublished, inLanguage',
    'Title; authors, each with a name and perhaps url, type (Person or Organization), givenName and familyName; date, as precise as it is known; language (BCP 47).',
  ],
  ['publisher', 'Its name, and its url and ownership if known.'],
  ['kind', 'What the source is: reporting, document, data or opinion.'],
  ['isAccessibleForFree', 'false if a subscription is required.'],
  ['quote', 'The words that support the citation: exact, perhaps prefix and suffix (W3C TextQuoteSelector).'],
  [
    'archivedAt, linkStatus, accessed',
    'An archived copy; the HTTP status of the source when it was last checked (404 or 410 if it is gone); when it was read.',
  ],
];

const evidenceFields: [string, string][] = [
  ['claim', 'A sentence of the TL;DR, or a part of one, word for word.'],
  [
    'start, end',
    'Where it begins and ends in the item’s summary, in UTF-16 code units, as JavaScript counts.',
  ],
  [
    'verdict',
    'What came of comparing the claim with the quotes: contradicted (they state something else in place of a part of it), found (they have all its parts), or to be read (by a person, because a program cannot tell). It does not say that the claim is right.',
  ],
  [
    'findings',
    'The parts of the claim: the kind (number, date, name, quotation, negation, opposite, words, order, hedge or attribution), the text, its result (contradicted, found or to be read), and perhaps quoted: the words of the quote that bear or contradict it, if they are not its own.',
  ],
  [
    'evidence',
    'The words that support it: the number and url of their source, as in _citations, and the quote: exact, perhaps prefix and suffix.',
  ],
];

const aiFields: [string, string][] = [
  ['abstract, articleBody', 'The part of the story: the TL;DR (the item’s summary), or the analysis.'],
  [
    'digitalSourceType',
    'How the part was made: a URI of IPTC’s Digital Source Type vocabulary. composite: a program put it together from sentences of the sources.',
  ],
  ['humanReviewed', 'Whether a person reviewed the part before publication.'],
  ['model, provider', 'The model that wrote it, and who provides the model.'],
  ['reviewedBy, reviewedAt', 'Who reviewed it: a name, perhaps a url; and when (RFC 3339).'],
];

const correctionFields: [string, string][] = [
  ['text', 'The correction, in the newsroom’s words.'],
  ['datePublished', 'When it was published (RFC 3339).'],
];

const disclosureAttributes: [string, string][] = [
  ['part', 'abstract (the TL;DR, which is the item’s summary) or articleBody (the analysis).'],
  [
    'schema:digitalSourceType',
    'How the part was made: a URI of IPTC’s Digital Source Type vocabulary. composite: a program put it together from sentences of the sources.',
  ],
  ['model, provider', 'The model that wrote it, and who provides the model.'],
  ['humanReviewed', 'true or false: whether a person reviewed the part before publication.'],
  ['reviewedBy, reviewedByUrl, reviewedAt', 'Who reviewed it, that person’s page, and when (RFC 3339).'],
];

const imageFields: [string, string][] = [
  ['alt', 'The text alternative; without it, the caption is used.'],
  ['caption', 'The text below the picture.'],
  ['credit', 'Who made the picture, and its licence.'],
  ['width, height', 'The size of the picture in pixels.'],
  ['encodingFormat', 'The media type, such as image/jpeg.'],
];

const translationFields: [string, string][] = [
  ['url, language', 'The page of the translation, and its language (BCP 47).'],
  ['isOriginal', 'Whether the other versions were translated from it.'],
];

const tombstoneFields: [string, string][] = [
  ['id', 'The id of the withdrawn item.'],
  ['date_withdrawn', 'When the story was withdrawn (RFC 3339).'],
  ['reason', 'Why, in the newsroom’s words.'],
];

/** Renders the page that defines what the feeds say beyond their formats; `about` in JSON Feeds points here. */
export function renderExtensionsPage(site: Site): string {
  return renderLayout({
    site,
    title: 'Feed extensions',
    description: 'What this site’s feeds state as data beyond JSON Feed, Atom and RSS.',
    url: `${site.url}${EXTENSIONS_PATH}`,
    language: 'en',
    scopes: ['all'],
    children: (
      <>
        <h1>Feed extensions</h1>
        <p>
          This site’s feeds state as data what their formats have no words for: sources, evidence, the part
          that AI had, corrections. Field names are <a href="https://schema.org/NewsArticle">schema.org</a>’s
          where it has one. If a field is missing, nothing is stated and nothing can be inferred.
        </p>
        <h2>JSON Feed</h2>
        <p>
          Objects that <a href="https://www.jsonfeed.org/version/1.1/">JSON Feed 1.1</a> does not define. A
          part of an item:
        </p>
        <pre>
          <code>{JSON.stringify(example, null, 2)}</code>
        </pre>
        <h3>
          <code>_citations</code>
        </h3>
        <p>
          The sources of the story in <code>citations</code>, in the order of their numbers.
        </p>
        <Fields fields={citationFields} />
        <h3>
          <code>_evidence</code>
        </h3>
        <p>
          The claims of the TL;DR for which the newsroom has quoted evidence, in <code>claims</code>, in the
          order of the text. In <code>content_html</code>, each of them ends with the numbers of its sources,
          which lead to these words.
        </p>
        <Fields fields={evidenceFields} />
        <p>
          <code>withoutEvidence</code> lists each <code>sentence</code> that is in no claim, and each that
          states a number, date, name or quotation beside its claims, or negates one there, with those as{' '}
          <code>findings</code>.
        </p>
        <h3>
          <code>_ai</code>
        </h3>
        <p>How the TL;DR and the analysis were made, and what part AI had in them, as far as it is stated.</p>
        <Fields fields={aiFields} />
        <h3>
          <code>_corrections</code>
        </h3>
        <p>
          The corrections of the story in <code>corrections</code>. They are also in <code>content_html</code>
          .
        </p>
        <Fields fields={correctionFields} />
        <h3>
          <code>_image</code>
        </h3>
        <p>
          What is known about the item’s <code>image</code>. The picture and its caption are also in{' '}
          <code>content_html</code>. It is not an attachment, because feed readers would show it twice.
        </p>
        <Fields fields={imageFields} />
        <h3>
          <code>_translations</code>
        </h3>
        <p>
          The same story in other languages, in <code>translations</code>. In Atom and RSS, links with{' '}
          <code>rel="alternate"</code> and <code>hreflang</code>.
        </p>
        <Fields fields={translationFields} />
        {LINE_FIELD_NAMES.map((name) => LINE_FIELDS[name]).map(({ json, about, xml }) => (
          <>
            <h3>
              <code>{json}</code>
            </h3>
            <p>
              {about}: its <code>name</code>. In Atom and RSS, <code>{xml.name}</code>.
            </p>
          </>
        ))}
        <h3>
          <code>_tombstones</code>
        </h3>
        <p>
          At the top of a feed: the stories that were withdrawn from it in the last 30 days, in{' '}
          <code>withdrawn</code>. It is left out if there are none. A feed reader with a copy of such a story
          should mark or remove it. If the feed has an item with the same <code>id</code>, that item is a
          notice of the withdrawal, to be shown in place of the story.
        </p>
        <Fields fields={tombstoneFields} />
        <h2>Atom and RSS</h2>
        <p>Elements of an Atom entry or an RSS item, with the declarations of their namespaces:</p>
        <pre>
          <code>{xmlExample}</code>
        </pre>
        <h3>
          <code>ai:disclosure</code>
        </h3>
        <p>
          How a part of the story was made, and what part AI had in it. The namespace is the same at every
          newsroom that publishes with Edgewire.
        </p>
        <Fields fields={disclosureAttributes} />
        <h3>
          <code>schema:correction</code>
        </h3>
        <p>
          A correction, with schema.org’s <code>datePublished</code> (RFC 3339) and <code>text</code>.
        </p>
        <h3>Vocabularies of others</h3>
        <p>
          Sources are links with <code>rel="via"</code> (the reporting that the story is based on) and{' '}
          <code>rel="related"</code> (all others); RSS also names them in <code>dcterms:references</code>.
          What <code>_image</code> says is in <code>media:content</code>. Atom announces withdrawals with{' '}
          <code>at:deleted-entry</code> (RFC 6721). Evidence is data in JSON Feed alone, and in each story’s{' '}
          <code>.json</code>; in Atom and RSS it is links in the content.
        </p>
        <HistoryExplained />
      </>
    ),
  });
}
