// The search box (a combobox with a list that opens below it) and the page of all answers; the finding is in find.js.
"use strict";
(() => {
  const { open, find, root } = window.DIRECTIVE_KG_SEARCH;
  const MOST = 6;
  const MOST_ON_PAGE = 50;
  const KINDS = {
    c: ["Cơ quan", "Bodies"], r: ["Chuỗi thực hiện", "Chains"], v: ["Văn bản", "Papers"], q: ["Câu hỏi", "Questions"],
    n: ["Nhiệm vụ", "Tasks"],
  };
  const FAILED = "Không tải được chỉ mục tìm kiếm / the search index could not be loaded";

  const make = (tag, name, text, lang) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    if (lang) node.lang = lang;
    return node;
  };
  const both = (node, [vietnamese, english], after = "") => {
    node.append(make("span", "vi", vietnamese), " ", make("span", "en", english, "en"), after);
    return node;
  };
  const heading = (tag, kind, total) => both(make(tag, "kind"), KINDS[kind], ` (${total})`);
  const filled = (link, hit) => {
    link.href = root + hit.href;
    link.append(make("span", "what", hit.name), " ");
    if (hit.detail) link.append(make("span", "detail", hit.detail));
    return link;
  };
  const count = (groups) => groups.reduce((sum, group) => sum + group.total, 0);
  const said = (total) => (total === 0 ? "Không tìm thấy / nothing found" : `${total} kết quả / results`);
  const pageOf = (text) => `${root}search.html?q=${encodeURIComponent(text)}`;

  const start = (form) => {
    const input = form.querySelector("input");
    const status = form.querySelector(".search-status");
    const list = form.querySelector(".search-results");
    let options = [];
    let shownFor = "";

    const choose = (option) => {
      for (const one of options) one.setAttribute("aria-selected", String(one === option));
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const chosen = () => options.find((option) => option.getAttribute("aria-selected") === "true");
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(null);
    };
    const reopen = () => {
      if (options.length === 0) return;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    const optionOf = (link) => {
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      link.id = `${list.id}-${options.length + 1}`;
      options.push(link);
      return link;
    };
    const groupOf = (group) => {
      const part = make("div", "group");
      const name = heading("div", group.kind, group.total);
      name.id = `${list.id}-${group.kind}`;
      name.setAttribute("role", "presentation");
      part.setAttribute("role", "group");
      part.setAttribute("aria-labelledby", name.id);
      part.append(name, ...group.hits.map((hit) => optionOf(filled(make("a"), hit))));
      return part;
    };
    const draw = (groups, text) => {
      options = [];
      shownFor = text;
      const total = count(groups);
      const parts = groups.map(groupOf);
      if (groups.some((group) => group.total > group.hits.length)) {
        const all = optionOf(both(make("a", "all"), [`Xem tất cả ${total} kết quả`, `All ${total} results`]));
        all.href = pageOf(text);
        parts.push(all);
      }
      list.replaceChildren(...parts);
      status.textContent = said(total);
      if (options.length) reopen(); else close();
      choose(null);
    };

    const show = async () => {
      const text = input.value;
      if (!text.trim()) {
        options = [];
        shownFor = "";
        list.replaceChildren();
        close();
        status.textContent = "";
        return;
      }
      try {
        const groups = await find(text, MOST);
        if (input.value === text) draw(groups, text);
      } catch {
        status.textContent = FAILED;
      }
    };
    const move = (step) => {
      reopen();
      const here = options.indexOf(chosen());
      const next = here + step;
      choose(here < 0 && step < 0 ? options.at(-1) : next < 0 || next >= options.length ? null : options[next]);
    };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => { open().catch(() => {}); }, { once: true });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // Telex and VNI keyboards put words together
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      else if (event.key === "ArrowDown" && options.length) { event.preventDefault(); move(1); }
      else if (event.key === "ArrowUp" && options.length) { event.preventDefault(); move(-1); }
      else if (event.key === "Tab") close();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (shownFor !== input.value) await show();
      (chosen() ?? options[0])?.click();
    });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
    if (input.value) show();
  };

  const answer = async (place) => {
    const asked = new URLSearchParams(location.search).get("q") ?? "";
    const input = place.querySelector("input");
    input.value = asked;
    if (!asked.trim()) return;
    const status = place.querySelector(".search-status");
    try {
      const groups = await find(asked, MOST_ON_PAGE);
      place.querySelector(".answers").replaceChildren(...groups.map((group) => {
        const part = make("section");
        const rows = make("ol", "search-answers");
        rows.append(...group.hits.map((hit) => {
          const item = make("li");
          item.append(filled(make("a"), hit));
          return item;
        }));
        part.append(heading("h2", group.kind, group.total), rows);
        if (group.total > group.hits.length) {
          part.append(make("p", "quiet", `Nêu ${group.hits.length} trong ${group.total}; gõ thêm để thu hẹp / the first are shown`));
        }
        return part;
      }));
      status.textContent = said(count(groups));
    } catch {
      status.textContent = FAILED;
    }
  };

  document.querySelectorAll(".no-script").forEach((note) => { note.hidden = true; });
  document.querySelectorAll("form.search:not(.whole)").forEach(start);
  document.querySelectorAll(".search-page").forEach(answer);
})();
