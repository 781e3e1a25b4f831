import type { FC } from 'hono/jsx';
import type { SavedField, SavedSettings } from '../../../settings/saved-settings.ts';
import type { ScriptName } from '../../frame/scripts.ts';
import type { FormState } from './fields.tsx';

export interface GroupProps extends FormState {
  /** The site's address. */
  url: string;
  /** The newsroom's language. */
  language: string;
  /** The zone that is in force. */
  zone: string;
  /** The newsroom's own pages, by the last part of their address. */
  pages: readonly { slug: string; title: string }[];
}

/** A file that a form takes. It becomes a picture of the newsroom, and the field of this name says which. */
export interface FormFile {
  name: string;
  /** The most bytes of the picture. */
  most?: number;
  /** The field of a picture that must be as large, if there is one. */
  like?: string;
}

/** Settings that belong together: a page with a form. */
export interface Group {
  path: string;
  /** A sentence. */
  title: string;
  /** What the form is about, if that has a name, in place of the title. */
  name?: string | undefined;
  /** What stands above the form, a sentence. */
  about: string;
  fields: readonly SavedField[];
  /** Whether the page is a list of other forms. */
  isList?: true;
  /** The path of the page to which the form leads, if it is not its own. */
  back?: string;
  /** Whether the form can show what it would look like, before it is saved. */
  hasPreview?: true;
  files?: readonly FormFile[];
  /** What the button says that removes what the form is about, a sentence. */
  canRemove?: string | undefined;
  /** Returns the entry of a list that the form is about. Others may change other entries meanwhile. */
  entryIn?: (settings: SavedSettings) => unknown;
  scripts?: readonly ScriptName[];
  Fields: FC<GroupProps>;
  /**
   * Reads what was typed. `before` are the settings that it changes, `opened` those that the form showed: of other entries of a list, these
   * may differ. `url` is the site's address.
   */
  read: (form: FormData, before: SavedSettings, url: string, opened: SavedSettings) => SavedSettings;
}
