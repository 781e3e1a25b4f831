import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { renderAtom } from '../../../../src/site/edition/formats/atom.ts';
import { renderRss } from '../../../../src/site/edition/formats/rss.ts';
import { anEdition, aStory, publish, site } from '../../../samples.ts';

const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === 'ai:disclosure' || name === 'schema:correction',
});

const ITEMS = {
  RSS: (fields: Record<string, unknown>) =>
    xml.parse(renderRss(anEdition([publish(aStory(fields))]), site)).rss.channel.item,
  Atom: (fields: Record<string, unknown>) =>
    xml.parse(renderAtom(anEdition([publish(aStory(fields))]), site)).feed.entry,
};

describe.each(Object.entries(ITEMS))('in %s, an item', (_format, itemOf) => {
  test('states what the record says of each part', () => {
    const provenance = {
      abstract: {
        digitalSourceType: 'trainedAlgorithmicMedia',
        humanReviewed: true,
        model: 'M "1" & <2>',
        provider: 'P',
        reviewedBy: { name: 'Ann\'s "O" <Lee>', url: 'https://ann.example/?a=1&b=2' },
        reviewedAt: '2026-03-04T09:00:00+01:00',
      },
      articleBody: { humanReviewed: false },
    };
    expect(itemOf({ provenance })['ai:disclosure']).toEqual([
      {
        part: 'abstract',
        'schema:digitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
        model: 'M "1" & <2>',
        provider: 'P',
        humanReviewed: 'true',
        reviewedBy: 'Ann\'s "O" <Lee>',
        reviewedByUrl: 'https://ann.example/?a=1&b=2',
        reviewedAt: '2026-03-04T09:00:00+01:00',
      },
      { part: 'articleBody', humanReviewed: 'false' },
    ]);
  });

  test('has each correction with its text and time', () => {
    const correction = [
      { text: 'It was 2 < 3 & not 4.\nSorry ]]>', datePublished: '2026-03-06T08:00:00Z' },
      { text: '更正', datePublished: '2026-03-07T08:00:00+08:00' },
    ];
    expect(
      itemOf({ correction })['schema:correction'].map((each: Record<string, string>) => ({
        text: each['schema:text'],
        datePublished: each['schema:datePublished'],
      })),
    ).toEqual(correction);
  });

  test('states nothing that the record does not', () => {
    expect(Object.keys(itemOf({})).filter((name) => /^(ai|schema):/.test(name))).toEqual([]);
  });
});
