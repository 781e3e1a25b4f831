import type { Child } from 'hono/jsx';
import type { SavedField, SavedSettings } from '../../../settings/saved-settings.ts';
import type { PictureFields } from '../../../settings/site.ts';
import { textField } from '../../frame/context.ts';
import { ACCEPTED } from '../../pictures/views/pages.tsx';
import { useWords } from '../../words/words.ts';
import { LABELS } from './words.ts';

/** What a form of settings shows. */
export interface FormState {
  settings: SavedSettings;
  /** Returns what is wrong with a field, as a sentence that begins with its label; undefined if nothing is. */
  faultOf: (field: string, label: string) => string | undefined;
}

interface FieldProps extends Pick<FormState, 'faultOf'> {
  /** The setting, or the path of a part of it: `people[2].name`. */
  field: string;
  label: string;
  hint?: Child;
}

const hintId = (field: string) => `hint-${field}`;
const faultId = (field: string) => `fault-${field}`;

/** The attributes that lead from a control to its hint and its fault. */
export const describedBy = ({ field, label, hint, faultOf }: FieldProps) => {
  const isWrong = faultOf(field, label) !== undefined;
  const ids = [...(hint === undefined ? [] : [hintId(field)]), ...(isWrong ? [faultId(field)] : [])];
  return {
    'aria-describedby': ids.join(' ') || undefined,
    'aria-invalid': isWrong ? ('true' as const) : undefined,
  };
};

/** The hint of a field, and what is wrong with it. */
export function Hints({ field, label, hint, faultOf }: FieldProps) {
  const fault = faultOf(field, label);
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

/** A field with one line of text. `of` tells those who only hear it from others of the same label. */
export function TextField(
  props: FieldProps & {
    value: string;
    most: number;
    type?: string;
    name?: string;
    list?: string;
    of?: string;
  },
) {
  const { field, label, value, most, type = 'text', name = field, list, of } = props;
  return (
    <div class="field">
      <label for={field}>
        {label}
        {of === undefined ? '' : <span class="hidden">: {of}</span>}
      </label>
      <Hints {...props} />
      <input
        id={field}
        name={name}
        type={type}
        value={value}
        list={list}
        maxlength={type === 'number' ? undefined : most}
        max={type === 'number' ? most : undefined}
        min={type === 'number' ? 0 : undefined}
        dir={type === 'url' || list ? 'ltr' : 'auto'}
        {...describedBy(props)}
      />
    </div>
  );
}

/** A field with a few sentences, in which a line break is a space. */
export function LongField(props: FieldProps & { value: string; most: number; name: string }) {
  const { field, label, value, most, name } = props;
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <Hints {...props} />
      <textarea id={field} name={name} rows={3} maxlength={most} dir="auto" {...describedBy(props)}>
        {value}
      </textarea>
    </div>
  );
}

/** The possibilities of a choice, each with a sentence. */
type Choices = readonly (readonly [value: string, title: string])[];

/** A choice of which all possibilities are seen. */
export function Choice(props: FieldProps & { value: string; choices: Choices; name?: string }) {
  const t = useWords();
  const { field, label, value, choices, name: group = field } = props;
  return (
    <fieldset {...describedBy(props)}>
      <legend>{label}</legend>
      <Hints {...props} />
      <ul class="checks">
        {choices.map(([name, title]) => (
          <li>
            <label>
              <input type="radio" name={group} value={name} checked={name === value} /> {t(title)}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** A setting with the name that people know it by, unless the form asks in other words. */
type SettingProps = FormState & { field: SavedField; label?: string; hint?: Child };

function fieldOf<Props extends SettingProps>(props: Props) {
  const t = useWords();
  return { label: t(LABELS[props.field]), ...props, value: String(props.settings[props.field] ?? '') };
}

/** A setting that is one line of text, or a number. */
export const TextSetting = (props: SettingProps & { most: number; type?: string }) => (
  <TextField {...fieldOf(props)} />
);

/** A setting that is one of a few. */
export const ChoiceSetting = (props: SettingProps & { choices: Choices }) => <Choice {...fieldOf(props)} />;

/** A question that is answered with yes or no. */
export function Check({ name, isOn, children }: { name: string; isOn: boolean; children: Child }) {
  return (
    <p>
      <label>
        <input type="checkbox" name={name} value="yes" checked={isOn} /> {children}
      </label>
    </p>
  );
}

/** A picture, which is uploaded in the form. What is uploaded already goes with the form, so that it need not be chosen twice. */
export function PictureField(given: FieldProps & { name: string; value: PictureFields | null }) {
  const t = useWords();
  const { label, name, value } = given;
  // What is wrong with the file comes before what is wrong with the setting.
  const faultOf: FormState['faultOf'] = (field) =>
    given.faultOf(`file:${name}`, label) ?? given.faultOf(field, label);
  const props = { ...given, faultOf };
  return (
    <div class="field">
      <label for={`${name}-file`}>{label}</label>
      <Hints {...props} />
      {value ? (
        <p>
          <img
            class="thumbnail"
            src={value.url}
            alt={t('{picture} now', { picture: label })}
            width={value.width}
            height={value.height}
          />
        </p>
      ) : (
        ''
      )}
      <input
        id={`${name}-file`}
        name={`${name}-file`}
        type="file"
        accept={ACCEPTED}
        {...describedBy(props)}
      />
      <input type="hidden" name={name} value={value ? JSON.stringify(value) : ''} />
    </div>
  );
}

/** Returns a line of a form, without space around it. */
export const lineIn = (form: FormData, name: string): string => textField(form, name).trim();

/** Returns the picture of a form: what was uploaded with it, or what was there before; null if neither. */
export function pictureIn(form: FormData, name: string): PictureFields | null {
  try {
    return JSON.parse(textField(form, name) || 'null');
  } catch {
    return null;
  }
}

/** Returns the address that was typed, without space around it. One that begins with a host gets `https://`, as browsers do it. */
export const readAddress = (typed: string): string =>
  /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#]|$)/u.test(typed.trim())
    ? `https://${typed.trim()}`
    : typed.trim();
