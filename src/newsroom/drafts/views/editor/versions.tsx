import { compareTexts } from '../../../../site/page/history/difference.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import { Origin } from '../../../drafting/views/sources/origin.tsx';
import { type NewsroomContext, readForm, textField, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { formatTime } from '../../../frame/times.ts';
import { DraftHeader } from './draft-header.tsx';
import { asShown } from './form/values.ts';
import { draftPath, languageOf, openDraft, required } from './open-draft.ts';

/** Lists every version of a draft that was saved. */
export async function showVersions(c: NewsroomContext): Promise<Response> {
  const draft = await openDraft(c);
  const [{ versions }, origin] = await Promise.all([
    deskOf(c.env).drafts.versions(draft.id, c.get('actor')).then(required),
    deskOf(c.env).draftSources.origin(draft.id),
  ]);
  const t = c.get('t');
  const zone = zoneOf(c);
  const path = draftPath(draft.id);
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="versions" />
        <h2>{t('Versions')}</h2>
        <p class="quiet">{t('Every version is kept for as long as the draft is, and 30 days after.')}</p>
        <ul class="rows">
          {versions.map(({ version, at, by, merged }) => (
            <li>
              <a href={`${path}/versions/${version}`}>{t('Version {version}', { version })}</a>{' '}
              <span class="quiet">
                {merged === null
                  ? t('saved by {name} on {time}', { name: by, time: formatTime(at, zone, t.tag) })
                  : t('saved by {name} on {time}, put together with what {other} had saved meanwhile', {
                      name: by,
                      time: formatTime(at, zone, t.tag),
                      other: merged,
                    })}
              </span>
            </li>
          ))}
        </ul>
        <Origin origin={origin} path={path} zone={zone} />
      </>
    ),
  });
}

/** Shows one version beside another: what changed in it, or since. */
export async function showVersion(c: NewsroomContext): Promise<Response> {
  const draft = await openDraft(c);
  const actor = c.get('actor');
  const t = c.get('t');
  const path = draftPath(draft.id);
  const textOf = async (version: number) =>
    required(await deskOf(c.env).drafts.version(draft.id, version, actor)).version;
  const shown = await textOf(Number(c.req.param('n')));
  const { version } = shown;
  const otherNumber = Number(c.req.query('with') ?? version - 1);
  const other = otherNumber >= 1 && otherNumber !== version ? await textOf(otherNumber) : undefined;
  const zone = zoneOf(c);
  const [before, after] = other && other.version > version ? [shown, other] : [other, shown];
  const runs = before ? compareTexts(asShown(before.text), asShown(after.text), languageOf(after.text)) : [];
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="versions" />
        <h2>{t('Version {version}', { version })}</h2>
        <p>
          {t('Saved by {name} on {time}.', { name: shown.by, time: formatTime(shown.at, zone, t.tag) })}{' '}
          <a href={`${path}/page?version=${version}`}>{t('See it as a page')}</a>
        </p>
        <form method="get" action={`${path}/versions/${version}`} class="actions">
          <label for="with">{t('Compare with version')}</label>
          <select id="with" name="with" class="narrow">
            {Array.from({ length: draft.version }, (_, index) => draft.version - index)
              .filter((each) => each !== version)
              .map((each) => (
                <option value={String(each)} selected={each === otherNumber}>
                  {each}
                </option>
              ))}
          </select>
          <button type="submit">{t('Compare')}</button>
        </form>
        {before ? (
          <section aria-labelledby="changes">
            <h3 id="changes">
              {t('What changed from version {from} to version {to}', {
                from: before.version,
                to: after.version,
              })}
            </h3>
            {runs.some(({ kind }) => kind !== 'same') ? (
              <pre class="verbatim" dir="auto" tabindex={0}>
                {runs.map(({ kind, text }) => {
                  if (kind === 'same') return text;
                  const Mark = kind === 'added' ? 'ins' : 'del';
                  return (
                    <Mark>
                      <span class="hidden">{t(kind === 'added' ? 'added:' : 'removed:')} </span>
                      {text}
                    </Mark>
                  );
                })}
              </pre>
            ) : (
              <p>{t('Nothing but line breaks, if anything.')}</p>
            )}
          </section>
        ) : (
          ''
        )}
        <h3>{t('The whole text')}</h3>
        <pre class="verbatim" dir="auto" tabindex={0}>
          {asShown(shown.text)}
        </pre>
        {version === draft.version ? (
          ''
        ) : (
          <form method="post" action={`${path}/versions/${version}`}>
            <input type="hidden" name="version" value={String(draft.version)} />
            <p class="quiet">
              {t('The draft gets this text again, as its newest version. The versions between stay.')}
            </p>
            <button type="submit">{t('Go back to version {version}', { version })}</button>
          </form>
        )}
      </>
    ),
  });
}

/** Saves the text of an earlier version as the newest. */
export async function returnToVersion(c: NewsroomContext): Promise<Response> {
  const seen = Number(textField(await readForm(c), 'version'));
  const draft = await openDraft(c);
  const actor = c.get('actor');
  const { version } = required(await deskOf(c.env).drafts.version(draft.id, Number(c.req.param('n')), actor));
  required(
    await deskOf(c.env).drafts.save(draft.id, { text: version.text, version: seen, actor, now: Date.now() }),
  );
  return c.redirect(`${draftPath(draft.id)}?done=version`, 303);
}
