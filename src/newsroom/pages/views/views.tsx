import type { Site } from '../../../settings/site.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { plainRule, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { SIGNS } from '../../drafts/views/editor/fields-story.tsx';
import { languageInWords, languageOptions } from '../../frame/language-field.tsx';
import { formatTime } from '../../frame/times.ts';
import { whoMay } from '../../people/desk/roles.ts';
import { useWords } from '../../words/words.tsx';
import type { PageDraft } from '../desk/page-draft.ts';
import type { PageSummary } from '../desk/page-revision.ts';
import type { TypedPage } from './form.ts';

/** The path at which a page is edited. */
export const editPath = (slug: string) => `/newsroom/pages/${slug}`;

/** The fields of the form, by the names of the record's. */
const FIELDS = {
  slug: {
    label: 'Address of the page',
    hint: 'Its last part, in small letters from a to z, with hyphens between words: about. It stays as it is.',
  },
  title: { label: 'Title of the page', hint: 'Its headline.' },
  inLanguage: { label: 'Language of the page', hint: 'In which it is written.' },
  description: {
    label: 'Description of the page',
    hint: 'One sentence that search engines show, and other sites with a link to the page. May be empty.',
  },
  body: {
    label: 'Text',
    hint: `${SIGNS} Addresses of this site may leave out its name, as in [Contact](/contact).`,
  },
} as const;

type FieldName = keyof typeof FIELDS;

/** Names that the form sends, where they are not the record's. */
const NAMES: Partial<Record<FieldName, string>> = { inLanguage: 'language' };

function Described({ name, faults }: { name: FieldName; faults: readonly Fault[] }) {
  const t = useWords();
  const own = faults.filter(({ field }) => field === name);
  return (
    <>
      <label for={name}>{FIELDS[name].label}</label>
      <span class="hint" id={`hint-${name}`}>
        {FIELDS[name].hint}
      </span>
      {own.length > 0 ? (
        <p class="fault" id={`fault-${name}`}>
          {own.map(({ rule }) => sayRule(t, plainRule(rule), FIELDS[name].label)).join(' ')}
        </p>
      ) : (
        ''
      )}
    </>
  );
}

const attributesOf = (name: FieldName, faults: readonly Fault[]) => {
  const isWrong = faults.some(({ field }) => field === name);
  return {
    id: name,
    name: NAMES[name] ?? name,
    'aria-describedby': `hint-${name}${isWrong ? ` fault-${name}` : ''}`,
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
  };
};

/** What somebody else has made of a page meanwhile. */
export interface OtherText {
  heading: string;
  text: string;
}

/** Asks for what a page begins with. The rest is written in its own form, where it is saved as a draft. */
export function NewPageForm({ typed, faults }: { typed: TypedPage; faults: readonly Fault[] }) {
  return (
    <form method="post">
      <div class="field">
        <Described name="title" faults={faults} />
        <input value={typed.title} maxlength={200} required dir="auto" {...attributesOf('title', faults)} />
      </div>
      <div class="field">
        <Described name="slug" faults={faults} />
        <input value={typed.slug} maxlength={60} required {...attributesOf('slug', faults)} />
      </div>
      <p class="actions">
        <button class="main" type="submit">
          Begin
        </button>
        <a href="/newsroom/pages">All pages</a>
      </p>
    </form>
  );
}

