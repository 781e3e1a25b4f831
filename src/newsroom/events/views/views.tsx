import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';

const VIEWS = [
  { path: '/newsroom/wire', title: sentence('Events') },
  { path: '/newsroom/wire/feeds', title: sentence('Feeds') },
  { path: '/newsroom/wire/draft', title: sentence('Draft from sources') },
  { path: '/newsroom/wire/watch', title: sentence('Watch') },
] as const;

type WireView = (typeof VIEWS)[number]['path'];

/** The second row of links on every page of the section Wire. */
export function WireViews({ current }: { current: WireView }) {
  const t = useWords();
  return (
    <nav aria-label={t('Wire')} class="views">
      <ul>
        {VIEWS.map(({ path, title }) => (
          <li>
            <a href={path} aria-current={path === current ? 'page' : undefined}>
              {t(title)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
