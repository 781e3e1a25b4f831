import { checkSaved, inForce } from '../../../settings/check-saved.ts';
import {
  isSameSetting,
  SAVED_FIELDS,
  type SavedField,
  type SavedSettings,
  seenOf,
} from '../../../settings/saved-settings.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { requireCapability } from '../../frame/access.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { readUpload } from '../../pictures/views/upload.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { sentence } from '../../words/translate.ts';
import { listOf, type Translate, useWords } from '../../words/words.ts';
import {
  differingFields,
  NOTHING_SAVED,
  type SettingsRefusal,
  type SettingsVersion,
} from '../desk/settings-version.ts';
import { takeFiles } from './files.ts';
import type { Group, GroupProps } from './group.ts';
import { GROUPS } from './groups.tsx';
import { LOOK_PAGE, lookParameters } from './look.tsx';
import { showLook } from './look-page.ts';
import { personGroup } from './people.tsx';
import { saySettingRule } from './rule-words.ts';
import { LABELS, onScreens, saySetting } from './words.ts';

// What admins decide for the whole newsroom. Only they see these pages.

const PATH = '/newsroom/settings';
const HISTORY = `${PATH}/history`;

/** What stays in files, in the words of editors, with the file's own. */
const ELSEWHERE = [
  [
    sentence('The language of the newsroom, and what it writes about in other languages'),
    ['data/site.json'],
    'language, subjects',
  ],
  [
    sentence('The domain and year that are part of every story’s id, and who signs stories without authors'),
    ['data/site.json'],
    'taggingEntity, authors',
  ],
  [sentence('Typeface of headlines, and icons'), ['data/site.json', 'data/public'], 'brand'],
  [sentence('The names of topics in other languages'), ['data/site.json'], 'topics'],
  [sentence('Other services that are told of each change'), ['data/site.json'], 'hubs, signature, fediverse'],
  [sentence('Signs of a draft standard of how stories were made'), ['data/site.json'], 'emitDraftSignals'],
  [
    sentence('Summary feeds for mail services, and where readers sign up for mails'),
    ['data/site.json'],
    'summaries, newsletter',
  ],
  [sentence('An export of each story for news agencies'), ['data/site.json'], 'ninjs'],
  [sentence('Whether agents can ask for stories and check quotes'), ['data/site.json'], 'agents'],
  [
    sentence('The feeds that the wire begins with, and the model that compares reports'),
    ['data/site.json'],
    'wire',
  ],
  [sentence('The address of the site'), ['wrangler.toml'], 'SITE_URL'],
] as const;

const SAID: Record<string, string> = {
  saved: sentence('Saved.'),
  seen: sentence('Saved. Readers see it within minutes, as their pages are written again.'),
  same: sentence('Nothing was changed, so nothing was saved.'),
};

const saidIn = (c: NewsroomContext) => {
  const text = SAID[c.req.query('done') ?? ''];
  return text === undefined ? undefined : { text: c.get('t')(text) };
};

async function showAll(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const t = c.get('t');
  const { saved, version, who, at } = await deskOf(c.env).settings.current();
  const settings = inForce(saved);
  return renderNewsroom(c, {
    title: t('Settings'),
    said: saidIn(c),
    children: (
      <>
        <ul class="rows">
          {GROUPS.map(({ path, title, fields }) => (
            <li>
              <a class="title" href={`${PATH}/${path}`}>
                {t(title)}
              </a>
              <p class="quiet">
                {fields.map((field) => (
                  <span dir="auto">
                    {t('{setting}: {value}.', {
                      setting: t(LABELS[field]),
                      value: saySetting(t, settings, field),
                    })}{' '}
                  </span>
                ))}
              </p>
            </li>
          ))}
          <li>
            <a class="title" href="/newsroom/wire/feeds">
              {t('Feeds')}
            </a>
            <p class="quiet">{t('The feeds that the wire follows are on their own page.')}</p>
          </li>
        </ul>
        <p>
          {version === 0 ? (
            t(
              'Nothing was ever saved here: everything is as the files say that the program was deployed with.',
            )
          ) : (
            <>
              {t('Last saved by {name}, {time}.', {
                name: who ?? '',
                time: formatTime(at ?? 0, zoneOf(c), t.tag),
              })}{' '}
              <a href={HISTORY}>{t('All versions')}</a>
            </>
          )}
        </p>
        <h2>{t('What stands elsewhere')}</h2>
        <p>
          {t('These are in files. Whoever deploys the program changes them there, and deploys it again.')}
        </p>
        <dl class="terms">
          {ELSEWHERE.map(([what, files, fields]) => (
            <div>
              <dt>{t(what)}</dt>
              <dd>
                {listOf(t, files)}: <code>{fields}</code>
              </dd>
            </div>
          ))}
        </dl>
      </>
    ),
  });
}

