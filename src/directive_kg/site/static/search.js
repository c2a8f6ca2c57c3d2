// Search over search-index.js, which is loaded when somebody first looks for something: it works from file:// too.
"use strict";
(() => {
  const root = document.currentScript.dataset.root;
  const MOST = 30;
  const KINDS = { r: "Chuỗi thực hiện", v: "Văn bản", c: "Cơ quan", n: "Nhiệm vụ" };
  const KIND_ORDER = "rvcn";
  let entries = null;
  let loading = null;

  // đ does not decompose, so it is mapped by hand; the same rule made the index.
  const lower = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
  const fold = (text) => lower(text).replace(/đ/g, "d").normalize("NFD").replace(/\p{M}+/gu, "");
  const squash = (text) => fold(text).replace(/[^a-z0-9]+/g, "");
  const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const prepare = ([kind, name, detail, href, also, number]) => {
    const plain = fold(`${name} ${also} ${detail}`);
    let length = 0;
    const ends = new Set(fold(number).split(/[^a-z0-9]+/).map((part) => (length += part.length)));
    return {
      kind, name, detail, href, plain,
      exact: lower(`${name} ${also} ${detail}`),
      names: [name, ...also.split("; ")].map(lower),
      words: words(plain),
      nameWords: words(fold(`${name} ${also}`)),
      number: squash(number),
      ends,
    };
  };

  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root}search-index.js`;
      script.onload = () => { entries = window.DIRECTIVE_KG_SEARCH.map(prepare); resolve(); };
      script.onerror = () => { loading = null; reject(new Error("search-index.js")); };
      document.head.append(script);
    });
    return loading;
  };

  // Smaller is better: numbers, then names, then what stands beside them; exact marks before folded ones.
  // Null where the entry does not answer.
  const rank = (entry, asked) => {
    if (/[0-9]/.test(asked.squashed) && entry.number.startsWith(asked.squashed)) {
      if (entry.number === asked.squashed) return 0;
      // '263' is a whole part of 263/2025/QH15, '26' is not yet.
      return entry.ends.has(asked.squashed.length) ? 1 : 2;
    }
    const answers = (words) => asked.words.every((word) => words.some((own) => own.startsWith(word)));
    if (!answers(entry.words)) return null;
    if (entry.names.includes(asked.exact)) return 1;
    const place = answers(entry.nameWords) ? 2 : 6;
    if (asked.marked) return place + (entry.exact.includes(asked.exact) ? 0 : 3);
    return place + (entry.plain.includes(asked.plain) ? 0 : 1);
  };

  const find = (text) => {
    const exact = lower(text);
    const plain = fold(text);
    const asked = { exact, plain, squashed: squash(text), words: words(plain), marked: exact !== plain };
    if (asked.words.length === 0) return [];
    const found = [];
    for (const entry of entries) {
      const place = rank(entry, asked);
      if (place !== null) found.push([place, KIND_ORDER.indexOf(entry.kind), entry.name.length, entry]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return found.map((row) => row[3]);
  };

  const line = (entry) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + entry.href;
    for (const [name, text] of [["kind", KINDS[entry.kind]], ["what", entry.name], ["detail", entry.detail]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      link.append(part, " ");
    }
    item.append(link);
    return item;
  };

  const start = (form) => {
    const input = form.querySelector("input");
    const status = form.querySelector(".search-status");
    const list = form.querySelector(".search-results");
    form.hidden = false;

    const show = async () => {
      const text = input.value;
      if (!text.trim()) {
        list.hidden = true;
        status.textContent = "";
        return;
      }
      try {
        await load();
      } catch {
        status.textContent = "Không tải được chỉ mục tìm kiếm / the search index could not be loaded";
        return;
      }
      if (input.value !== text) return;
      const found = find(text);
      list.replaceChildren(...found.slice(0, MOST).map(line));
      list.hidden = found.length === 0;
      status.textContent = found.length === 0 ? "Không tìm thấy / nothing found"
        : found.length > MOST ? `${found.length} kết quả, nêu ${MOST} kết quả đầu / results, the first shown`
        : `${found.length} kết quả / results`;
    };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => { load().catch(() => {}); }, { once: true });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await show();
      list.querySelector("a")?.click();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        list.hidden = true;
        input.focus();
        return;
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [input, ...list.querySelectorAll("a")];
      const here = stops.indexOf(document.activeElement);
      const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
      if (next && !list.hidden) {
        event.preventDefault();
        next.focus();
      }
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) list.hidden = true; });
    if (input.value) show();
  };

  document.querySelectorAll(".no-script").forEach((note) => { note.hidden = true; });
  document.querySelectorAll("form.search").forEach(start);
})();
