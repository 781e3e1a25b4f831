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
import { countOf } from '../../frame/count.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { readUpload } from '../../pictures/views/upload.ts';
import { wireOf } from '../../wire/wire-stub.ts';
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
import { LABELS, sayRule, saySetting } from './words.ts';

// What admins decide for the whole newsroom. Only they see these pages.

const PATH = '/newsroom/settings';
const HISTORY = `${PATH}/history`;

/** What stays in files, in the words of editors, with the file's own. */
const ELSEWHERE = [
  [
    'The language of the newsroom, and what it writes about in other languages',
    'data/site.json',
    'language, subjects',
  ],
  [
    'The domain and year that are part of every story’s id, and who signs stories without authors',
    'data/site.json',
    'taggingEntity, authors',
  ],
  ['Typeface of headlines, and icons', 'data/site.json and data/public', 'brand'],
  ['The names of topics in other languages', 'data/site.json', 'topics'],
  ['Other services that are told of each change', 'data/site.json', 'hubs, signature, fediverse'],
  ['Signs of a draft standard of how stories were made', 'data/site.json', 'emitDraftSignals'],
  ['The feeds that the wire begins with, and the model that compares reports', 'data/site.json', 'wire'],
  ['The address of the site', 'wrangler.toml', 'SITE_URL'],
] as const;

const SAID: Record<string, string> = {
  saved: 'Saved.',
  seen: 'Saved. Readers see it within minutes, as their pages are written again.',
  same: 'Nothing was changed, so nothing was saved.',
};

const saidIn = (c: NewsroomContext) => {
  const text = SAID[c.req.query('done') ?? ''];
  return text === undefined ? undefined : { text };
};

