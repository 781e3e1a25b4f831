import type { Child } from 'hono/jsx';
import type { SavedField } from '../../../settings/saved-settings.ts';

/** What a form of settings shows beside the values. */
export interface FormState {
  /** Returns what is wrong with a field, as a sentence; undefined if nothing is. */
  faultOf: (field: SavedField) => string | undefined;
}

interface FieldProps extends FormState {
  field: SavedField;
  label: string;
  hint?: Child;
}

const hintId = (field: SavedField) => `hint-${field}`;
const faultId = (field: SavedField) => `fault-${field}`;

/** The attributes that lead from a control to its hint and its fault. */
export const describedBy = ({ field, hint, faultOf }: FieldProps) => {
  const isWrong = faultOf(field) !== undefined;
  const ids = [...(hint === undefined ? [] : [hintId(field)]), ...(isWrong ? [faultId(field)] : [])];
  return {
    'aria-describedby': ids.join(' ') || undefined,
    'aria-invalid': isWrong ? ('true' as const) : undefined,
  };
};

/** The hint of a field, and what is wrong with it. */
export function Hints({ field, hint, faultOf }: FieldProps) {
  const fault = faultOf(field);
  return (
    <>
      {hint === undefined ? (
        ''
      ) : (
        <span class="hint" id={hintId(field)}>
          {hint}
        </span>
      )}
      {fault === undefined ? (
        ''
      ) : (
        <p class="fault" id={faultId(field)}>
          {fault}
        </p>
      )}
    </>
  );
}

/** A field with one line of text. */
export function TextField(props: FieldProps & { value: string; most: number; type?: string }) {
  const { field, label, value, most, type = 'text' } = props;
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <Hints {...props} />
      <input
        id={field}
        name={field}
        type={type}
        value={value}
        maxlength={type === 'number' ? undefined : most}
        max={type === 'number' ? most : undefined}
        min={type === 'number' ? 0 : undefined}
        dir={type === 'url' ? 'ltr' : 'auto'}
        {...describedBy(props)}
      />
    </div>
  );
}

/** A choice of which all possibilities are seen. */
export function Choice(
  props: FieldProps & { value: string; choices: readonly (readonly [string, string])[] },
) {
  const { field, label, value, choices } = props;
  return (
    <fieldset {...describedBy(props)}>
      <legend>{label}</legend>
      <Hints {...props} />
      <ul class="checks">
        {choices.map(([name, title]) => (
          <li>
            <label>
              <input type="radio" name={field} value={name} checked={name === value} /> {title}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
