import { EXTENSIONS_PATH } from '../edition/paths.ts';
import type { Site } from '../site.ts';
import { HistoryExplained } from './history/explained.tsx';
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
  ['number', 'The number of the source in the story, from 1; the same on its page and in its feeds.'],
  ['url', 'The URL of the source. Always present.'],
  [
    'isBasedOn',
    'Whether the story aggregates this source’s reporting; false if only the analysis cites it. Left out if every source of the story is reporting.',
  ],
  [
    'name, author, datePublished, inLanguage',
    'Title; authors, each with a name and perhaps a url; date, as precise as it is known; language (BCP 47).',
  ],
  ['publisher', 'Its name, and its url and ownership if known.'],
  ['isAccessibleForFree', 'false if a subscription is required.'],
  [
    'quote',
    'The words that bear out the citation: exact, perhaps prefix and suffix (W3C TextQuoteSelector).',
  ],
  [
    'archivedAt, linkStatus, accessed',
    'An archived copy; the HTTP status of the source when it was last checked (404 or 410 if it is gone); when it was read.',
  ],
];

const aiFields: [string, string][] = [
  ['abstract, articleBody', 'The part of the story: the TL;DR (the item’s summary), or the analysis.'],
  ['digitalSourceType', 'How the part was made: a URI of IPTC’s Digital Source Type vocabulary.'],
  ['humanReviewed', 'Whether a person reviewed the part before publication.'],
  ['model, provider', 'The model that wrote it, and who provides the model.'],
];

const imageFields: [string, string][] = [
  ['alt', 'The text alternative; without it, the caption is used.'],
  ['caption', 'The text below the picture.'],
  ['credit', 'Who made the picture, and its licence.'],
  ['width, height', 'The size of the picture in pixels.'],
  ['encodingFormat', 'The media type, such as image/jpeg.'],
];

const tombstoneFields: [string, string][] = [
  ['id', 'The id of the withdrawn item.'],
  ['date_withdrawn', 'When the story was withdrawn (RFC 3339).'],
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
          This site’s JSON Feeds have four objects that{' '}
          <a href="https://www.jsonfeed.org/version/1.1/">JSON Feed 1.1</a> does not define. Field names are{' '}
          <a href="https://schema.org/NewsArticle">schema.org</a>’s. If a field is missing, nothing is stated
          and nothing can be inferred.
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
        <p>What part AI had in the TL;DR and in the analysis, as far as it is stated.</p>
        <Fields fields={aiFields} />
        <h2>
          <code>_image</code>
        </h2>
        <p>
          What is known about the item’s <code>image</code>. The picture and its caption are also in{' '}
          <code>content_html</code>. It is not an attachment, because feed readers would show it twice.
        </p>
        <Fields fields={imageFields} />
        <h2>
          <code>_tombstones</code>
        </h2>
        <p>
          At the top of a feed: the stories that were withdrawn from it in the last 30 days, in{' '}
          <code>withdrawn</code>. It is left out if there are none. A feed reader with a copy of such a story
          should mark or remove it. If the feed has an item with the same <code>id</code>, that item is a
          notice of the withdrawal, to be shown in place of the story.
        </p>
        <Fields fields={tombstoneFields} />
        <HistoryExplained />
        <h2>In the other formats</h2>
        <p>
          In Atom and RSS the same sources are links with <code>rel="via"</code> (the reporting that the story
          is based on) and <code>rel="related"</code> (all others); RSS also names them in{' '}
          <code>dcterms:references</code>. What <code>_image</code> says is in <code>media:content</code>.
          Atom announces withdrawals with <code>at:deleted-entry</code> (RFC 6721). Neither has a vocabulary
          for the AI disclosure, so each summary and each story begins with it in words.
        </p>
      </>
    ),
  });
}
