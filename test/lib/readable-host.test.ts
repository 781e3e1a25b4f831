import { expect, test } from 'vitest';
import { readableHost, withReadableHosts } from '../../src/lib/readable-host.ts';
import { expectLinear } from '../newsroom/wire/growth.ts';

const ascii = (host: string) => new URL(`https://${host}`).hostname;

test.each([
  'bücher.example',
  'www.münchen.example',
  'malmö.example',
  'łódź.example',
  'việtnam.example',
  'şişli.example',
  'þingvellir.is',
  'пример.example',
  'новости.рф',
  'сор.рф',
  'новини.укр',
  'ελλάδα.example',
  'հայաստան.example',
  'مثال.example',
  'خبر.إيران',
  'דוגמה.example',
  'उदाहरण.भारत',
  'ตัวอย่าง.ไทย',
  '例え.テスト',
  '新聞.台灣',
  'nhkニュース.example',
  'サンプル-news.example',
  '한국신문.한국',
  'kbs뉴스.example',
  'plain-ascii.example',
])('%s is shown as it is written', (host) => {
  expect(readableHost(ascii(host))).toBe(host);
});

test.each([
  ['раура.example', 'Cyrillic for Latin, the whole label'],
  ['раураl.example', 'Cyrillic with a Latin l'],
  ['аррӏе.com', 'Cyrillic for apple'],
  ['сосо.example', 'Cyrillic for Latin'],
  ['ёхо.example', 'Cyrillic with marks for Latin'],
  ['соса.example', 'Cyrillic for Latin'],
  ['gооgle.example', 'Cyrillic о in Latin'],
  ['ɡoogle.example', 'the phonetic ɡ'],
  ['ɑpple.example', 'the phonetic ɑ'],
  ['paypaı.example', 'a dotless ı'],
  ['þaypal.example', 'þ for p'],
  ['νικ.example', 'Greek for Latin'],
  ['αpple.example', 'Greek in Latin'],
  ['օոս.example', 'Armenian for Latin'],
  ['newsノex.example', 'a kana that passes for a slash'],
  ['exampleー.example', 'a sign that passes for a hyphen'],
  ['ꮯꮋꭼꭱꮻ.example', 'Cherokee, which looks like Latin'],
  ['i❤.example', 'a symbol'],
  ['😀.example', 'an emoji'],
  ['新闻новости.example', 'Han with Cyrillic'],
  ['l·l.example', 'a middle dot'],
])('%s stays in ASCII: %s', (host) => {
  expect(readableHost(ascii(host))).toBe(ascii(host));
});

test('labels are judged one by one, and any host is still the same to a browser', () => {
  expect(readableHost(ascii('bücher.раура.example'))).toBe(`bücher.${ascii('раура.example')}`);
  for (const host of [
    'xn--a.example',
    'xn--.example',
    'xn--99999999999.example',
    '[2001:db8::1]',
    '127.0.0.1',
    'localhost',
  ])
    expect(readableHost(host)).toBe(host);
});

test('addresses and sentences have their hosts as they are written, and nothing else of them changes', () => {
  const [known, sly] = [ascii('bücher.example'), ascii('раураl.example')];
  expect(withReadableHosts(`https://www.${known}:8443/${known}/?q=${known}#x`)).toBe(
    `https://www.bücher.example:8443/${known}/?q=${known}#x`,
  );
  expect(withReadableHosts(`${known.toUpperCase()} asks for a pause (https://${known}/robots.txt).`)).toBe(
    'bücher.example asks for a pause (https://bücher.example/robots.txt).',
  );
  const deceiving = `${sly} has no such page (404). See http://${sly}/${known}.`;
  expect(withReadableHosts(deceiving)).toBe(deceiving);
  expect(withReadableHosts('The Xn--Files of bücher')).toBe('The Xn--Files of bücher');
});

test.each(['a.', 'a-', 'xn--a.'])('hosts are found in time in proportion to the text: %s', (unit) => {
  expectLinear((count) => withReadableHosts(unit.repeat(count)));
});