interface FormPage {
  settings: SavedSettings;
  base: number;
  faults?: readonly Fault[];
  /** Why nothing was saved, as the page says it. */
  refusal?: { why: SettingsRefusal['why'] | 'size'; text: string };
  said?: { text: string; isWrong?: boolean };
  /** Why an uploaded file cannot be used, by the path of its field. */
  files?: Readonly<Record<string, string>>;
}

const isWithin = (fault: Fault, path: string) =>
  fault.field === path || fault.field.startsWith(`${path}.`) || fault.field.startsWith(`${path}[`);

/** Says a fault with the words of the page. */
function sayFault(t: Translate, { field, rule }: Fault, label: string): string {
  const [, index] = /^topics\[(\d+)\]/.exec(field) ?? [];
  const name =
    index !== undefined
      ? t('Topic {number}', { number: Number(index) + 1 })
      : field.endsWith('.light')
        ? onScreens(t, 'light', label)
        : field.endsWith('.dark')
          ? onScreens(t, 'dark', label)
          : label;
  return saySettingRule(t, rule, name);
}

/** What the setting is called that has a fault. */
const nameOf = (t: Translate, fault: Fault): string =>
  t(LABELS[SAVED_FIELDS.find((field) => isWithin(fault, field)) ?? 'title']);

/** The pages that links can lead to, for the form that has links. */
async function ownPages(c: NewsroomContext, group: Group): Promise<GroupProps['pages']> {
  if (!group.fields.includes('nav')) return [];
  return (await deskOf(c.env).pages.list()).filter(({ status }) => status === 'published');
}

/** Says why a form was not saved; undefined if it was not refused. */
function whyNotSaved(t: Translate, group: Group, { faults = [], refusal }: FormPage): string | undefined {
  if (refusal === undefined) return undefined;
  if (faults.length === 0) return refusal.text;
  // Rules can bind settings of two forms.
  const elsewhere = faults.filter((fault) => !group.fields.some((field) => isWithin(fault, field)));
  return elsewhere.length === 0
    ? t('Nothing was saved. The form says why.')
    : t('Nothing was saved. {reason}', {
        reason: elsewhere.map((fault) => sayFault(t, fault, nameOf(t, fault))).join(' '),
      });
}

/** A form of settings. `written` is how many values are written anew for readers when it is saved. */
function GroupForm(props: { group: Group; shown: GroupProps; base: number; written: number }) {
  const t = useWords();
  const { group, shown, base, written } = props;
  const { Fields } = group;
  return (
    <form
      method="post"
      action={`${PATH}/${group.path}`}
      enctype={group.files ? 'multipart/form-data' : undefined}
    >
      <input type="hidden" name="version" value={String(base)} />
      <Fields {...shown} />
      {written > 0 ? (
        <p class="hint">
          {t(
            [
              'Readers see this setting. To save it writes up to {count} page, feed or picture for them again. Cloudflare counts each as a write.',
              'Readers see this setting. To save it writes up to {count} pages, feeds and pictures for them again. Cloudflare counts each as a write.',
            ],
            { count: written },
          )}
        </p>
      ) : (
        ''
      )}
      <p class="actions">
        <button class="main" type="submit">
          {t('Save')}
        </button>
        {group.hasPreview ? (
          <button type="submit" name="do" value="preview">
            {t('Preview')}
          </button>
        ) : (
          ''
        )}
        {group.canRemove === undefined ? (
          ''
        ) : (
          <button type="submit" name="do" value="remove" formnovalidate>
            {t(group.canRemove)}
          </button>
        )}
        <a href={group.back === undefined ? PATH : `${PATH}/${group.back}`}>
          {t(group.back === undefined ? 'All settings' : 'Back to the list')}
        </a>
      </p>
    </form>
  );
}

