import { changedPassage, type Parts } from './changed-passage.ts';
import { element, labelOf } from './elements.ts';
import { differingFields, type Fields } from './fields.ts';

const passage = ([before, changed, after]: Parts): HTMLElement =>
  element(
    'div',
    { className: 'verbatim', dir: 'auto', tabIndex: 0 },
    before || changed || after ? before : '(empty)',
    ...(changed ? [element('mark', {}, changed)] : []),
    after,
  );

/** One version of the fields, and what the page calls it. */
interface Side {
  title: string;
  fields: Fields;
}

/** Shows two versions side by side: each field that differs, with the passage marked in which it does. */
export function comparison(form: HTMLFormElement, one: Side, other: Side): HTMLElement[] {
  return differingFields(one.fields, other.fields).map((difference) => {
    const parts = changedPassage(difference.one, difference.other);
    const label = labelOf(form, difference.name);
    const side = ({ title }: Side, text: Parts) => {
      const shown = passage(text);
      shown.setAttribute('role', 'group');
      shown.setAttribute('aria-label', `${label}: ${title}`);
      return element('div', {}, element('p', {}, element('strong', {}, title)), shown);
    };
    return element(
      'section',
      {},
      element('h3', {}, label),
      element('div', { className: 'columns' }, side(one, parts.one), side(other, parts.other)),
    );
  });
}
