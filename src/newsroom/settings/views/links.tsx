import type { Site } from '../../../settings/site.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { Hints, readAddress, TextField } from './fields.tsx';
import type { Group, GroupProps } from './group.ts';
import { LABELS } from './words.ts';

type Link = Site['nav'][number];
type Column = Site['footer'][number];

/** The most links in the masthead, and of a column; the most columns; and how many empty rows each list has. */
const [MOST_AT_HEAD, MOST_IN_COLUMN, MOST_COLUMNS, NEW_LINKS] = [6, 12, 4, 2];

interface LinkRowsProps extends GroupProps {
  /** The path of the list. */
  field: string;
  /** What the names of the fields of the form begin with. */
  name: string;
  /** What the list is called. */
  legend: string;
  links: readonly Link[];
  most: number;
}

/** Rows of links, with empty ones below. */
function LinkRows(props: LinkRowsProps) {
  const t = useWords();
  const { field, name, legend, links, most, faultOf } = props;
  const numbered = (index: number) => t('Link {number}', { number: index + 1 });
  const rows: (Link | undefined)[] = [...links];
  while (rows.length < Math.min(most, links.length + NEW_LINKS)) rows.push(undefined);
  return (
    <ul class="rows">
      {rows.map((link, index) => (
        <li>
          <div class="three">
            <TextField
              field={`${field}[${index}].label`}
              name={`${name}-label`}
              label={link ? numbered(index) : t('New link')}
              of={link ? legend : `${numbered(index)}, ${legend}`}
              value={link?.label ?? ''}
              most={40}
              faultOf={faultOf}
            />
            <TextField
              field={`${field}[${index}].url`}
              name={`${name}-url`}
              label={t('Leads to')}
              of={`${numbered(index)}, ${legend}`}
              value={link?.url ?? ''}
              most={2000}
              list="own-pages"
              faultOf={faultOf}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Reads rows of links. One that is empty is none. */
function readLinks(form: FormData, name: string): Link[] {
  const urls = form.getAll(`${name}-url`).map(String);
  return form
    .getAll(`${name}-label`)
    .map((label, index) => ({ label: String(label).trim(), url: readAddress(urls[index] ?? '') }))
    .filter(({ label, url }) => label !== '' || url !== '');
}

const readColumns = (form: FormData): Column[] =>
  form
    .getAll('heading')
    .map((heading, index) => ({ heading: String(heading).trim(), links: readLinks(form, `column-${index}`) }))
    .filter(({ heading, links }) => heading !== '' || links.length > 0);

function Links(props: GroupProps) {
  const t = useWords();
  const { settings, pages, faultOf } = props;
  const columns = settings.footer as (Column | undefined)[];
  const all = columns.length < MOST_COLUMNS ? [...columns, undefined] : columns;
  return (
    <>
      <datalist id="own-pages">
        {pages.map(({ slug, title }) => (
          <option value={`/${slug}`}>{title}</option>
        ))}
      </datalist>
      <fieldset>
        <legend>{t(LABELS.nav)}</legend>
        <LinkRows
          {...props}
          field="nav"
          name="nav"
          legend={t(LABELS.nav)}
          links={settings.nav as Link[]}
          most={MOST_AT_HEAD}
        />
      </fieldset>
      {all.map((column, index) => {
        const legend = column
          ? t('Column {number} at the end of every page', { number: index + 1 })
          : t('New column at the end of every page');
        return (
          <fieldset>
            <legend>{legend}</legend>
            <TextField
              field={`footer[${index}].heading`}
              name="heading"
              label={t('Heading')}
              of={legend}
              value={column?.heading ?? ''}
              most={60}
              faultOf={faultOf}
            />
            <Hints
              field={`footer[${index}].links`}
              label={t('The column')}
              faultOf={withoutParts(props, index)}
            />
            <LinkRows
              {...props}
              field={`footer[${index}].links`}
              name={`column-${index}`}
              legend={legend}
              links={column?.links ?? []}
              most={MOST_IN_COLUMN}
            />
          </fieldset>
        );
      })}
    </>
  );
}

/** What is wrong with the list of links of a column, but not with one of them, which is said there. */
const withoutParts =
  ({ faultOf, settings }: GroupProps, index: number): GroupProps['faultOf'] =>
  (field, label) =>
    ((settings.footer as Column[])[index]?.links.length ?? 0) === 0 ? faultOf(field, label) : undefined;

/** The links of masthead and footer. */
export const LINKS: Group = {
  path: 'links',
  title: sentence('Links'),
  about: sentence(
    'The links at the head and at the end of every page. Each has the words that readers press, and leads to one of your pages, like /about, or to an address elsewhere. To remove one, empty both.',
  ),
  fields: ['nav', 'footer'],
  Fields: Links,
  read: (form, before) => ({
    // A form that was sent without its lists removes nothing.
    nav: form.has('nav-label') ? readLinks(form, 'nav') : before.nav,
    footer: form.has('heading') ? readColumns(form) : before.footer,
  }),
};