async function showAll(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const { saved, version, who, at } = await deskOf(c.env).settings.current();
  const settings = inForce(saved);
  return renderNewsroom(c, {
    title: 'Settings',
    said: saidIn(c),
    children: (
      <>
        <ul class="rows">
          {GROUPS.map(({ path, title, fields }) => (
            <li>
              <a class="title" href={`${PATH}/${path}`}>
                {title}
              </a>
              <p class="quiet">
                {fields.map((field) => (
                  <span dir="auto">{`${LABELS[field]}: ${saySetting(settings, field)}. `}</span>
                ))}
              </p>
            </li>
          ))}
          <li>
            <a class="title" href="/newsroom/wire/feeds">
              Feeds
            </a>
            <p class="quiet">The feeds that the wire follows are on their own page.</p>
          </li>
        </ul>
        <p>
          {version === 0 ? (
            'Nothing was ever saved here: everything is as the files say that the program was deployed with.'
          ) : (
            <>
              {`Last saved by ${who}, ${formatTime(at ?? 0, zoneOf(c))}. `}
              <a href={HISTORY}>All versions</a>
            </>
          )}
        </p>
        <h2>What stands elsewhere</h2>
        <p>These are in files. Whoever deploys the program changes them there, and deploys it again.</p>
        <dl class="terms">
          {ELSEWHERE.map(([what, file, fields]) => (
            <div>
              <dt>{what}</dt>
              <dd>
                {`${file}: `}
                <code>{fields}</code>
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
  refusal?: Pick<SettingsRefusal, 'detail'> & { why: SettingsRefusal['why'] | 'size' };
  said?: { text: string; isWrong?: boolean };
  /** Why an uploaded file cannot be used, by the path of its field. */
  files?: Readonly<Record<string, string>>;
}

const isWithin = (fault: Fault, path: string) =>
  fault.field === path || fault.field.startsWith(`${path}.`) || fault.field.startsWith(`${path}[`);

/** Says a fault with the words of the page. */
function sayFault({ field, rule }: Fault, label: string): string {
  const [, index] = /^topics\[(\d+)\]/.exec(field) ?? [];
  const name =
    index !== undefined
      ? `Topic ${Number(index) + 1}`
      : field.endsWith('.light') || field.endsWith('.dark')
        ? `${label} on ${field.split('.').at(-1)} screens`
        : label;
  return `${name} ${sayRule(rule)}.`;
}

/** The pages that links can lead to, for the form that has links. */
async function ownPages(c: NewsroomContext, group: Group): Promise<GroupProps['pages']> {
  if (!group.fields.includes('nav')) return [];
  return (await deskOf(c.env).pages.list()).filter(({ status }) => status === 'published');
}

async function showGroup(c: NewsroomContext, group: Group, page?: FormPage): Promise<Response> {
  requireCapability(c, 'administer');
  const { settings, base, faults = [], refusal, said } = page ?? (await formOf(c));
  const faultOf = (path: string, label: string) => {
    if (page?.files?.[path]) return page.files[path];
    const own = faults.filter((fault) => isWithin(fault, path));
    return own.length > 0 ? own.map((fault) => sayFault(fault, label)).join(' ') : undefined;
  };
  const isSeen = seenOf(Object.fromEntries(group.fields.map((field) => [field, null]))) !== undefined;
  // Rules can bind settings of two forms.
  const elsewhere = faults
    .filter((fault) => !group.fields.some((field) => isWithin(fault, field)))
    .map(({ field, rule }) => `${field} ${sayRule(rule)}.`);
  const why = elsewhere.length > 0 ? elsewhere.join(' ') : 'The form says why.';
  const wrong =
    refusal === undefined
      ? undefined
      : { text: faults.length > 0 ? `Nothing was saved. ${why}` : refusal.detail, isWrong: true };
  const [written, pages] = await Promise.all([
    isSeen ? deskOf(c.env).settings.countWritten() : 0,
    ownPages(c, group),
  ]);
  const site = c.get('site');
  const shown = { settings, url: site.url, language: site.language, zone: zoneOf(c), pages, faultOf };
  const up = group.back === undefined ? PATH : `${PATH}/${group.back}`;
  const form = () => (
    <form
      method="post"
      action={`${PATH}/${group.path}`}
      enctype={group.files ? 'multipart/form-data' : undefined}
    >
      <input type="hidden" name="version" value={String(base)} />
      {group.Fields(shown)}
      {isSeen && written > 0 ? (
        <p class="hint">
          {`Readers see this setting. To save it writes up to ${countOf(written, 'page, feed or picture', 'pages, feeds and pictures')} for them again. Cloudflare counts each as a write.`}
        </p>
      ) : (
        ''
      )}
      <p class="actions">
        <button class="main" type="submit">
          Save
        </button>
        {group.hasPreview ? (
          <button type="submit" name="do" value="preview">
            Preview
          </button>
        ) : (
          ''
        )}
        {group.canRemove === undefined ? (
          ''
        ) : (
          <button type="submit" name="do" value="remove" formnovalidate>
            {group.canRemove}
          </button>
        )}
        <a href={up}>{group.back === undefined ? 'All settings' : 'Back to the list'}</a>
      </p>
    </form>
  );
  return renderNewsroom(c, {
    title: group.title,
    scripts: group.scripts ?? [],
    said: said ?? wrong ?? saidIn(c),
    ...(refusal ? { status: REFUSAL_STATUS[refusal.why] } : {}),
    children: (
      <>
        <p>{group.about}</p>
        {group.hasPreview ? (
          <details open>
            <summary>The front page as readers get it, in dark colours if your device is set to them</summary>
            <iframe
              title="The front page with this look"
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
            {group.Fields(shown)}
            <p>
              <a href={PATH}>All settings</a>
            </p>
          </>
        ) : (
          form()
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
  const form = await readSettingsForm(c, group);
  if (!(form instanceof FormData)) return showGroup(c, group, { ...(await formOf(c)), refusal: form });
  const settingsOf = deskOf(c.env).settings;
  const opened = await settingsOf.version(Number(textField(form, 'version')));
  if (!opened)
    throw new NewsroomError(400, 'Not saved', 'The form is of no version of the settings. Open it again.');
  // Who changes one entry of a list puts back nothing of what others have changed of its other entries.
  const current = group.entryIn && (await settingsOf.current());
  const isUntouched =
    current && isSameSetting(group.entryIn?.(inForce(opened.saved)), group.entryIn?.(inForce(current.saved)));
  const base = isUntouched ? current : opened;
  const before = inForce(base.saved);
  const { url } = c.get('site');
  const files = await takeFiles(c, group, form);
  const typed = group.read(form, before, url);
  const settings = { ...before, ...typed };
  const fields = Object.fromEntries(
    Object.entries(typed).filter(([field, value]) => !isSameSetting(value, before[field as SavedField])),
  );
  if (Object.keys(files).length > 0) {
    const refusal: SettingsRefusal = {
      ok: false,
      why: 'invalid',
      detail: 'Nothing was saved. The form says why.',
    };
    return showGroup(c, group, { settings, base: base.version, files, refusal });
  }
  if (group.hasPreview && textField(form, 'do') === 'preview') {
    const checked = checkSaved({ ...base.saved, ...fields });
    const text = checked.ok
      ? 'This is what it would look like. It is not saved yet.'
      : 'This could not be saved.';
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
    const clash =
      done.why === 'stale' && done.current
        ? `${done.detail} There it says now: ${sayChanged(done.current, base, fields)}. Save again to put yours in its place.`
        : done.detail;
    const refusal = { ...done, detail: clash };
    // What only the other has changed is not put back by saving again.
    const now = done.current && inForce(done.current.saved);
    const shown = now ? { ...now, ...(group.entryIn ? group.read(form, now, url) : fields) } : settings;
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

const sayChanged = (now: SettingsVersion, base: SettingsVersion, typed: SavedSettings): string =>
  differingFields(base.saved, now.saved)
    .filter((field) => field in typed)
    .map((field) => `${LABELS[field]}: ${saySetting(inForce(now.saved), field)}`)
    .join('; ');

const nameOfVersion = (version: number) =>
  version === 0 ? 'Before anything was saved' : `Version ${version}`;

async function showHistory(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const versions = await deskOf(c.env).settings.versions();
  const all = [...versions, NOTHING_SAVED];
  return renderNewsroom(c, {
    title: 'Versions of the settings',
    children: (
      <>
        <ol class="rows">
          {all.map(({ version, at, who, saved }, index) => {
            const before = all[index + 1];
            const changed = before ? differingFields(before.saved, saved) : [];
            return (
              <li>
                <a class="title" href={`${HISTORY}/${version}`}>
                  {nameOfVersion(version)}
                </a>
                {index === 0 ? ' (now)' : ''}
                <p class="quiet">
                  {who === null ? 'As the files say.' : `${who}, ${formatTime(at ?? 0, zoneOf(c))}.`}{' '}
                  {changed.length > 0 ? `Changed: ${changed.map((field) => LABELS[field]).join(', ')}.` : ''}
                </p>
              </li>
            );
          })}
        </ol>
        <p>
          <a href={PATH}>All settings</a>
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
  const then = await findVersion(c);
  const now = await deskOf(c.env).settings.current();
  const [before, after] = [inForce(then.saved), inForce(now.saved)];
  const fields = differingFields(before, after);
  return renderNewsroom(c, {
    title: nameOfVersion(then.version),
    children: (
      <>
        {fields.length === 0 ? (
          <p>It says what the settings say now.</p>
        ) : (
          <>
            <table>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  <th scope="col">Then</th>
                  <th scope="col">Now</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((field) => (
                  <tr>
                    <th scope="row">{LABELS[field]}</th>
                    <td dir="auto">{saySetting(before, field)}</td>
                    <td dir="auto">{saySetting(after, field)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <form method="post" action={`${HISTORY}/${then.version}/restore`}>
              <input type="hidden" name="version" value={String(now.version)} />
              <p class="actions">
                <button type="submit">Put all of this back</button>
              </p>
            </form>
          </>
        )}
        <p>
          <a href={HISTORY}>All versions</a>
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
    const nameOf = (path: string) => LABELS[SAVED_FIELDS.find((field) => path.startsWith(field)) ?? 'title'];
    const rules = done.faults?.map(({ field, rule }) => `${nameOf(field)} ${sayRule(rule)}.`).join(' ') ?? '';
    throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not put back', `${done.detail} ${rules}`.trim());
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
