import { deskOf } from '../../../desk/desk-stub.ts';
import type { KeptSource } from '../../../drafts/desk/draft-sources.ts';
import { DraftHeader } from '../../../drafts/views/editor/draft-header.tsx';
import { draftId, required } from '../../../drafts/views/editor/open-draft.ts';
import { type Newsroom, type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { nameLanguage } from '../../../frame/language-field.tsx';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { formatTime } from '../../../frame/times.ts';
import { writeValue } from '../../../words/translate.ts';
import { type Translate, useWords } from '../../../words/words.ts';
import { Origin } from './origin.tsx';

/** What a source says of itself, in one line. */
function describeSource(t: Translate, source: KeptSource, zone: string): string {
  const { publisher, author, datePublished, inLanguage, isAccessibleForFree } = source;
  const parts = [
    publisher?.name,
    author.length > 0 &&
      t('by {names}', {
        names: new Intl.ListFormat(t.tag).format(author.map(({ name }) => writeValue(t, name))),
      }),
    datePublished &&
      t('published on {time}', {
        time: datePublished.length > 10 ? formatTime(datePublished, zone, t.tag) : datePublished,
      }),
    inLanguage && t('in {language}', { language: nameLanguage(inLanguage, t.tag) }),
    isAccessibleForFree !== null && t(isAccessibleForFree ? 'free to read' : 'not all of it is free to read'),
  ];
  return parts.filter(Boolean).join(' · ') || t('The page says nothing of itself.');
}

function Source({ source, zone }: { source: KeptSource; zone: string }) {
  const t = useWords();
  const { name, finalUrl, readAt, hash, text, whyNoText, said, expires, inLanguage } = source;
  return (
    <section>
      <h2 dir="auto">{name ?? finalUrl}</h2>
      <p>
        <a href={finalUrl} rel="noreferrer" dir="auto">
          {finalUrl}
        </a>
      </p>
      <p class="quiet">
        {describeSource(t, source, zone)}
        <br />
        {expires === null
          ? t('Read on {time}', { time: formatTime(readAt, zone, t.tag) })
          : t('Read on {time}; the text is deleted on {expires}', {
              time: formatTime(readAt, zone, t.tag),
              expires: formatTime(expires, zone, t.tag),
            })}
      </p>
      {whyNoText === null ? (
        <div class="verbatim" dir="auto" lang={inLanguage ?? undefined} tabindex={0}>
          {text}
        </div>
      ) : (
        <p class="fault">{t(said ?? whyNoText)}</p>
      )}
      <details>
        <summary>{t('Fingerprint of the text, for programs that check it (SHA-256)')}</summary>
        <code>{hash}</code>
      </details>
    </section>
  );
}

/** Shows what was read of the sources of a draft: to whoever may open the draft, and to editors when it is gone. */
async function showSources(c: NewsroomContext): Promise<Response> {
  const id = draftId(c);
  const actor = c.get('actor');
  const [{ sources }, found, origin] = await Promise.all([
    deskOf(c.env).draftSources.list(id, actor).then(required),
    deskOf(c.env).drafts.find(id, actor),
    deskOf(c.env).draftSources.origin(id),
  ]);
  const t = c.get('t');
  const zone = zoneOf(c);
  return renderNewsroom(c, {
    title: found.ok ? (found.draft.headline ?? found.draft.name) : t('Sources of a draft that is gone'),
    children: (
      <>
        {found.ok ? <DraftHeader c={c} draft={found.draft} at="sources" /> : ''}
        <p>
          {t(
            'This is what the program read, for you to check the draft. Others wrote it: readers never see it, and nothing exports it. It is kept for as long as the draft, and 90 days after.',
          )}
        </p>
        <Origin origin={origin} zone={zone} />
        {sources.length === 0 ? <p>{t('No sources were read for this draft.')}</p> : ''}
        {sources.map((source) => (
          <Source source={source} zone={zone} />
        ))}
      </>
    ),
  });
}

/** Adds the page of what was read for a draft. */
export function addSourcesRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/drafts/:id/sources', showSources);
}