async function showGroup(c: NewsroomContext, group: Group, given?: FormPage): Promise<Response> {
  requireCapability(c, 'administer');
  const t = c.get('t');
  const page = given ?? (await formOf(c));
  const { settings, base, faults = [], refusal } = page;
  const faultOf = (path: string, label: string) => {
    if (page.files?.[path]) return page.files[path];
    const own = faults.filter((fault) => isWithin(fault, path));
    const said = new Set(own.map((fault) => sayFault(t, fault, label)));
    return said.size > 0 ? [...said].join(' ') : undefined;
  };
  const isSeen = seenOf(Object.fromEntries(group.fields.map((field) => [field, null]))) !== undefined;
  const [written, pages] = await Promise.all([
    isSeen ? deskOf(c.env).settings.countWritten() : 0,
    ownPages(c, group),
  ]);
  const site = c.get('site');
  const shown = { settings, url: site.url, language: site.language, zone: zoneOf(c), pages, faultOf };
  const wrong = whyNotSaved(t, group, page);
  const { Fields } = group;
  return renderNewsroom(c, {
    title: group.name ?? t(group.title),
    scripts: group.scripts ?? [],
    said: page.said ?? (wrong === undefined ? saidIn(c) : { text: wrong, isWrong: true }),
    ...(refusal ? { status: REFUSAL_STATUS[refusal.why] } : {}),
    children: (
      <>
        <p>{t(group.about)}</p>
        {group.hasPreview ? (
          <details open>
            <summary>
              {t('The front page as readers get it, in dark colours if your device is set to them')}
            </summary>
            <iframe
              title={t('The front page with this look')}
              src={`${LOOK_PAGE}?${lookParameters(settings)}`}
              data-look={LOOK_PAGE}
              sandbox=""
            />
          </details>
        ) : (
          ''
        )}
        {group.isList ? (
          <>
            <Fields {...shown} />
            <p>
              <a href={PATH}>{t('All settings')}</a>
            </p>
          </>
        ) : (
          <GroupForm group={group} shown={shown} base={base} written={written} />
        )}
      </>
    ),
  });
}

/** Reads a form, with files or without. Returns why it is refused if a file is too large. */
const readSettingsForm = (c: NewsroomContext, group: Group) =>
  group.files && /^multipart/i.test(c.req.header('Content-Type') ?? '') ? readUpload(c) : readForm(c);

