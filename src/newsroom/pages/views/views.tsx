import type { Site } from '../../../settings/site.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { plainRule, type Rules, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { SIGNS } from '../../drafts/views/editor/fields-story.tsx';
import { languageInWords, languageOptions } from '../../frame/language-field.tsx';
import { formatTime } from '../../frame/times.ts';
import { whoMay } from '../../people/desk/roles.ts';
import { sentence, told } from '../../words/translate.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { PageDraft } from '../desk/page-draft.ts';
import type { PageSummary } from '../desk/page-revision.ts';
import type { TypedPage } from './form.ts';

/** The path at which a page is edited. */
export const editPath = (slug: string) => `/newsroom/pages/${slug}`;

/** The fields of the form, by the names of the record's. */
const FIELDS = {
  slug: {
    label: sentence('Address of the page'),
    hint: sentence(
      'Its last part, like about. Leave it empty to have it made from the title. It stays as it is.',
    ),
  },
  title: { label: sentence('Title of the page'), hint: sentence('Its headline.') },
  inLanguage: { label: sentence('Language of the page'), hint: sentence('In which it is written.') },
  description: {
    label: sentence('Description of the page'),
    hint: sentence(
      'One sentence that search engines show, and other sites with a link to the page. May be empty.',
    ),
  },
  body: {
    label: sentence('Text'),
    hint: SIGNS,
  },
} as const;

type FieldName = keyof typeof FIELDS;

/** Names that the form sends, where they are not the record's. */
const NAMES: Partial<Record<FieldName, string>> = { inLanguage: 'language' };

/** The rules of addresses of pages. */
const RULES: Rules = [
  [
    /^must not be the address of another page, by (?<name>.+)$/s,
    sentence('{field} is that of another page, by {name}. Choose another, or open that page.'),
  ],
  [
    /^must not be "(?<slug>[^"]+)": the site has something else/,
    sentence('{field} cannot be “{slug}”, where the site has something else. Choose another.'),
  ],
];

const isField = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/** Says what is wrong with a page. */
export const sayFault = (t: Translate, { field, rule }: Fault): string =>
  sayRule(t, plainRule(rule, RULES), isField(field) ? t(FIELDS[field].label) : field);

function Described({ name, faults }: { name: FieldName; faults: readonly Fault[] }) {
  const t = useWords();
  const own = faults.filter(({ field }) => field === name);
  const label = t(FIELDS[name].label);
  return (
    <>
      <label for={name}>{label}</label>
      <span class="hint" id={`hint-${name}`}>
        {t(FIELDS[name].hint)}
        {name === 'body'
          ? ` ${t('Addresses of this site may leave out its name, as in {example}.', { example: '[Contact](/contact)' })}`
          : ''}
      </span>
      {own.length > 0 ? (
        <p class="fault" id={`fault-${name}`}>
          {own.map((fault) => sayFault(t, fault)).join(' ')}
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
  const t = useWords();
  return (
    <form method="post">
      <div class="field">
        <Described name="title" faults={faults} />
        <input value={typed.title} maxlength={200} required dir="auto" {...attributesOf('title', faults)} />
      </div>
      <div class="field">
        <Described name="slug" faults={faults} />
        <input value={typed.slug} maxlength={60} {...attributesOf('slug', faults)} />
      </div>
      <p class="actions">
        <button class="main" type="submit">
          {t('Begin')}
        </button>
        <a href="/newsroom/pages">{t('All pages')}</a>
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
  const t = useWords();
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
            <option value="">
              {t('That of the site: {language}', { language: languageInWords(site.language, t.tag) })}
            </option>
            {languageOptions(site.language, typed.inLanguage, t.tag).map(([tag, words]) => (
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
                {t('Publish')}
              </button>
              <button type="submit" name="action" value="save" formaction={`${path}/draft`} formnovalidate>
                {t('Save as a draft')}
              </button>
            </>
          ) : (
            ''
          )}
          <button type="submit" formaction="/newsroom/page-preview" formtarget="_blank">
            {t('Preview in a new tab')}
          </button>
          {isDraft ? (
            <button type="submit" formaction={`${path}/discard`} formnovalidate>
              {t('Discard the draft')}
            </button>
          ) : (
            ''
          )}
          <a href="/newsroom/pages">{t('All pages')}</a>
        </p>
        {mayPublish ? (
          ''
        ) : (
          <p class="quiet">
            {t(told(sentence('Only {roles} may publish pages.'), { roles: whoMay('publish') }))}
          </p>
        )}
      </form>
      {other ? (
        <section class="other" aria-labelledby="other-title">
          <h2 id="other-title">{other.heading}</h2>
          <pre class="verbatim" dir="auto" tabindex={0}>
            {other.text}
          </pre>
          <p>
            <a class="button" href={path}>
              {t('Open this version and leave mine')}
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
  const t = useWords();
  const { pages, drafts, zone } = props;
  const isOfPage = ({ slug }: PageDraft) => pages.some((page) => page.slug === slug);
  const savedBy = ({ by, at }: PageDraft) =>
    t('Draft, saved by {name}, {time}.', { name: by, time: formatTime(at, zone, t.tag) });
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
              <span class="state">{t('not published')}</span>
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
            {status === 'withdrawn' ? <span class="state bad">{t('withdrawn')}</span> : ''}
          </p>
          <p class="quiet">
            {status === 'published' ? <a href={`/${slug}`}>/{slug}</a> : `/${slug}`}.{' '}
            {t('Last changed by {name}, {time}.', { name: who, time: formatTime(at, zone, t.tag) })}{' '}
            {drafts.filter((draft) => draft.slug === slug).map(savedBy)}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The revisions of a page, the newest first. Each can be opened in the form. */
export function PageHistory(props: { revisions: readonly PageSummary[]; zone: string }) {
  const t = useWords();
  const { revisions, zone } = props;
  return (
    <ul class="rows">
      {revisions.toReversed().map(({ slug, revision, status, who, at }) => (
        <li>
          {status === 'published' ? (
            <a href={`${editPath(slug)}?revision=${revision}`}>
              {t('Version {number}', { number: revision })}
            </a>
          ) : (
            t('Version {number}: withdrawn', { number: revision })
          )}{' '}
          <span class="quiet">
            {who}, {formatTime(at, zone, t.tag)}
          </span>
        </li>
      ))}
    </ul>
  );
}
