import { EXTENSIONS_PATH } from '../edition/paths.ts';
import type { Site } from '../site.ts';
import { renderLayout } from './layout.tsx';

const example = {
  _citations: {
    citations: [
      {
        number: 1,
        url: 'https://www.rfc-editor.org/rfc/rfc4287',
        name: 'RFC 4287: The Atom Syndication Format',
        publisher: { name: 'RFC Editor', url: 'https://www.rfc-editor.org/' },
        author: [{ name: 'Mark Nottingham' }, { name: 'Robert Sayre' }],
        datePublished: '2005-12',
        isBasedOn: true,
      },
    ],
  },
  _ai: {
    abstract: { digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia' },
  },
};

const citationFields: [string, string][] = [
  [
    'number',
    'The number that the story gives to this source, from 1, the same on its page and in its feeds.',
  ],
  ['url', 'The source. Always there.'],
  [
    'isBasedOn',
    'Whether it is reporting that the story aggregates, or is cited in the analysis alone. Left out where all of the story’s sources are reporting.',
  ],
  [
    'name, author, datePublished, inLanguage',
    'Title, authors (each with a name, perhaps a url), date as far as it is known, language (BCP 47).',
  ],
  ['publisher', 'name, and where known url and ownership.'],
  ['isAccessibleForFree', 'false where a subscription is needed.'],
  [
    'quote',
    'The words that the citation stands on: exact, perhaps prefix and suffix (W3C TextQuoteSelector).',
  ],
  [
    'archivedAt, linkStatus, accessed',
    'An archived copy; the HTTP status that the source last answered (404 or 410 where it is gone); when it was read.',
  ],
];

const aiFields: [string, string][] = [
  [
    'abstract, articleBody',
    'The part that the statement is about: the TL;DR (the item’s summary), or the analysis.',
  ],
  ['digitalSourceType', 'How the part came to be: a URI of the IPTC’s digital source type vocabulary.'],
  ['humanReviewed', 'Whether a person reviewed it before publication.'],
  ['model, provider', 'What wrote it, and whose it is.'],
];

const imageFields: [string, string][] = [
  ['alt', 'The text that replaces the picture; without it, the caption does.'],
  ['caption', 'What readers read beneath the picture.'],
  ['credit', 'Who made the picture, and under which licence.'],
  ['width, height', 'Its size in pixels.'],
  ['encodingFormat', 'Its media type, like image/jpeg.'],
];

const tombstoneFields: [string, string][] = [
  ['id', 'The id that the item had.'],
  ['date_withdrawn', 'When it was withdrawn (RFC 3339).'],
  ['reason', 'Why, in the newsroom’s words.'],
];

function Fields({ fields }: { fields: [string, string][] }) {
  return (
    <dl class="feeds">
      {fields.map(([name, meaning]) => (
        <>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{meaning}</dd>
        </>
      ))}
    </dl>
  );
}

/** Renders the page that defines the JSON Feed extensions; their `about` member points here. */
export function renderExtensionsPage(site: Site): string {
  return renderLayout({
    site,
    title: 'JSON Feed extensions',
    description: 'The _citations, _ai, _image and _tombstones objects of this site’s JSON Feeds.',
    url: `${site.url}${EXTENSIONS_PATH}`,
    language: 'en',
    scopes: ['all'],
    children: (
      <>
        <h1>JSON Feed extensions</h1>
        <p>
          This site’s JSON Feeds carry four objects beside what{' '}
          <a href="https://www.jsonfeed.org/version/1.1/">JSON Feed 1.1</a> defines. Field names are{' '}
          <a href="https://schema.org/NewsArticle">schema.org</a>’s. A field that is not there is not stated;
          nothing is to be inferred from its absence.
        </p>
        <pre>
          <code>{JSON.stringify(example, null, 2)}</code>
        </pre>
        <h2>
          <code>_citations</code>
        </h2>
        <p>
          The sources of the story in <code>citations</code>, in the order of their numbers.
        </p>
        <Fields fields={citationFields} />
        <h2>
          <code>_ai</code>
        </h2>
        <p>What is stated about the part that AI had in the story, for each part of it.</p>
        <Fields fields={aiFields} />
        <h2>
          <code>_image</code>
        </h2>
        <p>
          What is known of the item’s <code>image</code>. The picture stands with its caption in{' '}
          <code>content_html</code> too, once; it is no attachment, as readers would show it twice.
        </p>
        <Fields fields={imageFields} />
        <h2>
          <code>_tombstones</code>
        </h2>
        <p>
          At the head of a feed: the stories that were withdrawn from it within the last 30 days, in{' '}
          <code>withdrawn</code>. It is there only where there is one. A reader that holds a copy of such a
          story should mark or remove it. Where the feed also has an item with the same <code>id</code>, that
          is a notice of the withdrawal, to be shown in place of the story.
        </p>
        <Fields fields={tombstoneFields} />
        <h2>In the other formats</h2>
        <p>
          Atom and RSS carry the same sources as links with <code>rel="via"</code> (the reporting that the
          story is based on) and <code>rel="related"</code> (all others); RSS names them in{' '}
          <code>dcterms:references</code> too. What <code>_image</code> says of the picture is in{' '}
          <code>media:content</code> there. Atom tells of withdrawals by <code>at:deleted-entry</code> (RFC
          6721). There is no vocabulary for the AI disclosure there, so it stands in words at the head of each
          summary and each story.
        </p>
      </>
    ),
  });
}
