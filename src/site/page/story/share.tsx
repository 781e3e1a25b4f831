import { raw } from 'hono/html';
import { directionOf, formatDay, languageAttributes, type Words } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import { EXPORTS, exportUrl } from '../../export/addresses.ts';
import type { Article } from '../../story/article.ts';
import { DottedList, Message, WordedList } from '../message.tsx';

/** The exports that every story's page links to. */
const FORMATS = ['bib', 'ris', 'csl', 'md', 'json'] as const;

/** The section on how to cite the story: in words, and as files for reference managers. */
export function CitationSection({ article, site, words }: { article: Article; site: Site; words: Words }) {
  const { messages } = words;
  const url = storyUrl(site, article.slug);
  const exports = [...FORMATS, ...(site.ninjs ? (['ninjs'] as const) : [])].map((format) => (
    <a href={exportUrl(site, article.slug, format)}>{EXPORTS[format].title}</a>
  ));
  const authors = article.author.length > 0 ? article.author : site.authors;
  // Each part has its own direction, so that a Latin name does not reverse the date after it.
  const citation = {
    authors: <WordedList items={authors.map(({ name }) => <bdi>{name}</bdi>)} words={words} />,
    headline: (
      // The language's direction, because a Hebrew headline may begin with a Latin name.
      <bdi {...languageAttributes(article.inLanguage, words)} dir={directionOf(article.inLanguage)}>
        {article.headline}
      </bdi>
    ),
    site: <bdi>{site.title}</bdi>,
    date: <bdi>{formatDay(words, article.datePublished)}</bdi>,
    url: <bdi>{url}</bdi>,
  };
  return (
    <section class="part" aria-labelledby="cite-heading" lang={words.tag} dir={words.direction}>
      <h2 id="cite-heading">{messages.cite}</h2>
      <p class="reference">
        <Message text={messages.citation} values={citation} />
      </p>
      <p class="facts screen">
        <DottedList items={exports} />
      </p>
    </section>
  );
}

/**
 * The script of the two buttons, which stay hidden if the browser lacks the functions that they need, and of the link to the report of an
 * error, which takes with it the words that are marked. The page is complete without it. Its Content-Security-Policy allows exactly this text, by its hash.
 */
export const shareScript = `
const find=id=>document.getElementById(id),url=document.querySelector('link[rel=canonical]').href;
if(navigator.clipboard){const copy=find('copy-link');copy.hidden=false;copy.onclick=async()=>{
await navigator.clipboard.writeText(url);copy.textContent=copy.value}}
if(navigator.share){const sheet=find('app-sheet');sheet.hidden=false;sheet.onclick=()=>
navigator.share({title:document.title,url}).catch(()=>{})}
const report=find('report');report.onpointerdown=report.onfocus=()=>{const words=String(getSelection()).trim();
if(words)report.search='?passage='+encodeURIComponent([...words].slice(0,1000).join(''))}
`;

/** Buttons and links to share the story. None loads anything from a different site before it is used. */
export function ShareSection({ article, site, words }: { article: Article; site: Site; words: Words }) {
  const { messages } = words;
  const url = storyUrl(site, article.slug);
  const text = encodeURIComponent(`${isolateIfUnbalanced(article.headline)} ${url}`);
  const mail = `subject=${encodeURIComponent(isolateIfUnbalanced(article.headline))}&body=${encodeURIComponent(url)}`;
  return (
    <section
      class="part screen social"
      aria-labelledby="pass-on-heading"
      lang={words.tag}
      dir={words.direction}
    >
      <h2 id="pass-on-heading">{messages.share}</h2>
      <p>
        <code class="address" dir="ltr">
          {url}
        </code>
      </p>
      <p class="facts ways" aria-live="polite">
        <button type="button" id="copy-link" value={messages.copied} hidden>
          {messages.copyLink}
        </button>
        <button type="button" id="app-sheet" hidden>
          {messages.shareSheet}
        </button>
        <a href={`https://share.joinmastodon.org/#text=${text}`}>Mastodon</a>
        <a href={`https://bsky.app/intent/compose?text=${text}`}>Bluesky</a>
        <a href={`mailto:?${mail}`}>{messages.email}</a>
      </p>
      <script>{raw(shareScript)}</script>
    </section>
  );
}
