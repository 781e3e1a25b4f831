import { expect, test } from 'vitest';
import { destinationOf } from '../../../src/newsroom/sign-in/destination.ts';

const ORIGIN = 'https://news.example';

test.each(['/newsroom', '/newsroom/drafts/1?state=draft', '/newsroom/stories?q=a%2Fb'])(
  'sign-in leads to %s',
  (then) => {
    expect(destinationOf(then, ORIGIN)).toBe(then);
  },
);

test.each([
  undefined,
  '',
  'https://evil.example/newsroom',
  '//evil.example/newsroom',
  '/\\evil.example/newsroom',
  '/\t/evil.example/newsroom',
  '\\/evil.example',
  ' //evil.example',
  '/newsroom/../\\evil.example',
  '/newsroom/..//evil.example',
  '/newsroom/%2e%2e//evil.example',
  '/newsroomevil',
  '/newsroom.evil.example',
  '/@evil.example',
  'javascript:alert(1)',
  'newsroom',
  '/api/stories',
  '/newsroom/sign-out',
  '/newsroom/sign-in?then=/newsroom',
  '/newsroom/x/../sign-in',
])('sign-in does not lead to %s, but to the first page', (then) => {
  expect(destinationOf(then, ORIGIN)).toBe('/newsroom');
});
