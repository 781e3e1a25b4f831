import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { sentence } from '../../../words/translate.ts';
import { useWords } from '../../../words/words.ts';
import { ENTRY_NAMES, type List } from './check/field-names.ts';
import type { FormState } from './field.tsx';
import { INDEX, placesOf, type Values, valuesUnder } from './form/values.ts';

// Lists of the form. Their rows can be added, moved and removed by buttons, with or without a script.

interface RowsProps {
  form: FormState;
  list: List;
  /** The names of a row's fields. */
  fields: readonly string[];
  render: (place: number | string, form: FormState) => Child;
  /** What an entry is called where it is folded: the names of its fields. */
  titles?: readonly string[];
}

const ADD: Readonly<Record<List, string>> = {
  source: sentence('Add source'),
  evidence: sentence('Add evidence'),
  correction: sentence('Add correction'),
};

/** Returns values with an empty row at the end of a list. */
export function withNewRow(values: Values, list: string, fields: readonly string[]): Values {
  const place = (placesOf(values, list).at(-1) ?? -1) + 1;
  return { ...values, ...Object.fromEntries(fields.map((name) => [`${list}.${place}.${name}`, ''])) };
}

function Row({
  list,
  place,
  isFirst,
  fold,
  children,
}: {
  list: List;
  place: number | string;
  isFirst: boolean;
  fold: Fold | undefined;
  children: Child;
}) {
  const t = useWords();
  const name = t(ENTRY_NAMES[list], {
    number: <span data-number="">{typeof place === 'number' ? place + 1 : ''}</span>,
  });
  const heading = (
    <h3>
      {name} {list === 'source' ? <span class="quiet" data-uses="" hidden /> : ''}
    </h3>
  );
  const content = (
    <>
      {children}
      <div class="actions">
        {isFirst ? (
          ''
        ) : (
          <button type="submit" name="action" value={`move-${list}-${place}`} data-move={list}>
            {t('Move up')}
            <span class="hidden"> {name}</span>
          </button>
        )}
        <button type="submit" name="action" value={`remove-${list}-${place}`} data-remove={list}>
          {t('Remove')}
          <span class="hidden"> {name}</span>
        </button>
      </div>
    </>
  );
  return (
    <li data-row={place} id={`${list}-${place}`}>
      {fold ? (
        <details open={fold.isOpen}>
          <summary>
            {heading}
            <span data-title={fold.fields.join(' ')} dir="auto">
              {fold.title}
            </span>
          </summary>
          {content}
        </details>
      ) : (
        <>
          {heading}
          {content}
        </>
      )}
    </li>
  );
}

/** An entry that is folded: which of its fields say what it is, what the first of them says, and whether it is open. */
interface Fold {
  fields: readonly string[];
  title: string;
  isOpen: boolean;
}

/** Folds an entry that says what it is, and has no fault. */
function foldOf(form: FormState, list: string, place: number | string, titles: readonly string[]): Fold {
  const title = titles
    .map((name) => form.values[`${list}.${place}.${name}`]?.trim() ?? '')
    .find((value) => value !== '');
  const isWrong = [...form.faults.keys()].some((name) => name.startsWith(`${list}.${place}.`));
  return { fields: titles, title: title ?? '', isOpen: title === undefined || isWrong };
}

/** The entries that only somebody else's version has. */
function OtherRows({ form, list }: { form: FormState; list: List }) {
  const t = useWords();
  if (!form.other) return '';
  const { by, values } = form.other;
  const own = placesOf(form.values, list);
  return (
    <>
      {placesOf(values, list)
        .filter((place) => !own.includes(place))
        .map((place) => (
          <div class="other">
            <p class="quiet">
              {t('{entry}, saved by {name}:', {
                entry: t(ENTRY_NAMES[list], { number: place + 1 }),
                name: by,
              })}
            </p>
            <ul>
              {Object.values(valuesUnder(values, `${list}.${place}`))
                .filter((value) => value.trim() !== '')
                .map((value) => (
                  <li dir="auto">{value.trim()}</li>
                ))}
            </ul>
          </div>
        ))}
    </>
  );
}

export function Rows({ form, list, fields, render, titles }: RowsProps) {
  const t = useWords();
  const places = placesOf(form.values, list);
  const template = withNewRow({}, list, fields);
  const blank = Object.fromEntries(
    Object.entries(template).map(([name, value]) => [name.replace('.0.', `.${INDEX}.`), value]),
  );
  const empty = { ...form, values: blank, faults: new Map(), other: undefined };
  const folded = (state: FormState, place: number | string) =>
    form.isFolded && titles ? foldOf(state, list, place, titles) : undefined;
  return (
    <>
      <ol class="rows entries" data-list={list}>
        {places.map((place, index) => (
          <Row list={list} place={place} isFirst={index === 0} fold={folded(form, place)}>
            {render(place, form)}
          </Row>
        ))}
      </ol>
      <OtherRows form={form} list={list} />
      <template data-row-of={list}>
        {raw(
          String(
            <Row list={list} place={INDEX} isFirst={false} fold={folded(empty, INDEX)}>
              {render(INDEX, empty)}
            </Row>,
          ),
        )}
      </template>
      <p>
        <button type="submit" name="action" value={`add-${list}`} data-add={list}>
          {t(ADD[list])}
        </button>
      </p>
    </>
  );
}
