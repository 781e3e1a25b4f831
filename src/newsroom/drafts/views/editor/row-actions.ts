import { placesOf, type Values } from './form/values.ts';

// What the buttons of rows do without a script: `add-source`, `move-source-2` (up), `remove-source-2`.

export interface RowAction {
  verb: 'add' | 'move' | 'remove';
  list: string;
  place: number;
}

/** Returns what a button of a list asks for; undefined for other buttons. */
export function readRowAction(action: string): RowAction | undefined {
  const [, verb, list = '', place = '-1'] =
    /^(add|move|remove)-(source|evidence|correction)(?:-(\d{1,5}))?$/.exec(action) ?? [];
  return verb === undefined ? undefined : { verb: verb as RowAction['verb'], list, place: Number(place) };
}

/** Returns what was typed, with a row removed or moved up. */
export function withRowAction(values: Values, { verb, list, place }: RowAction): Values {
  const places = placesOf(values, list);
  const above = places[places.indexOf(place) - 1];
  const isOf = (name: string, row: number) => name.startsWith(`${list}.${row}.`);
  const entries = Object.entries(values);
  if (verb === 'remove') return Object.fromEntries(entries.filter(([name]) => !isOf(name, place)));
  if (verb === 'add' || above === undefined) return values;
  const renamed = (name: string, row: number, other: number) =>
    `${list}.${other}.${name.slice(`${list}.${row}.`.length)}`;
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (isOf(name, place)) return [renamed(name, place, above), value];
      return isOf(name, above) ? [renamed(name, above, place), value] : [name, value];
    }),
  );
}
