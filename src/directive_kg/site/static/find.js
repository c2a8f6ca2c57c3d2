// Finds in the index under search/: scripts that hand over data, loaded when they are needed, so it works from file:// too.
// The rules are those of site/search/terms.py and find.py; a test holds the two against each other.
"use strict";
window.DIRECTIVE_KG_SEARCH = (() => {
  const root = document.currentScript.dataset.root;
  const KINDS = ["c", "r", "v", "q", "n"];
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => { VALUES[digit.charCodeAt(0)] = value; });
  const BLOCK = 16;
  const BESIDE = 1;
  const MOST_FILES = 4;
  const LONGEST = 200;
  const LONGEST_WORD = 40;
  const LONGEST_NAME = 120;
  const EXACT_NUMBER = -100, WHOLE_PART = -90, PART_OF_PART = -50, WHOLE_NAME = -80;

  // đ does not decompose, so it is mapped by hand.
  const fold = (text) => text.replace(/đ/g, "d").normalize("NFD").replace(/\p{M}+/gu, "");
  const words = (text) => text.normalize("NFC").toLowerCase().replace(/(?<=\p{L})&(?=\p{L})/gu, "")
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean)
    .map((word) => [...word].slice(0, LONGEST_WORD).join("")).map((word) => [fold(word), word]).filter(([plain]) => plain);

  const given = new Map();
  const waiting = new Map();
  let version = "";
  const put = (name, data) => { given.set(name, data); };
  const read = (name) => {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        // A site that was built again has another index under the same names.
        script.src = `${root}search/${name}.js${version && `?v=${version}`}`;
        script.onload = () => { script.remove(); resolve(given.get(name)); };
        script.onerror = () => { script.remove(); waiting.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  };

  const open = async () => {
    const index = await read("index");
    version = index.version;
    return index;
  };

  const numbers = (digits) => {
    const found = [];
    let number = -1, gap = 0, shift = 0;
    for (let place = 0; place < digits.length; place += 1) {
      const value = VALUES[digits.charCodeAt(place)];
      gap |= (value & 31) << shift;
      if (value < 32) {
        number += gap + 1;
        found.push(number);
        gap = 0;
        shift = 0;
      } else shift += 5;
    }
    return found;
  };

  const placeOf = (starts, term) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= term) low = middle + 1; else high = middle;
    }
    return Math.max(low - 1, 0);
  };

  // [term, as written, where, entries] of a term, or of all that begin so as far as a few files hold them.
  const rows = async (starts, term, isOpen) => {
    const first = placeOf(starts, term);
    const files = [];
    for (let number = first; number < Math.min(first + MOST_FILES, starts.length); number += 1) {
      if (number > first && !(isOpen && starts[number].startsWith(term))) break;
      files.push(read(`t${number}`));
    }
    const found = [];
    for (const file of await Promise.all(files)) {
      for (const [own, ...rest] of file) {
        if (own !== term && !(isOpen && own.startsWith(term))) continue;
        for (let place = 0; place < rest.length; place += 3) {
          found.push([own, rest[place] || own, rest[place + 1], rest[place + 2]]);
        }
      }
    }
    return found;
  };

  const byWord = async (starts, [plain, typed], isOpen) => {
    const found = new Map();
    for (const [term, written, where, digits] of await rows(starts, plain, isOpen)) {
      const otherMarks = typed !== plain && !(isOpen ? written.startsWith(typed) : written === typed);
      const cost = (term !== plain) + 4 * (where === BESIDE) + 2 * otherMarks;
      for (const number of numbers(digits)) if (!(found.get(number) <= cost)) found.set(number, cost);
    }
    return found;
  };

  // Entries that have every word; the last one may be only begun.
  const byWords = async (starts, asked, everyOpen) => {
    const last = asked.length - 1;
    const ofWords = await Promise.all(asked.map((word, place) => byWord(starts, word, everyOpen || place === last)));
    let found = ofWords[0];
    for (const of of ofWords.slice(1)) {
      const both = new Map();
      for (const [number, cost] of found) if (of.has(number)) both.set(number, cost + of.get(number));
      found = both;
    }
    if (found.size === 0) return found;
    const kept = asked.map(([plain]) => plain).filter((plain) => plain !== "va");
    const pairs = kept.slice(1).map((plain, place) => `~${kept[place]} ${plain}`);
    const ofPairs = pairs.map((pair, place) => rows(starts, pair, everyOpen || place === pairs.length - 1));
    for (const of of await Promise.all(ofPairs)) {
      const beside = new Set(of.flatMap((row) => numbers(row[3])));
      for (const [number, cost] of found) if (!beside.has(number)) found.set(number, cost + 3);
    }
    return found;
  };

  const costsOf = async (starts, text) => {
    const asked = words(text.slice(0, LONGEST));
    if (asked.length === 0) return new Map();
    let found = await byWords(starts, asked, false);
    if (found.size === 0) found = await byWords(starts, asked, true);
    const better = (number, cost) => { found.set(number, Math.min(cost, found.get(number) ?? 0)); };
    const squashed = asked.map(([plain]) => plain).join("");
    if (/\p{Nd}/u.test(squashed)) {
      for (const [term, written, , digits] of await rows(starts, `#${squashed}`, true)) {
        let length = 0;
        const ends = new Set(written.split("/").map((part) => (length += part.length)));
        const cost = term.length === squashed.length + 1 ? EXACT_NUMBER : ends.has(squashed.length) ? WHOLE_PART : PART_OF_PART;
        for (const number of numbers(digits)) better(number, cost);
      }
    }
    const [plain, typed] = [0, 1].map((place) => asked.map((word) => word[place]).join(" "));
    if (plain.length <= LONGEST_NAME) {
      for (const [, written, , digits] of await rows(starts, `=${plain}`, false)) {
        for (const number of numbers(digits)) better(number, WHOLE_NAME + 2 * (written !== `=${typed}`));
      }
    }
    return found;
  };

  // [{kind, total, hits: [{name, href, detail}]}], the best kind first, at most `most` hits a kind.
  const find = async (text, most) => {
    const index = await open();
    const costs = [...await costsOf(index.starts, text)].map(([number, cost]) => [cost, number]);
    costs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const groups = [];
    let first = 0;
    for (const kind of KINDS) {
      const last = first + index.kinds[kind];
      const [from, to] = [first, last];
      const ranked = costs.filter(([, number]) => number >= from && number < to);
      if (ranked.length) groups.push({ kind, total: ranked.length, best: ranked[0][0], shown: ranked.slice(0, most) });
      first = last;
    }
    groups.sort((a, b) => a.best - b.best);
    return Promise.all(groups.map(async ({ kind, total, shown }) => ({
      kind,
      total,
      hits: await Promise.all(shown.map(async ([, number]) => {
        const [name, href, detail] = (await read(`d${Math.floor(number / BLOCK)}`))[number % BLOCK];
        return { name, href, detail };
      })),
    })));
  };

  return { put, open, find, root };
})();
