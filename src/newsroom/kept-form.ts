import { FormTooLarge, MAX_FORM_FIELDS } from './form-body.ts';

// The fields of a form that are on the page "Signed out" without being shown, in one field: an element for each would make the
// page many times as long as what was sent.

/** The name of that field. */
export const KEPT = 'kept-form';

/** A field of a form, both parts as they stand in a URL-encoded one. */
export type EncodedField = readonly [name: string, value: string];

/** Decodes a name or value of a URL-encoded form as browsers do: whatever is not UTF-8 becomes U+FFFD. */
export const decodeValue = (encoded: string): string => new URLSearchParams(`v=${encoded}`).get('v') ?? '';

/** Writes fields in the order in which they were sent. Of those that the page shows, only the names, because what is in them may change. */
export const keepFields = (fields: readonly EncodedField[], isShown: (index: number) => boolean): string =>
  fields.map(([name, value], index) => (isShown(index) ? name : `${name}=${value}`)).join(' ');

/** Puts the fields back of a form that was sent from that page, and was perhaps shown there again. Throws `FormTooLarge` for too many. */
export function withKeptFields(fields: readonly EncodedField[]): readonly EncodedField[] {
  const kept = fields.find(([name]) => name === KEPT)?.[1];
  if (kept === undefined) return fields;
  const shown = Map.groupBy(
    fields.filter(([name]) => name !== KEPT),
    ([name]) => decodeValue(name),
  );
  const names = decodeValue(kept).split(' ', MAX_FORM_FIELDS + 1);
  if (names.length > MAX_FORM_FIELDS) throw new FormTooLarge();
  const restored = names.flatMap((field): EncodedField[] => {
    const at = field.indexOf('=');
    if (at >= 0) return [[field.slice(0, at), field.slice(at + 1)]];
    const [, value] = shown.get(decodeValue(field))?.shift() ?? [];
    return value === undefined ? [] : [[field, value]];
  });
  return [...restored, ...[...shown.values()].flat()];
}

/** The same for a form that was read. */
export function restoreKept(form: FormData): FormData {
  const kept = form.get(KEPT);
  if (typeof kept !== 'string') return form;
  const encoded = [...form].flatMap(([name, value]): EncodedField[] =>
    typeof value === 'string' ? [[encodeURIComponent(name), encodeURIComponent(value)]] : [],
  );
  const whole = new FormData();
  for (const [name, value] of withKeptFields(encoded)) whole.append(decodeValue(name), decodeValue(value));
  return whole;
}
