import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { toPrintable } from '../../lib/characters.ts';
import type { Person } from '../people/desk/person.ts';
import { may } from '../people/desk/roles.ts';
import { sentence } from '../words/translate.ts';
import { useWords, Words } from '../words/words.ts';
import { type NewsroomContext, zoneOf } from './context.ts';
import type { ScriptName } from './scripts.ts';
import stylesheet from './stylesheet.css?inline';
import { ZoneLine } from './time-fields.tsx';

interface PageParts {
  title: string;
  /** The heading, if it is more than the title's text. */
  heading?: Child;
  /** What a change before this page did, or why it did not. */
  said?: { text: Child; isWrong?: boolean } | undefined;
  scripts?: readonly ScriptName[];
  /** Stands in the place of masthead and navigation, and stays in sight. */
  bar?: Child;
  /** Where browsers without scripts are sent instead. */
  withoutScript?: string;
  /** Whether the page itself says of which zone its times are. */
  namesZone?: boolean;
  status?: number;
  children: Child;
}

/** The sections of the newsroom. */
const SECTIONS = [
  { path: '/newsroom', title: sentence('Today') },
  { path: '/newsroom/wire', title: sentence('Wire') },
  { path: '/newsroom/drafts', title: sentence('Drafts') },
  { path: '/newsroom/stories', title: sentence('Stories') },
  { path: '/newsroom/schedule', title: sentence('Schedule') },
  { path: '/newsroom/front', title: sentence('Front page'), needs: 'publish' },
  { path: '/newsroom/pictures', title: sentence('Pictures') },
  { path: '/newsroom/pages', title: sentence('Pages') },
  { path: '/newsroom/people', title: sentence('People'), needs: 'administer' },
  { path: '/newsroom/settings', title: sentence('Settings'), needs: 'administer' },
] as const;

/** Whether a page belongs to a section of the navigation. */
const isIn = (path: string, section: string) =>
  section === '/newsroom' ? path === section : path === section || path.startsWith(`${section}/`);

/** The newsroom's name, who is signed in, and the ways to its sections. */
function Masthead({ c }: { c: NewsroomContext }) {
  const site = c.get('site');
  const person: Person | undefined = c.get('person');
  const { path } = c.req;
  const t = useWords();
  return (
    <header>
      <div class="masthead">
        <a class="site" href="/newsroom">
          {site.title} <span class="quiet">{t('newsroom')}</span>
        </a>
        {person ? (
          <div class="who">
            <search>
              <form action="/newsroom/search">
                <input
                  type="search"
                  name="q"
                  aria-label={t('Find drafts, stories and pictures')}
                  value={path === '/newsroom/search' ? (c.req.query('q') ?? '') : undefined}
                  maxlength={200}
                />
                <button type="submit">{t('Find')}</button>
              </form>
            </search>
            <a href="/newsroom/account">{person.name}</a>
            <form method="post" action="/newsroom/sign-out">
              <button class="plain" type="submit">
                {t('Sign out')}
              </button>
            </form>
          </div>
        ) : (
          ''
        )}
      </div>
      {person ? (
        <nav aria-label={t('Newsroom')}>
          <ul>
            {SECTIONS.filter((each) => !('needs' in each) || may(person.role, each.needs)).map((each) => (
              <li>
                <a href={each.path} aria-current={isIn(path, each.path) ? 'page' : undefined}>
                  {t(each.title)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : (
        ''
      )}
    </header>
  );
}

/** Makes a page of the newsroom. Its navigation is there for whoever is signed in. */
export function renderNewsroom(c: NewsroomContext, parts: PageParts): Response | Promise<Response> {
  const {
    title,
    heading = title,
    said,
    scripts = [],
    bar,
    withoutScript,
    namesZone,
    status = 200,
    children,
  } = parts;
  const site = c.get('site');
  const t = c.get('t');
  const document = (
    <Words.Provider value={t}>
      <html lang={t.tag} dir={t.direction === 'rtl' ? 'rtl' : undefined} data-zone={zoneOf(c)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{`${title} | ${site.title} ${t('newsroom')}`}</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <style>{raw(stylesheet)}</style>
          {withoutScript === undefined ? (
            ''
          ) : (
            <noscript>
              <meta http-equiv="refresh" content={`0;url=${withoutScript}`} />
            </noscript>
          )}
          {scripts.map((name) => (
            <script type="module" src={`/newsroom/assets/${name}.js`} nonce={c.get('nonce')} />
          ))}
        </head>
        <body class={bar ? 'with-bar' : undefined}>
          <a class="skip" href="#main">
            {t('Skip to content')}
          </a>
          {bar ? <header class="bar">{bar}</header> : <Masthead c={c} />}
          <main id="main">
            <h1 class={bar ? 'hidden' : undefined}>{heading}</h1>
            {said ? (
              <div class={said.isWrong ? 'said wrong' : 'said'} role={said.isWrong ? 'alert' : 'status'}>
                {said.text}
              </div>
            ) : (
              ''
            )}
            {children}
            {c.get('person') && !bar && !namesZone ? <ZoneLine zone={zoneOf(c)} /> : ''}
          </main>
        </body>
      </html>
    </Words.Provider>
  );
  return c.html(toPrintable(`<!DOCTYPE html>${document}`), status as 200);
}