/** Saves what was changed in a form, or shows what it would look like. */
async function save(c: NewsroomContext, group: Group): Promise<Response> {
  requireCapability(c, 'administer');
  const t = c.get('t');
  const form = await readSettingsForm(c, group);
  if (!(form instanceof FormData))
    return showGroup(c, group, { ...(await formOf(c)), refusal: { why: form.why, text: t(form) } });
  const settingsOf = deskOf(c.env).settings;
  const opened = await settingsOf.version(Number(textField(form, 'version')));
  if (!opened)
    throw new NewsroomError(400, 'Not saved', 'The form is of no version of the settings. Open it again.');
  // Who changes one entry of a list puts back nothing of what others have changed of its other entries.
  const current = group.entryIn && (await settingsOf.current());
  const isUntouched =
    current && isSameSetting(group.entryIn?.(inForce(opened.saved)), group.entryIn?.(inForce(current.saved)));
  const base = isUntouched ? current : opened;
  const [before, shownBefore] = [inForce(base.saved), inForce(opened.saved)];
  const { url } = c.get('site');
  const files = await takeFiles(c, group, form);
  const typed = group.read(form, before, url, shownBefore);
  const settings = { ...before, ...typed };
  const fields = Object.fromEntries(
    Object.entries(typed).filter(([field, value]) => !isSameSetting(value, before[field as SavedField])),
  );
  if (Object.keys(files).length > 0) {
    const refusal = { why: 'invalid', text: t('Nothing was saved. The form says why.') } as const;
    return showGroup(c, group, { settings, base: base.version, files, refusal });
  }
  if (group.hasPreview && textField(form, 'do') === 'preview') {
    const checked = checkSaved({ ...base.saved, ...fields });
    const text = checked.ok
      ? t('This is what it would look like. It is not saved yet.')
      : t('This could not be saved.');
    const faults = checked.ok ? [] : checked.faults;
    return showGroup(c, group, {
      settings,
      base: base.version,
      faults,
      said: { text, isWrong: !checked.ok },
    });
  }
  const next = `${PATH}/${group.back ?? group.path}`;
  if (Object.keys(fields).length === 0) return c.redirect(`${next}?done=same`, 303);
  const options = { base: base.version, actor: c.get('actor'), now: Date.now() };
  const done = await settingsOf.change(fields, options);
  if (!done.ok) {
    // What was typed stays. To save it again takes the place of what another has saved.
    const version = done.current?.version ?? base.version;
    const reason = t(done);
    const text =
      done.why === 'stale' && done.current
        ? t('{reason} There it says now: {changes}. Save again to put yours in its place.', {
            reason,
            changes: sayChanged(t, done.current, base, fields),
          })
        : reason;
    const refusal = { why: done.why, text };
    // What only the other has changed is not put back by saving again.
    const now = done.current && inForce(done.current.saved);
    const shown = now
      ? { ...now, ...(group.entryIn ? group.read(form, now, url, shownBefore) : fields) }
      : settings;
    return showGroup(c, group, { settings: shown, base: version, refusal, faults: done.faults ?? [] });
  }
  // The watch may have been turned on.
  if (group.path === 'wire') await wireOf(c.env).wake();
  return c.redirect(`${next}?done=${seenOf(fields) ? 'seen' : 'saved'}`, 303);
}

/** What a form shows that says what is in force. */
async function formOf(c: NewsroomContext): Promise<FormPage> {
  const { saved, version } = await deskOf(c.env).settings.current();
  return { settings: inForce(saved), base: version };
}

const sayChanged = (
  t: Translate,
  now: SettingsVersion,
  base: SettingsVersion,
  typed: SavedSettings,
): string =>
  differingFields(base.saved, now.saved)
    .filter((field) => field in typed)
    .map((field) =>
      t('{setting}: {value}', {
        setting: t(LABELS[field]),
        value: saySetting(t, inForce(now.saved), field),
      }),
    )
    .join('; ');

const nameOfVersion = (t: Translate, version: number) =>
  version === 0 ? t('Before anything was saved') : t('Version {version}', { version: String(version) });

async function showHistory(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const t = c.get('t');
  const versions = await deskOf(c.env).settings.versions();
  const all = [...versions, NOTHING_SAVED];
  return renderNewsroom(c, {
    title: t('Versions of the settings'),
    children: (
      <>
        <ol class="rows">
          {all.map(({ version, at, who, saved }, index) => {
            const before = all[index + 1];
            const changed = before ? differingFields(before.saved, saved) : [];
            return (
              <li>
                <a class="title" href={`${HISTORY}/${version}`}>
                  {nameOfVersion(t, version)}
                </a>
                {index === 0 ? ` ${t('(now)')}` : ''}
                <p class="quiet">
                  {who === null
                    ? t('As the files say.')
                    : t('{name}, {time}.', { name: who, time: formatTime(at ?? 0, zoneOf(c), t.tag) })}{' '}
                  {changed.length > 0
                    ? t('Changed: {settings}.', {
                        settings: listOf(
                          t,
                          changed.map((field) => t(LABELS[field])),
                        ),
                      })
                    : ''}
                </p>
              </li>
            );
          })}
        </ol>
        <p>
          <a href={PATH}>{t('All settings')}</a>
        </p>
      </>
    ),
  });
}

