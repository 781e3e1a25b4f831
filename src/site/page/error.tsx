import type { ErrorText } from '../../language/messages.ts';
import { languageAttributes } from '../../language/words.ts';
import type { Site } from '../../settings/site.ts';
import { scopePath } from '../edition/scope.ts';
import { renderLayout, siteWords } from './layout.tsx';

/** Renders an error: what is wrong, why, and what to do. */
export function renderErrorPage(text: ErrorText, site: Site): string {
  return renderLayout({
    site,
    title: text.title,
    scopes: ['all'],
    children: <Explanation text={text} site={site} />,
  });
}

/** Renders the error of an address that has no page: what is wrong, a search, and the topics. */
export function renderNotFoundPage(text: ErrorText, site: Site): string {
  const words = siteWords(site);
  const { messages } = words;
  const own = languageAttributes(site.language, words);
  return renderLayout({
    site,
    title: text.title,
    scopes: ['all'],
    children: (
      <>
        <Explanation text={text} site={site} />
        <search>
          <form class="search" action="/search">
            <p>
              <label for="q">{messages.search.label}</label>{' '}
              <input id="q" name="q" type="search" dir="auto" />{' '}
              <button type="submit">{messages.search.button}</button>
            </p>
          </form>
        </search>
        {site.topics.length > 0 ? (
          <>
            <h2>{messages.topics}</h2>
            <ul>
              {site.topics.map(({ slug, title }) => (
                <li>
                  <a href={scopePath(`topic:${slug}`)} {...own}>
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </>
        ) : (
          ''
        )}
      </>
    ),
  });
}

/** What is wrong, why, and what to do. */
function Explanation({ text, site }: { text: ErrorText; site: Site }) {
  return (
    <>
      <h1>{text.title}</h1>
      <p>{text.reason}</p>
      <p>{text.next}</p>
      <p>
        <a href="/">{siteWords(site).messages.latestStories}</a>
      </p>
    </>
  );
}
