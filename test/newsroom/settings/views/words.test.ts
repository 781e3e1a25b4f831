import { expect, test } from 'vitest';
import { saySetting } from '../../../../src/newsroom/settings/views/words.ts';
import { translatorOf } from '../../../../src/newsroom/words/words.ts';
import type { SavedSettings } from '../../../../src/settings/saved-settings.ts';

const people = [{ name: 'Ann Lee' }, { name: 'Samuel Osei' }];

test('Latin names in a list stand apart where a language runs from right to left, so that the first is read first', () => {
  const say = (tag: string, direction: 'ltr' | 'rtl') =>
    saySetting(
      translatorOf({ tag, direction, catalog: {} }),
      { people } as unknown as SavedSettings,
      'people',
    );
  expect(say('ar', 'rtl')).toContain('\u2068Ann Lee\u2069 و\u2068Samuel Osei\u2069');
  expect(say('en', 'ltr')).toContain('Ann Lee, Samuel Osei');
});