/** Finds the version in the request's path. Throws 404 if there is none. */
async function findVersion(c: NewsroomContext): Promise<SettingsVersion> {
  const asked = c.req.param('version') ?? '';
  const found = /^\d{1,9}$/.test(asked) ? await deskOf(c.env).settings.version(Number(asked)) : undefined;
  if (found) return found;
  throw new NewsroomError(
    404,
    'No such version',
    'The settings have no such version. “All versions” lists them.',
  );
}

async function showVersion(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const t = c.get('t');
  const then = await findVersion(c);
  const now = await deskOf(c.env).settings.current();
  const [before, after] = [inForce(then.saved), inForce(now.saved)];
  const fields = differingFields(before, after);
  return renderNewsroom(c, {
    title: nameOfVersion(t, then.version),
    children: (
      <>
        {fields.length === 0 ? (
          <p>{t('It says what the settings say now.')}</p>
        ) : (
          <>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('Setting')}</th>
                  <th scope="col">{t('Then')}</th>
                  <th scope="col">{t('Now')}</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((field) => (
                  <tr>
                    <th scope="row">{t(LABELS[field])}</th>
                    <td dir="auto">{saySetting(t, before, field)}</td>
                    <td dir="auto">{saySetting(t, after, field)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <form method="post" action={`${HISTORY}/${then.version}/restore`}>
              <input type="hidden" name="version" value={String(now.version)} />
              <p class="actions">
                <button type="submit">{t('Put all of this back')}</button>
              </p>
            </form>
          </>
        )}
        <p>
          <a href={HISTORY}>{t('All versions')}</a>
        </p>
      </>
    ),
  });
}

async function restore(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const { saved } = await findVersion(c);
  const expected = Number(textField(await readForm(c), 'version'));
  const options = { expected, actor: c.get('actor'), now: Date.now() };
  const done = await deskOf(c.env).settings.replace(saved, options);
  if (!done.ok) {
    const t = c.get('t');
    const rules = done.faults?.map((fault) => sayFault(t, fault, nameOf(t, fault))) ?? [];
    const reason = [t(done), ...rules].join(' ');
    throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not put back', '{reason}', { reason });
  }
  await wireOf(c.env).wake();
  return c.redirect(`${PATH}?done=${done.changed ? 'saved' : 'same'}`, 303);
}

/** Finds the person in the request's path, or the form for somebody new. Throws 404 if there is none. */
async function findPerson(c: NewsroomContext): Promise<Group> {
  requireCapability(c, 'administer');
  const { settings } = await formOf(c);
  const group = personGroup(settings, c.req.param('slug') ?? '');
  if (group) return group;
  throw new NewsroomError(404, 'Nobody there', 'Nobody on the list of authors has this address.');
}

/** Adds the pages of the settings. */
export function addSettingsRoutes(newsroom: Newsroom): void {
  newsroom.get(PATH, showAll);
  for (const group of GROUPS) {
    newsroom.get(`${PATH}/${group.path}`, (c) => showGroup(c, group));
    if (!group.isList) newsroom.post(`${PATH}/${group.path}`, (c) => save(c, group));
  }
  newsroom.get(`${PATH}/people/:slug`, async (c) => showGroup(c, await findPerson(c)));
  newsroom.post(`${PATH}/people/:slug`, async (c) => save(c, await findPerson(c)));
  newsroom.get(LOOK_PAGE, showLook);
  newsroom.get(HISTORY, showHistory);
  newsroom.get(`${HISTORY}/:version`, showVersion);
  newsroom.post(`${HISTORY}/:version/restore`, restore);
}