/** The form of a page, which the script `page` saves by itself. */
export function PageForm(props: {
  typed: TypedPage;
  faults: readonly Fault[];
  person: string;
  mayPublish: boolean;
  isDraft: boolean;
  site: Site;
  other?: OtherText | undefined;
}) {
  const { typed, faults, person, mayPublish, isDraft, site, other } = props;
  const path = editPath(typed.slug);
  return (
    <div class={other ? 'columns' : ''}>
      <form id="draft" method="post" action={path} data-save={`${path}/draft`} data-person={person}>
        <input type="hidden" name="revision" value={String(typed.revision)} />
        <input type="hidden" name="version" value={String(typed.version)} />
        <p id="status" class="said" role="status" hidden />
        <p class="quiet">
          <span id="saved" />
        </p>
        <div class="field">
          <Described name="title" faults={faults} />
          <input value={typed.title} maxlength={200} required dir="auto" {...attributesOf('title', faults)} />
        </div>
        <div class="field">
          <Described name="inLanguage" faults={faults} />
          <select {...attributesOf('inLanguage', faults)}>
            <option value="">That of the site: {languageInWords(site.language)}</option>
            {languageOptions(site.language, typed.inLanguage).map(([tag, words]) => (
              <option value={tag} selected={tag === typed.inLanguage}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <Described name="description" faults={faults} />
          <input
            value={typed.description}
            maxlength={500}
            dir="auto"
            {...attributesOf('description', faults)}
          />
        </div>
        <div class="field wide-field">
          <Described name="body" faults={faults} />
          <textarea
            class="story"
            data-editor="prose"
            rows={24}
            dir="auto"
            required
            {...attributesOf('body', faults)}
          >
            {`\n${typed.body}`}
          </textarea>
        </div>
        <p class="actions">
          {mayPublish ? (
            <>
              <button class="main" type="submit">
                Publish
              </button>
              <button type="submit" name="action" value="save" formaction={`${path}/draft`} formnovalidate>
                Save as a draft
              </button>
            </>
          ) : (
            ''
          )}
          <button type="submit" formaction="/newsroom/page-preview" formtarget="_blank">
            Preview in a new tab
          </button>
          {isDraft ? (
            <button type="submit" formaction={`${path}/discard`} formnovalidate>
              Discard the draft
            </button>
          ) : (
            ''
          )}
          <a href="/newsroom/pages">All pages</a>
        </p>
        {mayPublish ? '' : <p class="quiet">Only {whoMay('publish')} may publish pages.</p>}
      </form>
      {other ? (
        <section class="other" aria-labelledby="other-title">
          <h2 id="other-title">{other.heading}</h2>
          <pre class="verbatim" dir="auto" tabindex={0}>
            {other.text}
          </pre>
          <p>
            <a class="button" href={path}>
              Open this version and leave mine
            </a>
          </p>
        </section>
      ) : (
        ''
      )}
    </div>
  );
}

/** The list of pages, those that are only drafts first. */
export function PageList(props: {
  pages: readonly PageSummary[];
  drafts: readonly PageDraft[];
  zone: string;
}) {
  const { pages, drafts, zone } = props;
  const isOfPage = ({ slug }: PageDraft) => pages.some((page) => page.slug === slug);
  const savedBy = ({ by, at }: PageDraft) => `Draft, saved by ${by}, ${formatTime(at, zone)}.`;
  return (
    <ul class="rows">
      {drafts
        .filter((draft) => !isOfPage(draft))
        .map((draft) => (
          <li>
            <p>
              <a class="title" href={editPath(draft.slug)} dir="auto">
                {draft.typed.title || draft.slug}
              </a>{' '}
              <span class="state">not published</span>
            </p>
            <p class="quiet">{savedBy(draft)}</p>
          </li>
        ))}
      {pages.map(({ slug, title, status, who, at }) => (
        <li>
          <p>
            <a class="title" href={editPath(slug)} dir="auto">
              {title}
            </a>{' '}
            {status === 'withdrawn' ? <span class="state bad">withdrawn</span> : ''}
          </p>
          <p class="quiet">
            {status === 'published' ? <a href={`/${slug}`}>/{slug}</a> : `/${slug}`}. Last changed by {who},{' '}
            {formatTime(at, zone)}. {drafts.filter((draft) => draft.slug === slug).map(savedBy)}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The revisions of a page, the newest first. Each can be opened in the form. */
export function PageHistory(props: { revisions: readonly PageSummary[]; zone: string }) {
  const { revisions, zone } = props;
  return (
    <ul class="rows">
      {revisions.toReversed().map(({ slug, revision, status, who, at }) => (
        <li>
          {status === 'published' ? (
            <a href={`${editPath(slug)}?revision=${revision}`}>Version {revision}</a>
          ) : (
            `Version ${revision}: withdrawn`
          )}{' '}
          <span class="quiet">
            {who}, {formatTime(at, zone)}
          </span>
        </li>
      ))}
    </ul>
  );
}
