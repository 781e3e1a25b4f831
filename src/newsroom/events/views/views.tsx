const VIEWS = [
  { path: '/newsroom/wire', title: 'Events' },
  { path: '/newsroom/wire/feeds', title: 'Feeds' },
  { path: '/newsroom/wire/draft', title: 'Draft from sources' },
  { path: '/newsroom/wire/watch', title: 'Watch' },
] as const;

type WireView = (typeof VIEWS)[number]['path'];

/** The second row of links on every page of the section Wire. */
export function WireViews({ current }: { current: WireView }) {
  return (
    <nav aria-label="Wire" class="views">
      <ul>
        {VIEWS.map(({ path, title }) => (
          <li>
            <a href={path} aria-current={path === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
