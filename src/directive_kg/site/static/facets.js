// Choices above long lists of tasks, made from the rows that stand there and kept in the address; without it all rows show.
"use strict";
(() => {
  const FEWEST = 8;
  const tables = [...document.querySelectorAll("table.tasks")];
  const cell = (row, label) => row.querySelector(`[data-label="${label}"]`);
  const plain = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();
  // A body's name without the marks behind it.
  const names = (node) => [...(node?.querySelectorAll("li") ?? [])].map((item) => plain(item.querySelector("a") ?? item.firstChild));

  const holes = (row) => {
    const found = [...row.children].filter((part) => part.querySelector(".empty")).map((part) => `${part.dataset.label}: trống`);
    if (cell(row, "Chủ trì")?.querySelector(".tag")) found.push("Chủ trì: nhóm hoặc cơ quan lạ");
    if (row.querySelector(".tag.doubt")) found.push("Đọc chưa chắc");
    return found;
  };

  const FACETS = [
    ["chu-tri", "Cơ quan chủ trì", "Lead body", (row) => names(cell(row, "Chủ trì"))],
    ["vai-tro", "Vai trò", "Role", (row, table) => [table.dataset.role]],
    ["van-ban", "Văn bản", "Paper", (row, table) => [plain(cell(row, "Văn bản")) || table.dataset.paper]],
    ["loai-han", "Loại thời hạn", "Kind of deadline", (row) => [row.dataset.kind]],
    ["chua-ro", "Chưa rõ", "Unclear", holes],
  ];

  const lines = tables.flatMap((table) => [...table.tBodies[0].rows].map((row) => ({
    row,
    values: Object.fromEntries(FACETS.map(([key, , , read]) => [key, new Set(read(row, table).filter(Boolean))])),
  })));
  if (lines.length < FEWEST) return;

  const chosen = {};
  const keys = FACETS.map(([key]) => key);
  const passes = (line, but) => keys.every((key) => key === but || !chosen[key] || line.values[key].has(chosen[key]));

  const make = (tag, text, lang) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (lang) { node.lang = lang; node.className = "en"; }
    return node;
  };

  const form = document.createElement("form");
  form.className = "facets";
  form.setAttribute("aria-label", "Lọc danh sách");
  const selects = {};
  const asked = new URLSearchParams(location.search);
  for (const [key, name, english] of FACETS) {
    const all = new Set(lines.flatMap((line) => [...line.values[key]]));
    if (all.size === 0 || (all.size === 1 && key !== "chua-ro")) continue;
    if (all.has(asked.get(key))) chosen[key] = asked.get(key);
    const label = make("label", `${name} `);
    label.append(make("span", english, "en"));
    const select = document.createElement("select");
    select.name = key;
    select.addEventListener("change", () => { chosen[key] = select.value; show(); });
    label.append(select);
    form.append(label);
    selects[key] = [select, [...all].sort((a, b) => a.localeCompare(b, "vi"))];
  }
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const clear = make("button", "Bỏ lọc ");
  clear.append(make("span", "Clear", "en"));
  clear.type = "button";
  clear.addEventListener("click", () => { for (const key of keys) delete chosen[key]; show(); });
  form.append(clear, status);
  form.addEventListener("submit", (event) => event.preventDefault());

  const fill = (key) => {
    const [select, values] = selects[key];
    const among = lines.filter((line) => passes(line, key));
    const option = (value, text, count) => {
      const node = new Option(`${text} (${count})`, value);
      node.disabled = count === 0 && value !== chosen[key];
      return node;
    };
    select.replaceChildren(option("", "Tất cả", among.length),
      ...values.map((value) => option(value, value, among.filter((line) => line.values[key].has(value)).length)));
    select.value = chosen[key] ?? "";
  };

  const show = () => {
    let count = 0;
    for (const line of lines) {
      const fits = passes(line);
      line.row.hidden = !fits;
      count += fits;
    }
    for (const table of tables) table.hidden = [...table.tBodies[0].rows].every((row) => row.hidden);
    Object.keys(selects).forEach(fill);
    const filtered = keys.some((key) => chosen[key]);
    clear.hidden = !filtered;
    status.textContent = `Đang hiện ${count} / ${lines.length} nhiệm vụ.${filtered ? " Tệp tải về vẫn đủ cả danh sách." : ""}`;
    const address = new URL(location.href);
    for (const key of keys) {
      if (chosen[key]) address.searchParams.set(key, chosen[key]);
      else address.searchParams.delete(key);
    }
    if (address.href !== location.href) history.replaceState(null, "", address);
  };

  if (Object.keys(selects).length === 0) return;
  (tables[0].closest("section") ?? tables[0]).before(form);
  show();
})();
