import { t } from '../words.ts';
import { changedPassage, type Parts } from './changed-passage.ts';
import { element, labelOf } from './elements.ts';
import { differingFields, type Fields } from './fields.ts';

const passage = ([before, changed, after]: Parts): HTMLElement =>
  element(
    'div',
    { className: 'verbatim', dir: 'auto', tabIndex: 0 },
    before || changed || after ? before : t('(empty)'),
    ...(changed ? [element('mark', {}, changed)] : []),
    after,
  );

/** One version of the fields, and what the page calls it. */
interface Side {
  title: string;
  fields: Fields;
}

/** Shows two texts of a field side by side, each below its title, with the passage marked in which they differ. */
export function sideBySide(
  label: string,
  [title, text]: [title: string, text: string],
  [otherTitle, otherText]: [title: string, text: string],
): HTMLElement {
  const parts = changedPassage(text, otherText);
  const side = (name: string, own: Parts) => {
    const shown = passage(own);
    shown.setAttribute('role', 'group');
    shown.setAttribute('aria-label', `${label}: ${name}`);
    return element('div', {}, element('p', {}, element('strong', {}, name)), shown);
  };
  return element('div', { className: 'columns' }, side(title, parts.one), side(otherTitle, parts.other));
}

/** Shows two versions side by side: each field that differs. */
export function comparison(form: HTMLFormElement, one: Side, other: Side): HTMLElement[] {
  return differingFields(one.fields, other.fields).map((difference) => {
    const label = labelOf(form, difference.name);
    const sides = sideBySide(label, [one.title, difference.one], [other.title, difference.other]);
    return element('section', {}, element('h3', {}, label), sides);
  });
}
