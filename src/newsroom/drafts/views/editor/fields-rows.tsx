import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { FormState } from './field.tsx';
import { INDEX, placesOf, type Values, valuesUnder } from './form/values.ts';

// Lists of the form. Their rows can be added, moved and removed by buttons, with or without a script.

interface RowsProps {
  form: FormState;
  list: 'source' | 'evidence' | 'correction';
  /** What one entry is called. */
  noun: string;
  /** The names of a row's fields. */
  fields: readonly string[];
  render: (place: number | string, form: FormState) => Child;
  /** What an entry is called where it is folded: the names of its fields. */
  titles?: readonly string[];
}

/** Returns values with an empty row at the end of a list. */
export function withNewRow(values: Values, list: string, fields: readonly string[]): Values {
  const place = (placesOf(values, list).at(-1) ?? -1) + 1;
  return { ...values, ...Object.fromEntries(fields.map((name) => [`${list}.${place}.${name}`, ''])) };
}

function Row({
  list,
  noun,
  place,
  isFirst,
  fold,
  children,
}: {
  list: string;
  noun: string;
  place: number | string;
  isFirst: boolean;
  fold: Fold | undefined;
  children: Child;
}) {
  const number = typeof place === 'number' ? place + 1 : '';
  const heading = (
    <h3>
      {noun} <span data-number="">{number}</span>{' '}
      {list === 'source' ? <span class="quiet" data-uses="" hidden /> : ''}
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
            Move up<span class="hidden"> {`${noun} ${number}`}</span>
          </button>
        )}
        <button type="submit" name="action" value={`remove-${list}-${place}`} data-remove={list}>
          Remove<span class="hidden"> {`${noun} ${number}`}</span>
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
function OtherRows({ form, list, noun }: { form: FormState; list: string; noun: string }) {
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
              {noun} {place + 1}, saved by {by}:
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

export function Rows({ form, list, noun, fields, render, titles }: RowsProps) {
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
          <Row list={list} noun={noun} place={place} isFirst={index === 0} fold={folded(form, place)}>
            {render(place, form)}
          </Row>
        ))}
      </ol>
      <OtherRows form={form} list={list} noun={noun} />
      <template data-row-of={list}>
        {raw(
          String(
            <Row list={list} noun={noun} place={INDEX} isFirst={false} fold={folded(empty, INDEX)}>
              {render(INDEX, empty)}
            </Row>,
          ),
        )}
      </template>
      <p>
        <button type="submit" name="action" value={`add-${list}`} data-add={list}>
          Add {noun.toLowerCase()}
        </button>
      </p>
    </>
  );
}
