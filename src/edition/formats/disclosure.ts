/** The IPTC's digital source types, https://cv.iptc.org/newscodes/digitalsourcetype/ (its URIs are http). */
export const DIGITAL_SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
