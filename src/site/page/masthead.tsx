import { languageAttributes, type Words } from '../../language/words.ts';
import type { Site } from '../../settings/site.ts';
import { scopePath } from '../edition/scope.ts';

/** More topics than this take three lines on a phone. */
const MANY_TOPICS = 4;

interface MastheadProps {
  site: Site;
  /** The words in the site's language. */
  words: Words;
  /** The path of the page; undefined if it has none. */
  path: string | undefined;
}

/** The beginning of every page: the site's name or logo, the newsroom's own links, and its topics; on the front page, the tagline. */
export function Masthead({ site, words, path }: MastheadProps) {
  const { messages } = words;
  const own = languageAttributes(site.language, words);
  return (
    <>
      <div class="masthead">
        <a class="site" href="/" {...own}>
          <SiteName site={site} />
        </a>
        <nav aria-label={messages.sections}>
          <ul>
            {site.nav.map((link) => (
              <NavItem {...link} path={path} own={own} />
            ))}
            <NavItem label={messages.search.title} url="/search" path={path} />
            <NavItem label={messages.subscribe} url="/subscribe" path={path} />
          </ul>
        </nav>
        {path === '/' ? (
          <p class="tagline" {...own}>
            {site.tagline}
          </p>
        ) : (
          ''
        )}
      </div>
      <TopicsBar site={site} words={words} path={path} />
    </>
  );
}

/** The site's title, or the logo that stands for it. */
function SiteName({ site: { title, brand } }: { site: Site }) {
  if (!brand.logo) return <>{title}</>;
  const { light, dark, width, height } = brand.logo;
  return (
    <picture>
      {dark ? <source srcset={dark} media="screen and (prefers-color-scheme:dark)" /> : ''}
      <img src={light} alt={title} width={width} height={height} />
    </picture>
  );
}

interface NavItemProps {
  label: string;
  url: string;
  /** The path of the page that the link is on. */
  path: string | undefined;
  /** The language of the label, if it is not the page's. */
  own?: { lang?: string; dir?: 'ltr' | 'rtl' };
}

/** A link in a list of links. */
export const NavItem = ({ label, url, path, own = {} }: NavItemProps) => (
  <li>
    <a href={url} aria-current={url === path ? 'page' : undefined} {...own}>
      {label}
    </a>
  </li>
);

/** The newest stories and the topics. Many topics are behind a disclosure, which wide screens show open. */
function TopicsBar({ site, words, path }: MastheadProps) {
  const { messages } = words;
  const own = languageAttributes(site.language, words);
  const latest = <NavItem label={messages.latest} url="/" path={path} />;
  const topics = site.topics.map(({ slug, title }) => (
    <NavItem label={title} url={scopePath(`topic:${slug}`)} path={path} own={own} />
  ));
  return (
    <nav class="topics" aria-label={messages.topics}>
      {topics.length > MANY_TOPICS ? (
        <>
          <ul>{latest}</ul>
          <details>
            <summary>{messages.topics}</summary>
            <ul>{topics}</ul>
          </details>
        </>
      ) : (
        <ul>
          {latest}
          {topics}
        </ul>
      )}
    </nav>
  );
}
