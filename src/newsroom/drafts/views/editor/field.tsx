import type { Child } from 'hono/jsx';
import { directionOf } from '../../../../language/words.ts';
import { sentence } from '../../../words/translate.ts';
import { useWords } from '../../../words/words.ts';
import type { FormFault } from './check/check.ts';
import type { List } from './check/field-names.ts';
import type { Values } from './form/values.ts';

/** What the parts of the form show. */
export interface FormState {
  id: string;
  values: Values;
  faults: ReadonlyMap<string, readonly FormFault[]>;
  /** The version that somebody else has saved meanwhile, to be shown beside this one. */
  other?: { by: string; values: Values } | undefined;
  /** Whether entries of lists are folded, as on a page that has little room for them. */
  isFolded?: boolean;
  /** The language of the story. */
  language: string;
  /** The newsroom's own language. */
  newsroomLanguage: string;
}

export interface FieldProps {
  form: FormState;
  name: string;
  label: string;
  hint?: Child;
  /** The lines of a text; a field of one line without it. */
  rows?: number;
  kind?: 'number' | 'date' | 'time';
  /** What is proposed, by its value. */
  options?: readonly (readonly [value: string, label: string])[];
  /** Whether it holds words of the story, which are in the story's language. */
  isStory?: boolean;
  /** What is shown as the value, if not what the form has. */
  value?: string;
  attributes?: Record<string, string | undefined>;
}

/** The ids of what describes a field. */
const describedBy = (name: string, hint: unknown, hasFaults: boolean) =>
  [hint ? `hint-${name}` : '', hasFaults ? `fault-${name}` : ''].filter((id) => id !== '').join(' ') ||
  undefined;

export function Faults({ form, name }: { form: FormState; name: string }) {
  const faults = form.faults.get(name) ?? [];
  if (faults.length === 0) return '';
  return (
    <p class="fault" id={`fault-${name}`}>
      {faults.map(({ words }) => words).join(' ')}
    </p>
  );
}

/** What somebody else's version has in a field, if it is something else. */
function Other({ form, name, options }: Required<Pick<FieldProps, 'form' | 'name' | 'options'>>) {
  const t = useWords();
  const theirs = form.other?.values[name];
  if (!form.other || theirs === undefined || theirs === form.values[name]) return '';
  const [, words = theirs.trim()] = options.find(([value]) => value === theirs) ?? [];
  return (
    <div class="other">
      <p class="quiet">{t('Saved by {name}:', { name: form.other.by })}</p>
      <pre class="verbatim" dir="auto" tabindex={0}>
        {words === '' ? t('(empty)') : words}
      </pre>
    </div>
  );
}

/** Behind what a field or a button is called: of which row of a list it is. */
const OF_ROW: Readonly<Record<List, string>> = {
  source: sentence('of source {number}'),
  evidence: sentence('of evidence {number}'),
  correction: sentence('of correction {number}'),
};

/** Says behind what a field or a button is called of which row of a list it is, for whoever hears it without seeing the row. */
export function OfRow({ name }: { name: string }) {
  const t = useWords();
  const [, list, place = ''] = /^(source|evidence|correction)\.(\d+|\{index\})(?:\.|$)/.exec(name) ?? [];
  if (list === undefined) return '';
  return (
    <span class="hidden">
      {' '}
      {t(OF_ROW[list as List], {
        number: <span data-number="">{/\d/.test(place) ? Number(place) + 1 : ''}</span>,
      })}
    </span>
  );
}

/** One control with its label, hint and faults. What the form cannot show stays in the text, which it leads to. */
export function Field(props: FieldProps) {
  const { form, name, label, hint, rows, kind = 'text', options, isStory, attributes = {} } = props;
  const t = useWords();
  const value = props.value ?? form.values[name];
  if (value === undefined) {
    return (
      <p class="field" id={name}>
        {t('{field} is written in a way that this form cannot show. It stays as it is.', {
          field: <strong>{label}</strong>,
        })}{' '}
        <a href={`/newsroom/drafts/${form.id}/text`}>{t('Change it in the text')}</a>
        <Faults form={form} name={name} />
      </p>
    );
  }
  const hasFaults = form.faults.has(name);
  const shared = {
    id: name,
    name,
    'aria-describedby': describedBy(name, hint, hasFaults),
    'aria-invalid': hasFaults ? 'true' : undefined,
    ...(isStory ? { lang: form.language, dir: directionOf(form.language) } : {}),
    ...attributes,
  };
  return (
    <div class="field">
      <label for={name}>
        {label}
        <OfRow name={name} />
      </label>
      {hint ? (
        <span class="hint" id={`hint-${name}`}>
          {hint}
        </span>
      ) : (
        ''
      )}
      {control(shared, value, rows, kind, options)}
      <Faults form={form} name={name} />
      <Other form={form} name={name} options={options ?? []} />
    </div>
  );
}

type Shared = { id: string; name: string } & Record<string, string | undefined>;

function control(
  shared: Shared,
  value: string,
  rows: number | undefined,
  kind: 'text' | 'number' | 'date' | 'time',
  options: FieldProps['options'],
) {
  if (options) {
    const isKnown = options.some(([known]) => known === value);
    return (
      <select {...shared}>
        {options.map(([known, label]) => (
          <option value={known} selected={known === value}>
            {label}
          </option>
        ))}
        {isKnown ? (
          ''
        ) : (
          <option value={value} selected>
            {value}
          </option>
        )}
      </select>
    );
  }
  if (rows !== undefined) {
    // The HTML parser drops a line break right after the tag.
    return (
      <textarea {...shared} rows={Math.min(24, Math.max(rows, value.split('\n').length))}>
        {`\n${value}`}
      </textarea>
    );
  }
  // A browser shows nothing in a field for days and times if the text is neither.
  const isDate = kind === 'date' && (value === '' || /^\d{4}-\d\d-\d\d$/.test(value));
  const isTime = kind === 'time' && (value === '' || /^\d\d:\d\d$/.test(value));
  const type = isDate || isTime ? kind : 'text';
  return (
    <input type={type} {...(kind === 'number' ? { inputmode: 'numeric' } : {})} value={value} {...shared} />
  );
}
