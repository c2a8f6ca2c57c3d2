// Choices above lists of tasks, made from the rows that stand there and kept in the address; without it all rows show.
"use strict";
(() => {
  const FEWEST = 8;
  const rows = [...document.querySelectorAll("table.tasks tbody tr, table.annex tbody tr[data-kind], .leaves li[data-kind]")];
  if (rows.length < FEWEST) return;

  const plain = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();
  const several = (text) => (text ?? "").split("|").filter(Boolean);
  const COLUMNS = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời hạn", "Thẩm quyền", "Văn bản"];
  const cell = (row, label) => (row.closest("table.tasks") ? row.children[COLUMNS.indexOf(label)] : undefined);
  // A body's name without the marks behind it.
  const names = (row, label) => [...(cell(row, label)?.querySelectorAll("li") ?? [])].map((item) => plain(item.querySelector("a") ?? item.firstChild));
  const bodies = (key, label) => (row) => (key in row.dataset ? several(row.dataset[key]) : names(row, label));

  const HOLES = { "Chủ trì": "Chưa rõ cơ quan chủ trì", "Thời hạn": "Chưa rõ thời hạn", "Sản phẩm": "Chưa rõ sản phẩm", "Thẩm quyền": "Chưa rõ cấp có thẩm quyền" };
  const holes = (row) => {
    if ("holes" in row.dataset) return row.dataset.holes ? several(row.dataset.holes) : ["Rõ cả"];
    const found = Object.entries(HOLES).filter(([label]) => cell(row, label)?.querySelector(".empty")).map(([, hole]) => hole);
    const leads = [...(cell(row, "Chủ trì")?.querySelectorAll("li") ?? [])];
    // A class of bodies, or a name that nobody knows, is no lead body.
    if (leads.length && leads.every((lead) => lead.querySelector(".tag:not(.doubt)"))) found.push(HOLES["Chủ trì"]);
    if (row.querySelector(".tag.doubt")) found.push("Đọc chưa chắc");
    return found.length ? found : ["Rõ cả"];
  };

  const FACETS = [
    ["chu-tri", "Cơ quan chủ trì", "Lead body", bodies("lead", "Chủ trì")],
    ["phoi-hop", "Cơ quan phối hợp", "Coordinating body", bodies("coordinating", "Phối hợp")],
    ["tham-quyen", "Cấp có thẩm quyền", "Authority", bodies("authority", "Thẩm quyền")],
    ["vai-tro", "Vai trò", "Role", (row) => [row.closest("table")?.dataset.role]],
    ["van-ban", "Văn bản", "Paper", (row) => [row.dataset.paper || plain(cell(row, "Văn bản")) || row.closest("table")?.dataset.paper]],
    ["linh-vuc", "Lĩnh vực", "Field of work", (row) => several(row.dataset.fields)],
    ["loai-han", "Loại thời hạn", "Kind of deadline", (row) => [row.dataset.kind]],
    ["tinh-trang", "Tình trạng thời hạn", "State of the deadline", (row) => [row.dataset.state || row.dataset.kind], () => rows.some((row) => row.dataset.state)],
    ["chua-ro", "Rõ hay chưa rõ", "Clear or not", holes],
    ["san-pham", "Loại sản phẩm", "Kind of deliverable", (row) => several(row.dataset.products)],
  ];
  const keys = FACETS.map(([key]) => key);
  const lines = rows.map((row) => ({
    row,
    values: Object.fromEntries(FACETS.map(([key, , , read]) => [key, new Set(read(row).filter(Boolean))])),
  }));

  const chosen = {};
  const passes = (line, but) => keys.every((key) => key === but || !chosen[key] || line.values[key].has(chosen[key]));

  const named = (node, vietnamese, english) => {
    for (const [name, text] of [["vi", vietnamese], ["en", english]]) {
      const part = document.createElement("span");
      part.className = name;
      if (name === "en") part.lang = "en";
      part.textContent = text;
      node.append(part, " ");
    }
    return node;
  };

  const form = document.createElement("form");
  form.className = "facets";
  form.setAttribute("aria-label", "Lọc danh sách");
  const selects = {};
  const asked = new URLSearchParams(location.search);
  for (const [key, name, english, , shown] of FACETS) {
    const all = new Set(lines.flatMap((line) => [...line.values[key]]));
    if (all.size < 2 || (shown && !shown())) continue;
    if (all.has(asked.get(key))) chosen[key] = asked.get(key);
    const select = document.createElement("select");
    select.name = key;
    select.addEventListener("change", () => { chosen[key] = select.value; show(); });
    const label = named(document.createElement("label"), name, english);
    label.append(select);
    form.append(label);
    selects[key] = [select, [...all].sort((a, b) => a.localeCompare(b, "vi"))];
  }
  if (Object.keys(selects).length === 0) return;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const clear = named(document.createElement("button"), "Bỏ lọc", "Clear");
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

  // A list that goes on over several pages: the choice goes along, and the words say what was counted.
  const parts = [...document.querySelectorAll('nav[aria-label^="Các phần"] a')];
  const holders = [...new Set(rows.map((row) => row.closest("details.group") ?? row.closest("table, ul")))];
  const show = () => {
    let count = 0;
    for (const line of lines) {
      line.row.hidden = !passes(line);
      count += !line.row.hidden;
    }
    for (const holder of holders) holder.hidden = rows.every((row) => row.hidden || !holder.contains(row));
    Object.keys(selects).forEach(fill);
    const filtered = keys.some((key) => chosen[key]);
    clear.hidden = !filtered;
    status.textContent = `Đang hiện ${count} / ${lines.length} nhiệm vụ${parts.length ? " của phần này; phần khác giữ cùng lựa chọn" : ""}.`
      + (filtered ? " Tệp tải về vẫn đủ cả danh sách." : "");
    const address = new URL(location.href);
    for (const key of keys) {
      if (chosen[key]) address.searchParams.set(key, chosen[key]);
      else address.searchParams.delete(key);
    }
    if (address.href !== location.href) history.replaceState(null, "", address);
    for (const link of parts) link.search = address.search;
  };

  const first = rows[0].closest("#nhiem-vu, .scroll, section") ?? rows[0].closest("table");
  // On a phone the choices would push the list off the screen: there they open on demand.
  const fold = document.createElement("details");
  fold.open = Object.keys(chosen).length > 0 || matchMedia("(min-width: 48.01rem)").matches;
  fold.append(named(document.createElement("summary"), "Lọc danh sách", "Filter"), form);
  if (first.matches("section:not(#nhiem-vu)")) rows[0].closest("table").before(fold);
  else first.before(fold);
  show();
})();
