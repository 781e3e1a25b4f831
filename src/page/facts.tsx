import { scopePath } from '../edition/scope.ts';
import type { Site } from '../site.ts';
import { countNewsSources, type ListedSource } from '../story/article.ts';
import { publisherDomain, publisherName } from '../story/publisher.ts';
import { lastChange } from '../story/story.ts';
import { Day } from './layout.tsx';

interface Dated {
  datePublished: string;
  dateModified: string | null;
  correction: readonly { text: string; datePublished: string }[];
  author: readonly { name: string; url: string | null }[];
  rendering: { sources: readonly ListedSource[] };
}

/** The publishers whose reporting the story is based on, each once, by domain. */
function publishers(sources: readonly ListedSource[]): Map<string, string> {
  const reporting = sources.filter(({ isBasedOn }) => isBasedOn);
  return new Map(reporting.map((source) => [publisherDomain(source), publisherName(source)]));
}

/** When, by whom, and from how many news sources; the sources by name. */
export function Facts({ story, site, withAuthors }: { story: Dated; site: Site; withAuthors: boolean }) {
  const count = countNewsSources(story.rendering.sources);
  const changed = lastChange({ ...story, correction: [...story.correction] });
  const isChanged = changed.getTime() > Date.parse(story.datePublished);
  return (
    <p class="facts">
      <Day time={story.datePublished} language={site.language} />
      {isChanged ? (
        <>
          {', updated '}
          <Day time={changed.toISOString()} language={site.language} />
        </>
      ) : (
        ''
      )}
      {withAuthors && story.author.length > 0 ? ' · By ' : ''}
      {withAuthors
        ? story.author.map(({ name, url }, index) => (
            <>
              {index > 0 ? ', ' : ''}
              {url ? (
                <a href={url} rel="author">
                  {name}
                </a>
              ) : (
                name
              )}
            </>
          ))
        : ''}
      {count > 0 ? ` · ${count} news source${count === 1 ? '' : 's'}: ` : ''}
      {[...publishers(story.rendering.sources)].map(([domain, name], index) => (
        <>
          {index > 0 ? ', ' : ''}
          <a href={scopePath(`source:${domain}`)}>{name}</a>
        </>
      ))}
    </p>
  );
}
